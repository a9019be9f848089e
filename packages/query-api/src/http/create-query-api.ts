import express from "express";
import type { ErrorRequestHandler, Express, RequestHandler, Router } from "express";
import helmet from "helmet";

import { API_PREFIX } from "../model/api-path.ts";
import type { Auditor } from "../model/auditor.ts";
import { createAuditor } from "./audit/create-auditor.ts";
import { principalOf, requirePrincipal } from "./auth/require-principal.ts";
import type { QueryApiDeps } from "./deps.ts";
import { guardCookies, guardFetchSite, guardHost, guardOrigin } from "./guard/guard-browser.ts";
import { guardHeaders } from "./guard/guard-headers.ts";
import { boundInFlight } from "./guard/limits/in-flight.ts";
import { createLimiters } from "./guard/limits/rate-limits.ts";
import { ApiProblem } from "./reply/api-problem.ts";
import { problemWriter } from "./reply/write-problem.ts";
import { logAccess } from "./request/access-log.ts";
import { nameRequests } from "./request/request-id.ts";
import { mountRoutes } from "./routing/mount-routes.ts";
import type { Route } from "./routing/route.ts";
import { ROUTES } from "./routing/routes.ts";

/**
 * The API as a router for an application that exists: it answers below its prefix and lets everything else pass. Addresses
 * are those that the application takes for its callers' (`trust proxy`).
 */
export function createQueryApi(given: QueryApiDeps): Router {
  const deps = { ...given, auditor: given.auditor ?? ownAuditor(given) };
  const limits = createLimiters(deps.limits);
  const api = express.Router();
  api.use(...openers(deps), ...guards(deps));
  mountRoutes(api, ROUTES.filter(isPublic), { deps, limits });
  api.use(requirePrincipal({ authenticate: deps.authenticate, limits }), limits.requests, boundInFlight());
  mountRoutes(
    api,
    ROUTES.filter((route) => !isPublic(route)),
    { deps, limits },
  );
  api.use(...closers(deps));
  const router = express.Router();
  router.use(API_PREFIX, api);
  return router;
}

/** The API as an application of its own, for a server that serves nothing else. */
export function createQueryApp(given: QueryApiDeps): Express {
  const deps = { ...given, auditor: given.auditor ?? ownAuditor(given) };
  const app = express();
  app.disable("x-powered-by");
  app.use(createQueryApi(deps), ...openers(deps), ...guards(deps), ...closers(deps));
  return app;
}

/** What every request gets, whatever becomes of it. */
function openers(deps: QueryApiDeps): RequestHandler[] {
  return [nameRequests(), logAccess(deps), secureHeaders()];
}

/** What refuses requests whoever sends them. */
function guards({ allowedHosts }: QueryApiDeps): RequestHandler[] {
  return [guardHeaders(), guardHost(allowedHosts), guardOrigin(allowedHosts), guardFetchSite(), guardCookies()];
}

function closers(deps: QueryApiDeps): [RequestHandler, ErrorRequestHandler] {
  return [notFound, problemWriter({ ...deps, paths: PATHS })];
}

function ownAuditor(deps: QueryApiDeps): Auditor {
  return createAuditor({
    admin: deps.admin,
    nowMs: () => deps.nowMs(),
    onFailure: (error) => deps.onFailure({ method: "POST", path: "audit", error }),
  });
}

const PATHS = [...new Set(ROUTES.map(({ path }) => path))];

const isPublic = ({ access }: Route): boolean => access === "public";

/** Which paths there are is told to who has a key: outside the prefix nobody is asked for one. */
const notFound: RequestHandler = (request) => {
  const paths = PATHS.map((path) => path.replace(":id", "{id}").slice(1)).join(", ");
  const fix =
    principalOf(request) === undefined
      ? `The API is below ${API_PREFIX}/.`
      : `Below ${API_PREFIX}/ there are: ${paths}.`;
  throw new ApiProblem({ kind: "not_found", detail: "There is nothing at this path.", fix });
};

/** Helmet's headers without HSTS: the server itself speaks plain HTTP; who ends TLS in front of it decides. */
function secureHeaders(): RequestHandler {
  const nothing = ["'none'"];
  return helmet({
    strictTransportSecurity: false,
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: nothing, frameAncestors: nothing } },
    xFrameOptions: { action: "deny" },
  });
}
