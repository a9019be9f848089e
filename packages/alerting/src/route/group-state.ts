import type { Alert } from "../model/alert.ts";
import type { Labels } from "../model/labels.ts";
import type { AlertGroup, Route } from "../model/routing.ts";

/** An {@link AlertGroup} while it is worked on: sets instead of lists. What is emitted is a copy. */
export interface GroupState {
  readonly key: string;
  readonly route: Route;
  /** That of the route, unless the route is gone: then whom it told before. */
  readonly receiver: string;
  readonly labels: Labels;
  readonly createdMs: number;
  readonly members: Set<string>;
  /** Members that were told as firing; their resolve is owed. */
  readonly told: Set<string>;
  /** The member of an alert key: an alert that fires anew takes the place of its last episode. */
  readonly byAlertKey: Map<string, string>;
  readonly reasons: Map<string, string>;
  readonly tookOver: Map<string, readonly string[]>;
  /** Tells what it owes and takes no alert in: its route is not in the configuration any more. */
  readonly retired: boolean;
  /** Members that belong elsewhere by now: they stay until this receiver has heard that they are over. */
  readonly moved: Set<string>;
  nextFlushMs: number;
  waiting: boolean;
  toldResolved: readonly string[];
  lastToldMs: number | undefined;
  sequence: number;
  toldTimes: readonly number[];
  heldBack: number;
}

export interface NewGroup {
  readonly key: string;
  readonly route: Route;
  readonly labels: Labels;
  readonly nowMs: number;
}

export function newGroup({ key, route, labels, nowMs }: NewGroup): GroupState {
  return {
    key,
    route,
    receiver: route.receiver,
    labels,
    createdMs: nowMs,
    members: new Set(),
    told: new Set(),
    byAlertKey: new Map(),
    reasons: new Map(),
    tookOver: new Map(),
    retired: false,
    moved: new Set(),
    nextFlushMs: nowMs,
    waiting: true,
    toldResolved: [],
    lastToldMs: undefined,
    sequence: 0,
    toldTimes: [],
    heldBack: 0,
  };
}

/** A stored group; members whose alert is not known any more have nothing left to tell. */
export function restoreGroup(
  group: AlertGroup,
  { route, retired, alerts }: { route: Route; retired: boolean; alerts: ReadonlyMap<string, Alert> },
): GroupState {
  const byAlertKey = new Map<string, string>();
  for (const id of group.alerts) {
    const alert = alerts.get(id);
    if (alert !== undefined) byAlertKey.set(alert.key, id);
  }
  const known = new Set(byAlertKey.values());
  return {
    key: group.key,
    route,
    receiver: group.receiver,
    labels: group.labels,
    createdMs: group.createdMs,
    members: known,
    told: new Set(group.toldFiring.filter((id) => known.has(id))),
    byAlertKey,
    reasons: new Map(Object.entries(group.reasons ?? {})),
    tookOver: new Map(Object.entries(group.tookOver ?? {})),
    retired,
    moved: new Set(),
    nextFlushMs: group.nextFlushMs,
    waiting: group.waiting ?? false,
    toldResolved: group.toldResolved,
    lastToldMs: group.lastToldMs,
    sequence: group.sequence,
    toldTimes: group.toldTimes,
    heldBack: group.heldBack,
  };
}

export function storedGroup(state: GroupState): AlertGroup {
  return {
    key: state.key,
    routeId: state.route.id,
    receiver: state.receiver,
    labels: state.labels,
    alerts: [...state.members],
    nextFlushMs: state.nextFlushMs,
    createdMs: state.createdMs,
    toldFiring: [...state.told],
    toldResolved: state.toldResolved,
    ...(state.lastToldMs === undefined ? {} : { lastToldMs: state.lastToldMs }),
    sequence: state.sequence,
    toldTimes: state.toldTimes,
    heldBack: state.heldBack,
    ...(state.waiting ? { waiting: true } : {}),
    ...(state.reasons.size === 0 ? {} : { reasons: Object.fromEntries(state.reasons) }),
    ...(state.tookOver.size === 0 ? {} : { tookOver: Object.fromEntries(state.tookOver) }),
  };
}

/**
 * Takes back a time of the next look that is further away than any timer of the route reaches: the clock was set back, or the
 * configuration has shorter times now. Returns whether it was.
 */
export function drawNear(state: GroupState, nowMs: number): boolean {
  const { groupWaitMs, groupIntervalMs, throttle } = state.route;
  const resting = Math.max(groupIntervalMs, throttle?.perMs ?? 0);
  const reach = state.members.size === 0 ? resting : state.waiting ? groupWaitMs : groupIntervalMs;
  const tooFar = state.nextFlushMs > nowMs + reach;
  if (tooFar) state.nextFlushMs = nowMs + reach;
  // What was told in the future would hold back repeats until then.
  if (state.lastToldMs !== undefined && state.lastToldMs > nowMs) state.lastToldMs = nowMs;
  state.toldTimes = state.toldTimes.map((ms) => Math.min(ms, nowMs));
  return tooFar;
}

/**
 * Takes an alert in. A group that was empty waits for others to join, like a new one, unless the alert has fired for longer
 * than that already.
 */
export function joinGroup(state: GroupState, alert: Alert, nowMs: number): void {
  const before = state.byAlertKey.get(alert.key);
  if (before !== undefined && before !== alert.id) takeOver(state, before, alert.id);
  if (state.members.size === 0) {
    state.waiting = true;
    state.nextFlushMs = nowMs + state.route.groupWaitMs;
  }
  state.members.add(alert.id);
  state.byAlertKey.set(alert.key, alert.id);
  const firedMs = alert.firedAtMs ?? alert.activeAtMs;
  if (state.waiting && firedMs + state.route.groupWaitMs < nowMs)
    state.nextFlushMs = Math.min(state.nextFlushMs, nowMs);
}

/** Episodes of one alert whose ends are owed together: one more for each repeat that falls between two of them. */
const MAX_TAKEN_OVER = 20;

/** For those who were told of the last episode and not of its end, the alert has never stopped firing. */
function takeOver(state: GroupState, before: string, id: string): void {
  const taken = state.tookOver.get(before) ?? [];
  if (state.told.delete(before)) {
    state.told.add(id);
    state.tookOver.set(id, [...taken, before].slice(-MAX_TAKEN_OVER));
  }
  state.tookOver.delete(before);
  state.members.delete(before);
  state.reasons.delete(before);
  state.moved.delete(before);
}

export function leaveGroup(state: GroupState, alert: Alert): void {
  state.members.delete(alert.id);
  state.told.delete(alert.id);
  state.reasons.delete(alert.id);
  state.moved.delete(alert.id);
  state.tookOver.delete(alert.id);
  if (state.byAlertKey.get(alert.key) === alert.id) state.byAlertKey.delete(alert.key);
}
