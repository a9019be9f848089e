import type { Request, RequestHandler } from "express";
import { rateLimit } from "express-rate-limit";

import { DEFAULT_LIMITS } from "../../../model/rate-limits.ts";
import type { RateLimits } from "../../../model/rate-limits.ts";
import { principalOf } from "../../auth/require-principal.ts";
import { ApiProblem } from "../../reply/api-problem.ts";
import { senderAddress } from "../../request/anonymous-address.ts";
import { BoundedStore } from "./bounded-store.ts";

const WINDOW_MS = 60_000;

/** What each limit counts, for who is told that it is reached. */
const COUNTED: Readonly<Record<keyof RateLimits, string>> = {
  requests: "requests of this key",
  costly: "exports, checks of the audit and changes of keys by this key",
  failures: "requests with a wrong key from this address",
  anonymous: "requests without a key from this address",
  ack: "requests from this address to this page",
  probes: "probes from this address",
};

export type Limiters = Readonly<Record<keyof RateLimits, RequestHandler>>;

/** One handler for each limit; each counts on its own. */
export function createLimiters(given: Partial<RateLimits> = {}): Limiters {
  const limits = { ...DEFAULT_LIMITS, ...given };
  const byKey = (request: Request): string => principalOf(request)?.id ?? "";
  const byAddress = (request: Request): string => senderAddress(request.ip);
  const of = (name: keyof RateLimits, sender: (request: Request) => string): RequestHandler =>
    limiter(name, limits[name], sender);
  return {
    requests: of("requests", byKey),
    costly: of("costly", byKey),
    failures: of("failures", byAddress),
    anonymous: of("anonymous", byAddress),
    ack: of("ack", byAddress),
    probes: of("probes", byAddress),
  };
}

function limiter(name: keyof RateLimits, limit: number, sender: (request: Request) => string): RequestHandler {
  if (limit === 0) return (_request, _response, next) => next();
  return rateLimit({
    windowMs: WINDOW_MS,
    limit,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    identifier: name,
    keyGenerator: sender,
    store: new BoundedStore(WINDOW_MS),
    // An application around us may count with the same library.
    requestPropertyName: `jobscope_${name}`,
    // It would tell the console of that application how it likes its own settings.
    validate: false,
    handler: (_request, _response, next) => next(tooMany(name, limit)),
  });
}

function tooMany(name: keyof RateLimits, limit: number): ApiProblem {
  return new ApiProblem({
    kind: "too_many_requests",
    detail: `There were more than ${limit} ${COUNTED[name]} within a minute.`,
    fix: "Wait as many seconds as `Retry-After` says.",
  });
}
