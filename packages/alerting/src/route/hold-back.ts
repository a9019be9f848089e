import type { Alert, AlertEvent } from "../model/alert.ts";
import type { Route } from "../model/routing.ts";
import type { Inhibitor } from "./inhibitor.ts";
import { alertTitle } from "./route-tree.ts";
import type { Silencer } from "./silencer.ts";
import type { TimeIntervals } from "./time-intervals.ts";

/** Why an alert is not told at the moment. */
export interface HoldBack {
  readonly kind: HoldBackKind;
  /** Of the inhibit rule, time interval, silence, route or incident that does it. */
  readonly name: string;
  readonly detail: string;
}

/** Those that histories know by themselves, and those that only an explanation mentions. */
export type HoldBackKind =
  | Extract<
      AlertEvent["kind"],
      "inhibited" | "muted" | "silenced" | "throttled" | "acknowledged" | "snoozed" | "not_told"
    >
  | "waiting"
  | "stale"
  | "moved";

export interface Suppressors {
  readonly inhibitor: Inhibitor;
  readonly intervals: TimeIntervals;
  readonly silencer: Silencer;
  readonly alert: (id: string) => Alert | undefined;
}

/** Reads the route once, then each of its alerts: inhibition, active times, mute times, silences; the first that applies. */
export function suppressionAt(
  suppressors: Suppressors,
  route: Route,
  nowMs: number,
): (alert: Alert) => HoldBack | undefined {
  const closed = closedBy(suppressors.intervals, route, nowMs);
  return (alert) => inhibitedBy(suppressors, alert) ?? closed ?? silencedBy(suppressors.silencer, alert, nowMs);
}

function inhibitedBy({ inhibitor, alert: find }: Suppressors, alert: Alert): HoldBack | undefined {
  const inhibition = inhibitor.inhibits(alert);
  if (inhibition === undefined) return undefined;
  const source = find(inhibition.source);
  const title = source === undefined ? "another alert" : alertTitle(source.labels);
  return {
    kind: "inhibited",
    name: inhibition.rule,
    detail: `inhibited by ${title} (${inhibition.source}), rule "${inhibition.rule}"`,
  };
}

function closedBy(intervals: TimeIntervals, route: Route, nowMs: number): HoldBack | undefined {
  const active = route.activeTimeIntervals;
  if (active.length > 0 && !active.some((name) => intervals.contains(name, nowMs))) {
    const name = active.join(", ");
    return { kind: "muted", name, detail: `outside of the active times "${name}"` };
  }
  const mute = route.muteTimeIntervals.find((name) => intervals.contains(name, nowMs));
  return mute === undefined ? undefined : { kind: "muted", name: mute, detail: `within the mute times "${mute}"` };
}

function silencedBy(silencer: Silencer, alert: Alert, nowMs: number): HoldBack | undefined {
  const silence = silencer.hides(alert, nowMs);
  if (silence === undefined) return undefined;
  const end = new Date(silence.endsAtMs).toISOString();
  return {
    kind: "silenced",
    name: silence.id,
    detail: `silenced by ${silence.createdBy} until ${end}: ${silence.comment}`,
  };
}
