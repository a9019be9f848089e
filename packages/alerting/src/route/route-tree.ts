import { LABEL_ALERTNAME, type Labels } from "../model/labels.ts";
import type { Route } from "../model/routing.ts";
import { compileMatchers, type CompiledMatchers } from "../rules/matching/compile-matchers.ts";

export interface RouteTree {
  /** Routes that an alert with these labels is told by, in order of the tree: at least one. */
  match(labels: Labels): readonly Route[];
  /** Every node by its id. */
  readonly routes: ReadonlyMap<string, Route>;
}

interface Node {
  readonly route: Route;
  readonly matches: CompiledMatchers;
  readonly children: readonly Node[];
}

/** Depth first; of the children the first that matches takes the alert, and those behind it only if it says `continue`. */
export function compileRouteTree(root: Route): RouteTree {
  const routes = new Map<string, Route>();
  const tree = compile(root, routes);
  return {
    routes,
    match: (labels) => {
      const matched: Route[] = [];
      // The root catches all, whatever its matchers say.
      collect(tree, (name) => labels[name] ?? "", matched);
      return matched;
    },
  };
}

function compile(route: Route, routes: Map<string, Route>): Node {
  routes.set(route.id, route);
  return {
    route,
    matches: compileMatchers(route.matchers),
    children: route.routes.map((child) => compile(child, routes)),
  };
}

function collect(node: Node, lookup: (name: string) => string, matched: Route[]): void {
  const before = matched.length;
  for (const child of node.children) {
    if (!child.matches(lookup)) continue;
    collect(child, lookup, matched);
    if (!child.route.continue) break;
  }
  if (matched.length === before) matched.push(node.route);
}

/** Labels of the group that an alert belongs to in a route. An absent label is none. */
export function groupLabelsOf(route: Route, labels: Labels): Labels {
  const names = route.groupBy === "all" ? Object.keys(labels) : route.groupBy;
  const grouped: Record<string, string> = {};
  for (const name of names.toSorted()) {
    const value = labels[name];
    if (value !== undefined && value !== "") grouped[name] = value;
  }
  return grouped;
}

/** As Alertmanager writes it: `{}/{severity="critical"}:{alertname="X", job_name="y"}`. */
export function groupKeyOf(route: Route, groupLabels: Labels): string {
  return `${route.id}:${labelsText(groupLabels)}`;
}

function labelsText(labels: Labels): string {
  const names = Object.keys(labels).toSorted();
  return `{${names.map((name) => `${name}=${JSON.stringify(labels[name] ?? "")}`).join(", ")}}`;
}

/** For sentences: the alert's name with what tells it from others of its rule. */
export function alertTitle(labels: Labels): string {
  const job = labels["job_name"] ?? labels["service_name"];
  const name = labels[LABEL_ALERTNAME] ?? "alert";
  return job === undefined || job === "" ? name : `${name} of ${job}`;
}
