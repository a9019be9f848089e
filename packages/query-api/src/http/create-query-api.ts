import express from "express";
import type { Express, RequestHandler, Response, Router } from "express";
import helmet from "helmet";

import { API_PREFIX } from "../model/api-path.ts";
import { ApiProblem } from "./api-problem.ts";
import type { QueryApiDeps } from "./deps.ts";
import { guardHost, guardOrigin } from "./guard-browser.ts";
import { requestQuery } from "./request-path.ts";
import { requirePrincipal } from "./require-principal.ts";
import type { Route, RouteReply } from "./route.ts";
import { healthRoutes } from "./routes/health.ts";
import { jobsRoutes } from "./routes/jobs.ts";
import { runsRoutes } from "./routes/runs.ts";
import { slotsRoutes } from "./routes/slots.ts";
import { statusRoutes } from "./routes/status.ts";
import { problemWriter } from "./write-problem.ts";

const ROUTES: readonly Route[] = [...statusRoutes, ...jobsRoutes, ...runsRoutes, ...slotsRoutes, ...healthRoutes];

const ALLOW = "GET, HEAD, OPTIONS";

/** The API as a router for an application that exists: it answers below its prefix and lets everything else pass. */
export function createQueryApi(deps: QueryApiDeps): Router {
  const api = express.Router();
  api.use(secureHeaders(), guardHost(deps.allowedHosts), guardOrigin(deps.allowedHosts));
  for (const route of ROUTES.filter(({ access }) => access === "public")) mount(api, route, deps);
  api.use(requirePrincipal(deps.authenticate));
  for (const route of ROUTES.filter(({ access }) => access === "admin")) mount(api, route, deps);
  api.use(notFound);
  api.use(problemWriter(deps));
  const router = express.Router();
  router.use(API_PREFIX, api);
  return router;
}

/** The API as an application of its own, for a server that serves nothing else. */
export function createQueryApp(deps: QueryApiDeps): Express {
  const app = express();
  app.disable("x-powered-by");
  app.use(createQueryApi(deps), secureHeaders(), notFound, problemWriter(deps));
  return app;
}

function mount(api: Router, route: Route, deps: QueryApiDeps): void {
  const handler: RequestHandler<{ id?: string }> = (request, response) => {
    const asked = route.reply(deps, { query: requestQuery(request), id: request.params.id ?? "" });
    // Express passes a rejection on to the error handler.
    return asked.then((reply) => sendReply(response, reply));
  };
  api
    .route(route.path)
    .get(handler)
    .options((_request, response) => void response.set("Allow", ALLOW).status(204).end())
    .all(refuseMethod);
}

function sendReply(response: Response, { status = 200, body }: RouteReply): void {
  response.status(status).set("Cache-Control", "private, no-cache").type("application/json");
  response.send(JSON.stringify(body));
}

const refuseMethod: RequestHandler = () => {
  const headers = { Allow: ALLOW };
  throw new ApiProblem({ kind: "method_not_allowed", detail: "This resource is read only.", fix: "Use GET.", headers });
};

const notFound: RequestHandler = () => {
  const paths = ROUTES.map(({ path }) => path.replace(":id", "{id}").slice(1)).join(", ");
  throw new ApiProblem({
    kind: "not_found",
    detail: "There is nothing at this path.",
    fix: `Below ${API_PREFIX}/ there are: ${paths}.`,
  });
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
