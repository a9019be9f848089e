import express from "express";
import type { Express, IRoute, RequestHandler, Response, Router } from "express";
import helmet from "helmet";

import { API_PREFIX } from "../model/api-path.ts";
import { ApiProblem } from "./api-problem.ts";
import type { QueryApiDeps } from "./deps.ts";
import { guardHost, guardOrigin } from "./guard-browser.ts";
import { bodyOf, readBody } from "./read-body.ts";
import { requestQuery } from "./request-path.ts";
import { principalOf, requirePrincipal } from "./require-principal.ts";
import type { Route, RouteReply } from "./route.ts";
import { ackRoutes } from "./routes/ack-page.ts";
import { alertsRoutes } from "./routes/alerts.ts";
import { healthRoutes } from "./routes/health.ts";
import { jobsRoutes } from "./routes/jobs.ts";
import { runsRoutes } from "./routes/runs.ts";
import { silencesRoutes } from "./routes/silences.ts";
import { slotsRoutes } from "./routes/slots.ts";
import { statusRoutes } from "./routes/status.ts";
import { problemWriter } from "./write-problem.ts";

/** In the order in which paths are tried: `alerts/suppress` before `alerts/{id}`. */
const ROUTES: readonly Route[] = [
  ...statusRoutes,
  ...jobsRoutes,
  ...runsRoutes,
  ...slotsRoutes,
  ...ackRoutes,
  ...silencesRoutes,
  ...alertsRoutes,
  ...healthRoutes,
];

/** The API as a router for an application that exists: it answers below its prefix and lets everything else pass. */
export function createQueryApi(deps: QueryApiDeps): Router {
  const api = express.Router();
  api.use(secureHeaders(), guardHost(deps.allowedHosts), guardOrigin(deps.allowedHosts));
  mountAll(api, "public", deps);
  api.use(requirePrincipal(deps.authenticate));
  mountAll(api, "admin", deps);
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

function mountAll(api: Router, access: Route["access"], deps: QueryApiDeps): void {
  const byPath = Map.groupBy(
    ROUTES.filter((route) => route.access === access),
    ({ path }) => path,
  );
  for (const [path, routes] of byPath) mount(api.route(path), routes, deps);
}

function mount(place: IRoute, routes: readonly Route[], deps: QueryApiDeps): void {
  for (const route of routes) {
    const handlers: RequestHandler<{ id?: string }>[] = [readBody(route.accepts), handlerOf(route, deps)];
    if (route.method === "GET") place.get(...handlers.slice(1));
    else if (route.method === "POST") place.post(...handlers);
    else place.delete(...handlers);
  }
  const methods = routes.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  const allow = [...methods, "OPTIONS"].join(", ");
  place.options((_request, response) => void response.set("Allow", allow).status(204).end());
  place.all(refuseMethod(methods, allow));
}

function handlerOf(route: Route, deps: QueryApiDeps): RequestHandler<{ id?: string }> {
  return async (request, response) => {
    const query = requestQuery(request);
    const body = bodyOf(request, route.accepts);
    const id = request.params.id ?? "";
    // Express passes a rejection on to the error handler.
    sendReply(response, await route.reply(deps, { query, id, body, principal: principalOf(request) }));
  };
}

function sendReply(response: Response, { status = 200, body, html }: RouteReply): void {
  response.status(status);
  if (html === undefined) {
    response.set("Cache-Control", "private, no-cache").type("application/json");
    response.send(JSON.stringify(body));
  } else {
    response.set({ ...PAGE_HEADERS }).type("text/html");
    response.send(html);
  }
}

/** A page with one form and its own style. Its form sends an Origin only if a referrer may be sent to this site. */
const PAGE_HEADERS = {
  "Cache-Control": "no-store",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "same-origin",
} as const;

function refuseMethod(methods: readonly string[], allow: string): RequestHandler {
  const detail =
    methods.includes("GET") && methods.length === 2 ? "This resource is read only." : "It takes other methods.";
  return () => {
    const fix = `Use ${methods.filter((method) => method !== "HEAD").join(" or ")}.`;
    throw new ApiProblem({ kind: "method_not_allowed", detail, fix, headers: { Allow: allow } });
  };
}

const notFound: RequestHandler = () => {
  const paths = [...new Set(ROUTES.map(({ path }) => path.replace(":id", "{id}").slice(1)))].join(", ");
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
