import type { IRoute, RequestHandler, Router } from "express";

import { authorize } from "../auth/authorize.ts";
import { principalOf } from "../auth/require-principal.ts";
import type { QueryApiDeps } from "../deps.ts";
import { limitOf } from "../guard/limits/rate-limits.ts";
import type { Limiters } from "../guard/limits/rate-limits.ts";
import { ApiProblem } from "../reply/api-problem.ts";
import { sendReply } from "../reply/send-reply.ts";
import { anonymousAddress } from "../request/anonymous-address.ts";
import { formBody, jsonBody, readBody } from "../request/read-body.ts";
import { requestIdOf } from "../request/request-id.ts";
import { requestQuery } from "../request/request-path.ts";
import type { Route } from "./route.ts";

type Handler = RequestHandler<Readonly<Record<string, string>>>;

/** Has `api` answer these routes, and refuse the other methods of their paths. */
export function mountRoutes(api: Router, routes: readonly Route[], place: Place): void {
  for (const [path, ofPath] of Map.groupBy(routes, (route) => route.path)) mountPath(api.route(path), ofPath, place);
}

interface Place {
  readonly deps: QueryApiDeps;
  readonly limits: Limiters;
}

function mountPath(place: IRoute, routes: readonly Route[], { deps, limits }: Place): void {
  for (const route of routes) {
    const limit = limitOf(route);
    const limited: readonly RequestHandler[] = limit === undefined ? [] : [limits[limit]];
    const handlers = [...limited, ...handlersOf(route, deps)];
    // Express answers HEAD as GET.
    if (route.method === "GET") place.get(handlers);
    else if (route.method === "POST") place.post(handlers);
    else place.delete(handlers);
  }
  const methods = routes.map(({ method }) => (method === "GET" ? "GET, HEAD" : method));
  const allow = [...methods, "OPTIONS"].join(", ");
  place.options((_request, response) => void response.set("Allow", allow).status(204).end());
  place.all(refuseMethod(allow));
}

function handlersOf(route: Route, deps: QueryApiDeps): Handler[] {
  const { accepts, access } = route;
  const answer: Handler = async (request, response) => {
    const body: unknown = request.body;
    const raw = {
      query: requestQuery(request),
      id: request.params["id"] ?? "",
      body: accepts === "json" ? jsonBody(body) : undefined,
      form: formBody(accepts === "form" ? body : undefined),
      principal: principalOf(request),
      requestId: requestIdOf(request),
      address: anonymousAddress(request.ip),
    };
    // Express passes a rejection on to the error handler.
    await sendReply(response, await route.reply(deps, raw));
  };
  const admitted: Handler[] = access === "public" ? [] : [authorize(access)];
  return accepts === "nothing" ? [...admitted, answer] : [...admitted, readBody(accepts), answer];
}

function refuseMethod(allow: string): RequestHandler {
  return ({ method }) => {
    const detail = `This path does not take ${method}.`;
    throw new ApiProblem({ kind: "method_not_allowed", detail, fix: `Use ${allow}.`, headers: { Allow: allow } });
  };
}
