import type { Alert, AlertEvent } from "../model/alert.ts";
import type { Intent } from "../model/notification.ts";
import { buildIntents } from "./build-intents.ts";
import { decide, intervalOf, news, recentlyTold, type Decision } from "./decide.ts";
import { leaveGroup, type GroupState } from "./group-state.ts";
import { suppressionAt, type HoldBack, type Suppressors } from "./hold-back.ts";
import { surveyGroup, type Survey } from "./survey.ts";

export interface LookPorts {
  readonly suppressors: Suppressors;
  readonly publicUrl: string | undefined;
  readonly current: (alert: Alert) => Alert;
  readonly isHeldByIncident: (groupKey: string) => "acknowledged" | "snoozed" | undefined;
  readonly event: (event: AlertEvent) => void;
}

/** What a look finds; nothing changes by it. */
export interface Finding {
  readonly survey: Survey;
  readonly decision: Decision;
  /** Why members are not told, by alert id. */
  readonly heldBack: ReadonlyMap<string, HoldBack>;
}

export function inspectGroup(state: GroupState, ports: LookPorts, nowMs: number): Finding {
  const { suppressors } = ports;
  const survey = surveyGroup(state, {
    nowMs,
    alert: suppressors.alert,
    suppression: suppressionAt(suppressors, state.route, nowMs),
  });
  const decision = decide(state, survey, { nowMs, heldBy: ports.isHeldByIncident(state.key) });
  const heldBack = new Map(survey.heldBack);
  const hold = holdOf(decision, state);
  if (hold !== undefined) {
    const concerned = decision.kind === "throttled" ? news(survey) : survey.stillFiring;
    for (const alert of concerned) heldBack.set(alert.id, hold);
  }
  return { survey, decision, heldBack };
}

/** Looks at the group as of now, once its time has come: whom to tell, and when to look next. */
export function lookAtGroup(state: GroupState, ports: LookPorts, nowMs: number): readonly Intent[] {
  scheduleNext(state, nowMs);
  const { survey, decision, heldBack } = inspectGroup(state, ports, nowMs);
  dismissUntold(state, survey.untold, { ports, nowMs });
  const newlyHeld = noteReasons(state, heldBack, { ports, nowMs });
  if (decision.kind === "throttled" && newlyHeld > 0) state.heldBack += 1;
  if (decision.kind !== "tell") return [];
  const firingLeft = survey.newlyFiring.length > 0 || state.told.size > survey.resolved.length;
  const intents = buildIntents(state, {
    survey,
    reason: decision.reason,
    firingLeft,
    nowMs,
    publicUrl: ports.publicUrl,
    current: ports.current,
  });
  settle(state, survey, { messages: intents.length, nowMs });
  return intents;
}

/** On the group's own grid, so that late looks do not add up; after an outage from now on. */
function scheduleNext(state: GroupState, nowMs: number): void {
  const interval = intervalOf(state.route);
  const late = nowMs - state.nextFlushMs;
  state.nextFlushMs = (late < interval ? state.nextFlushMs : nowMs) + interval;
  state.waiting = false;
}

interface Context {
  readonly ports: LookPorts;
  readonly nowMs: number;
}

function dismissUntold(state: GroupState, untold: readonly Alert[], { ports, nowMs }: Context): void {
  for (const alert of untold) {
    leaveGroup(state, alert);
    const detail = `${state.receiver} is not told: it was over before it could be told (group ${state.key})`;
    ports.event({ alertId: alert.id, atMs: nowMs, kind: "not_told", detail });
  }
}

/** Writes a reason to the alert's history when it becomes one. Returns how many did. */
function noteReasons(state: GroupState, heldBack: ReadonlyMap<string, HoldBack>, { ports, nowMs }: Context): number {
  let changed = 0;
  for (const id of state.reasons.keys()) if (!heldBack.has(id)) state.reasons.delete(id);
  for (const [id, hold] of heldBack) {
    const reason = `${hold.kind}:${hold.name}`;
    if (state.reasons.get(id) === reason) continue;
    state.reasons.set(id, reason);
    changed += 1;
    if (isEventKind(hold.kind)) {
      const detail = `${state.receiver} is not told: ${hold.detail}`;
      ports.event({ alertId: id, atMs: nowMs, kind: hold.kind, detail });
    }
  }
  return changed;
}

/** The lifecycle writes of stale alerts itself, and that something waits is no news. */
function isEventKind(kind: HoldBack["kind"]): kind is Exclude<HoldBack["kind"], "waiting" | "stale" | "moved"> {
  return kind !== "waiting" && kind !== "stale" && kind !== "moved";
}

function holdOf(decision: Decision, state: GroupState): HoldBack | undefined {
  switch (decision.kind) {
    case "held":
      return {
        kind: decision.by,
        name: state.key,
        detail: `no repeats: its incident is ${decision.by}`,
      };
    case "throttled":
      return {
        kind: "throttled",
        name: state.route.id,
        detail: `the route allows ${throttleText(state)}; it is told with the next one`,
      };
    case "tell":
    case "nothing":
      return undefined;
  }
}

function throttleText(state: GroupState): string {
  const { max, perMs } = state.route.throttle ?? { max: 0, perMs: 0 };
  return `${max} notifications of a group within ${perMs / 1000} s`;
}

/** The group after its notification: as of its decision, since from then on the outbox answers for it. */
function settle(
  state: GroupState,
  survey: Survey,
  { messages, nowMs }: { readonly messages: number; readonly nowMs: number },
): void {
  for (const alert of survey.newlyFiring) state.told.add(alert.id);
  const over = [...survey.resolved, ...survey.brief];
  for (const alert of over) leaveGroup(state, alert);
  state.toldResolved = over.map((alert) => alert.id);
  state.lastToldMs = nowMs;
  state.sequence += messages;
  state.toldTimes = state.route.throttle === undefined ? [] : [...recentlyTold(state, nowMs), nowMs];
  state.heldBack = 0;
}
