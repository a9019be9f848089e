import type { Request, RequestHandler } from "express";

import type { Principal } from "../../model/principal.ts";
import type { AuthAnswer, Authenticate, AuthDenial } from "../deps.ts";
import { ApiProblem } from "../reply/api-problem.ts";
import { retryAfter } from "../reply/retry-after.ts";
import { isDenial, isNobody, isPrincipal } from "./auth-answer.ts";
import { isImpostor } from "./own-principals.ts";

interface Refusing {
  readonly authenticate: Authenticate;
  /** Pass a request on, or on with a problem where there were too many like it. */
  readonly limits: { readonly failures: RequestHandler; readonly anonymous: RequestHandler };
}

/**
 * Lets known callers pass; everybody else learns nothing, not even which paths exist. The key is taken from the
 * Authorization header alone: a query string ends up in logs, histories and Referer headers.
 *
 * Wrong keys are counted, not requests: a right key gets in from an address that many share.
 */
export function requirePrincipal({ authenticate, limits }: Refusing): RequestHandler {
  return async (request, response, next) => {
    const answer = await askWho(authenticate, request);
    if (answer !== undefined && !isDenial(answer)) {
      principals.set(request, answer);
      return next();
    }
    const { authorization, cookie } = request.headers;
    const tried = answer !== undefined || authorization !== undefined || cookie !== undefined;
    const problem = unauthorized(answer, authorization !== undefined);
    const limit = tried ? limits.failures : limits.anonymous;
    return limit(request, response, (error?: unknown) => next(error ?? problem));
  };
}

const principals = new WeakMap<object, Principal>();

/** Who sends a request that was let pass; undefined where nobody was asked, on public routes. */
export function principalOf(request: Pick<Request, "headers">): Principal | undefined {
  return principals.get(request);
}

/** The same where everybody is somebody. */
export function callerOf(request: Pick<Request, "headers">): Principal {
  const principal = principalOf(request);
  // Mounted where nobody is asked who they are: a mistake of ours, by which nobody may get in.
  if (principal === undefined) throw new Error("What needs a key is mounted where nobody is asked for one.");
  return principal;
}

export async function askWho(authenticate: Authenticate, request: Request): Promise<AuthAnswer> {
  try {
    const answer: unknown = await inTime(authenticate(request));
    if (isNobody(answer)) return undefined;
    if (isDenial(answer) || (isPrincipal(answer) && !isImpostor(answer))) return answer;
    if (isPrincipal(answer))
      throw new TypeError(`authenticate named somebody ${JSON.stringify(answer.id)}. ${RESERVED_IDS}`);
  } catch (cause) {
    throw unavailable(cause);
  }
  const form = "{ id, role, scopes? } with a role and scopes of this API, or undefined";
  throw unavailable(new TypeError(`authenticate answered something else than ${form}.`));
}

const RESERVED_IDS = "The ids admin-key and anonymous, and those that begin with cli: or link:, are the monitor's own.";

/** Longest time that it may take to tell who asks, milliseconds. */
const MAX_WAIT = 10_000;

/** Whoever asks something that hangs would have every request wait for ever. */
async function inTime(answer: unknown): Promise<unknown> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`authenticate did not answer within ${MAX_WAIT} ms.`)), MAX_WAIT);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function unavailable(cause: unknown): ApiProblem {
  return new ApiProblem({
    kind: "authentication_unavailable",
    detail: "It cannot be told at the moment who sends this request.",
    fix: "Try again in some seconds; the log of the monitor says why.",
    headers: retryAfter(),
    cause,
  });
}

export function unauthorized(denial: AuthDenial | undefined, given: boolean): ApiProblem {
  const challenge = 'Bearer realm="jobscope"';
  const why = denial?.denied ?? (given ? "no valid key" : "no key");
  return new ApiProblem({
    kind: "unauthorized",
    detail: given ? "The Authorization header holds no valid key." : "The request carries no key.",
    fix: "Send the header `Authorization: Bearer <key>`; keys in the query string are not read.",
    headers: { "WWW-Authenticate": given ? `${challenge}, error="invalid_token"` : challenge },
    audit: { detail: `unauthorized: ${why}`, ...(denial?.keyId !== undefined && { actor: denial.keyId }) },
  });
}
