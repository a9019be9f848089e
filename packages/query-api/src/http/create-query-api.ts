import express from "express";
import type { Express, RequestHandler, Router } from "express";
import helmet from "helmet";

import { API_PREFIX } from "../model/api-path.ts";
import { ApiProblem } from "./api-problem.ts";
import type { QueryApiDeps } from "./deps.ts";
import { guardFetchSite, guardHost, guardOrigin } from "./guard-browser.ts";
import { mountRoutes } from "./mount-routes.ts";
import { nameRequests } from "./request-id.ts";
import { requirePrincipal } from "./require-principal.ts";
import type { Route } from "./route.ts";
import { ROUTES } from "./routes.ts";
import { problemWriter } from "./write-problem.ts";

/** The API as a router for an application that exists: it answers below its prefix and lets everything else pass. */
export function createQueryApi(deps: QueryApiDeps): Router {
  const api = express.Router();
  api.use(
    nameRequests(),
    secureHeaders(),
    guardHost(deps.allowedHosts),
    guardOrigin(deps.allowedHosts),
    guardFetchSite(),
  );
  mountRoutes(api, ROUTES.filter(isPublic), deps);
  api.use(requirePrincipal(deps.authenticate));
  mountRoutes(
    api,
    ROUTES.filter((route) => !isPublic(route)),
    deps,
  );
  api.use(notFound);
  api.use(problemWriter(deps));
  const router = express.Router();
  router.use(API_PREFIX, api);
  return router;
}

const isPublic = ({ access }: Route): boolean => access === "public";

/** The API as an application of its own, for a server that serves nothing else. */
export function createQueryApp(deps: QueryApiDeps): Express {
  const app = express();
  app.disable("x-powered-by");
  app.use(createQueryApi(deps), secureHeaders(), notFound, problemWriter(deps));
  return app;
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
