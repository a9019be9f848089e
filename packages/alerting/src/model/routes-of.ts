import type { Route } from "./routing.ts";

/** A route and all below it, depth first. */
export function routesOf(route: Route): readonly Route[] {
  return [route, ...route.routes.flatMap(routesOf)];
}
