import type { Alert } from "../model/alert.ts";
import type { NotificationReason } from "../model/notification.ts";
import type { Route } from "../model/routing.ts";
import type { GroupState } from "./group-state.ts";
import type { Survey } from "./survey.ts";

export type Decision =
  | { readonly kind: "tell"; readonly reason: NotificationReason }
  | { readonly kind: "nothing" }
  /** A repeat is due, and somebody has said that they know. */
  | { readonly kind: "held"; readonly by: "acknowledged" | "snoozed" }
  | { readonly kind: "throttled" };

export interface DecisionContext {
  readonly nowMs: number;
  readonly heldBy: "acknowledged" | "snoozed" | undefined;
}

/**
 * Alertmanager's table: something new fires; something told is over; nothing is new and the repeat interval has passed. The
 * first that applies.
 */
export function decide(state: GroupState, survey: Survey, context: DecisionContext): Decision {
  const reason = reasonToTell(state, survey, context.nowMs);
  if (reason === undefined) return { kind: "nothing" };
  if (reason === "repeat" && context.heldBy !== undefined) return { kind: "held", by: context.heldBy };
  if (isThrottled(state, survey, context.nowMs)) return { kind: "throttled" };
  return { kind: "tell", reason };
}

function reasonToTell(state: GroupState, survey: Survey, nowMs: number): NotificationReason | undefined {
  if (survey.newlyFiring.length > 0) return "firing";
  if (survey.resolved.length > 0) return "resolved";
  if (survey.brief.length > 0) return "fired_and_resolved";
  const due = survey.stillFiring.length > 0 && isRepeatDue(state.route, state.lastToldMs ?? nowMs, nowMs);
  return due ? "repeat" : undefined;
}

/** From its first look on, a group is looked at once in this long at most; shorter times would keep a processor busy. */
const MIN_INTERVAL_MS = 100;

export function intervalOf(route: Route): number {
  return Math.max(route.groupIntervalMs, MIN_INTERVAL_MS);
}

/** The first multiple of the group interval that is longer than the repeat interval. */
export function effectiveRepeatMs(route: Route): number {
  const interval = intervalOf(route);
  return (Math.floor(route.repeatIntervalMs / interval) + 1) * interval;
}

/** Looks come at multiples of the interval; half of one is what a late look may shift them by. */
function isRepeatDue(route: Route, lastToldMs: number, nowMs: number): boolean {
  const passed = nowMs - lastToldMs;
  return passed > route.repeatIntervalMs && passed >= effectiveRepeatMs(route) - intervalOf(route) / 2;
}

function isThrottled(state: GroupState, survey: Survey, nowMs: number): boolean {
  const { throttle } = state.route;
  if (throttle === undefined || recentlyTold(state, nowMs).length < throttle.max) return false;
  return throttle.critical === true || ![...news(survey), ...survey.stillFiring].some(isCritical);
}

/** Times within the throttle's; those before have no effect any more. */
export function recentlyTold(state: GroupState, nowMs: number): readonly number[] {
  const { throttle } = state.route;
  return throttle === undefined ? [] : state.toldTimes.filter((ms) => ms > nowMs - throttle.perMs);
}

/** What a notification says that those before it did not. */
export function news(survey: Survey): readonly Alert[] {
  return [...survey.newlyFiring, ...survey.brief, ...survey.resolved];
}

function isCritical(alert: Alert): boolean {
  return alert.severity === "critical";
}
