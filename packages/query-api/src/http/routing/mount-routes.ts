import type { IRoute, Request, RequestHandler, Router } from "express";

import { authorize } from "../auth/authorize.ts";
import { callerOf } from "../auth/require-principal.ts";
import { stillAllowed } from "../auth/still-allowed.ts";
import type { QueryApiDeps } from "../deps.ts";
import type { Limiters } from "../guard/limits/rate-limits.ts";
import { ApiProblem } from "../reply/api-problem.ts";
import { ownTurn } from "../reply/own-turn.ts";
import { sendReply } from "../reply/send-reply.ts";
import { anonymousAddress } from "../request/anonymous-address.ts";
import { formBody, jsonBody, readBody } from "../request/read-body.ts";
import { requestIdOf } from "../request/request-id.ts";
import { requestQuery } from "../request/request-path.ts";
import type { RawRequest, Route, RouteReply } from "./route.ts";

type PathParams = Readonly<Record<string, string>>;
type Asked = Request<PathParams>;
type Handler = RequestHandler<PathParams>;

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
    // Every request of a key is counted before it gets here.
    const limited: readonly RequestHandler[] = route.limit === "requests" ? [] : [limits[route.limit]];
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
  const { accepts } = route;
  const body: readonly Handler[] = accepts === "nothing" ? [] : [readBody(accepts)];
  if (route.access === "public") return [...body, answer((request) => route.reply(deps, rawOf(route, request)))];
  const reply = (request: Asked): Promise<RouteReply> =>
    route.reply(deps, {
      ...rawOf(route, request),
      principal: callerOf(request),
      stillAllowed: stillAllowed(request, { authenticate: deps.authenticate, scope: route.access }),
    });
  return [authorize(route.access), ...body, answer(reply)];
}

function answer(reply: (request: Asked) => Promise<RouteReply>): Handler {
  // Express passes a rejection on to the error handler.
  return async (request, response) => {
    const made = await reply(request);
    await ownTurn();
    await sendReply(response, made);
  };
}

function rawOf({ accepts }: Route, request: Asked): RawRequest {
  const body: unknown = request.body;
  return {
    query: requestQuery(request),
    id: request.params["id"] ?? "",
    body: accepts === "json" ? jsonBody(body) : undefined,
    form: formBody(accepts === "form" ? body : undefined),
    requestId: requestIdOf(request),
    address: anonymousAddress(request.ip),
  };
}

function refuseMethod(allow: string): RequestHandler {
  return ({ method }) => {
    const detail = `This path does not take ${method}.`;
    throw new ApiProblem({ kind: "method_not_allowed", detail, fix: `Use ${allow}.`, headers: { Allow: allow } });
  };
}
