import { labelName } from "../../model/labels.ts";
import type { Route } from "../../model/routing.ts";
import { MatcherError } from "../matching/matcher-error.ts";
import { formatMatchers } from "../matching/parse-matchers.ts";
import type { ParsedRoute } from "../schema/route-schema.ts";
import type { At } from "./at.ts";
import { lookUp } from "./look-up.ts";
import { resolveSelector } from "./resolve-selector.ts";

/** What routes may name. */
export interface RouteNames {
  readonly receivers: readonly string[];
  readonly timeIntervals: readonly string[];
  readonly escalations: readonly string[];
}

/** Alertmanager's defaults, and one group for each rule of a service. */
const ROOT: Omit<Route, "id" | "matchers" | "routes"> = {
  receiver: "default",
  continue: false,
  groupBy: ["deployment_environment_name", "service_namespace", "service_name", "alertname"],
  groupWaitMs: 30_000,
  groupIntervalMs: 300_000,
  repeatIntervalMs: 14_400_000,
  muteTimeIntervals: [],
  activeTimeIntervals: [],
};

export function resolveRootRoute(route: ParsedRoute, names: RouteNames, at: At): Route {
  if (route.match !== undefined)
    at.add(["match"], "does not go with the first route, which takes everything: leave it out");
  if (route.continue === true) at.add(["continue"], "does not go with the first route: leave it out");
  return resolveRoute(route, { parent: ROOT, names, id: "{}" }, at);
}

interface Place {
  readonly parent: Omit<Route, "id" | "matchers" | "routes">;
  readonly names: RouteNames;
  readonly id: string;
}

function resolveRoute(route: ParsedRoute, { parent, names, id }: Place, at: At): Route {
  checkNames(route, names, at);
  const own: Omit<Route, "id" | "matchers" | "routes"> = {
    ...inherited(route, parent),
    continue: route.continue ?? false,
    // As in Alertmanager, children of a muted route are not muted by it.
    muteTimeIntervals: route.muteTimeIntervals ?? [],
    activeTimeIntervals: route.activeTimeIntervals ?? [],
  };
  const matchers = id === "{}" ? [] : matchersOf(route, at);
  const seen = new Map<string, number>();
  const routes = (route.routes ?? []).map((child, index) => {
    const place = at.below("routes", index);
    const key = formatMatchers(matchersOf(child, place));
    const repeated = (seen.get(key) ?? 0) + 1;
    seen.set(key, repeated);
    return resolveRoute(child, { parent: own, names, id: `${id}/${key}${repeated > 1 ? `#${repeated}` : ""}` }, place);
  });
  return { id, ...own, matchers, routes };
}

/** What a route does not say it has from its parent. */
function inherited(route: ParsedRoute, parent: Place["parent"]): Place["parent"] {
  const escalation = route.escalation ?? parent.escalation;
  const throttle =
    route.throttle === undefined ? parent.throttle : { max: route.throttle.max, perMs: route.throttle.per };
  const { groupBy } = route;
  return {
    ...parent,
    receiver: route.receiver ?? parent.receiver,
    groupBy: groupBy === undefined ? parent.groupBy : groupBy === "all" ? "all" : groupBy.map(labelName),
    groupWaitMs: route.groupWait ?? parent.groupWaitMs,
    groupIntervalMs: route.groupInterval ?? parent.groupIntervalMs,
    repeatIntervalMs: route.repeatInterval ?? parent.repeatIntervalMs,
    ...(escalation === undefined ? {} : { escalation }),
    ...(throttle === undefined ? {} : { throttle }),
  };
}

/** Sorted, as Alertmanager sorts them: they are part of a group's key, whatever order they were written in. */
function matchersOf(route: ParsedRoute, at: At): Route["matchers"] {
  const matchers = at.below("match").try(() => resolveSelector(route.match, "labels"), MatcherError) ?? [];
  return matchers.toSorted((a, b) => compare(a.name, b.name) || compare(a.value, b.value) || compare(a.op, b.op));
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function checkNames(route: ParsedRoute, names: RouteNames, at: At): void {
  if (route.receiver !== undefined) {
    lookUp(route.receiver, { names: names.receivers, what: "receiver", at: at.below("receiver") });
  }
  if (route.escalation !== undefined) {
    lookUp(route.escalation, { names: names.escalations, what: "escalation", at: at.below("escalation") });
  }
  for (const field of ["muteTimeIntervals", "activeTimeIntervals"] as const) {
    for (const [index, name] of (route[field] ?? []).entries()) {
      lookUp(name, { names: names.timeIntervals, what: "time interval", at: at.below(field, index) });
    }
  }
}
