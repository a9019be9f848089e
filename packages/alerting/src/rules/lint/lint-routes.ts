import type { AlertingConfig } from "../../model/config.ts";
import type { Matcher } from "../../model/matcher.ts";
import { routesOf } from "../../model/routes-of.ts";
import type { Route } from "../../model/routing.ts";
import { formatDuration } from "../duration/parse-duration.ts";
import { formatMatchers } from "../matching/parse-matchers.ts";
import type { Finding } from "./finding.ts";

export function lintRoutes(config: AlertingConfig): readonly Finding[] {
  const slowest = Math.max(0, ...config.rules.map(({ intervalMs }) => intervalMs));
  return routesOf(config.route).flatMap((route) => {
    const subject = `route ${route.id}`;
    return [...lintIntervals(route, slowest), ...lintThrottle(route), ...lintChildren(route)].map((finding) => ({
      subject,
      ...finding,
    }));
  });
}

type RouteFinding = Omit<Finding, "subject"> & { readonly subject?: string };

function lintIntervals(route: Route, slowestMs: number): readonly RouteFinding[] {
  const { groupIntervalMs, repeatIntervalMs } = route;
  const findings: RouteFinding[] = [];
  if (groupIntervalMs < 2 * slowestMs) {
    findings.push({
      level: "warning",
      check: "group-interval-too-short",
      message: `groupInterval ${formatDuration(groupIntervalMs)} is less than two evaluations (${formatDuration(2 * slowestMs)}): a group is told before its other alerts can join it; write at least ${formatDuration(2 * slowestMs)}`,
    });
  }
  if (repeatIntervalMs < groupIntervalMs) {
    findings.push({
      level: "warning",
      check: "repeat-below-group-interval",
      message: `repeatInterval ${formatDuration(repeatIntervalMs)} is less than groupInterval ${formatDuration(groupIntervalMs)}, at which groups are looked at: it repeats every ${formatDuration(groupIntervalMs)}`,
    });
  } else if (repeatIntervalMs % groupIntervalMs !== 0) {
    const next = Math.ceil(repeatIntervalMs / groupIntervalMs) * groupIntervalMs;
    findings.push({
      level: "hint",
      check: "repeat-not-multiple",
      message: `repeatInterval ${formatDuration(repeatIntervalMs)} is no multiple of groupInterval ${formatDuration(groupIntervalMs)}: it repeats after ${formatDuration(next)}`,
    });
  }
  return findings;
}

function lintThrottle(route: Route): readonly RouteFinding[] {
  if (route.throttle === undefined || !canTakeCritical(route.matchers)) return [];
  const passed = route.routes.some(({ matchers, continue: goesOn }) => !goesOn && isOnlyCritical(matchers));
  if (passed) return [];
  return [
    {
      level: "warning",
      check: "throttled-critical",
      message: "its throttle holds back critical alerts, too: give them a route of their own in front, without one",
    },
  ];
}

function canTakeCritical(matchers: readonly Matcher[]): boolean {
  return matchers.every(
    ({ name, op, value }) =>
      name !== "severity" || (op === "=" ? value === "critical" : !(op === "!=" && value === "critical")),
  );
}

function isOnlyCritical(matchers: readonly Matcher[]): boolean {
  return (
    matchers.length === 1 &&
    matchers.every(({ name, op, value }) => name === "severity" && op === "=" && value === "critical")
  );
}

/** A route behind one that takes the same, or everything, is never reached. */
function lintChildren(parent: Route): readonly RouteFinding[] {
  const findings: RouteFinding[] = [];
  for (const [index, route] of parent.routes.entries()) {
    const before = parent.routes
      .slice(0, index)
      .find((other) => !other.continue && covers(other.matchers, route.matchers));
    if (before !== undefined) {
      findings.push({
        level: "warning",
        check: "unreachable-route",
        subject: `route ${route.id}`,
        message: `it is never reached: ${formatMatchers(before.matchers)} in front takes the same alerts; put it first, or give that one continue`,
      });
    }
  }
  return findings;
}

/** Whether all that the second select is selected by the first: as far as equal matchers tell. */
function covers(first: readonly Matcher[], second: readonly Matcher[]): boolean {
  return first.every((wanted) =>
    second.some(({ name, op, value }) => name === wanted.name && op === wanted.op && value === wanted.value),
  );
}
