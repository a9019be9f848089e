import type { Alert } from "../model/alert.ts";
import type { Explanation } from "../model/alerting.ts";
import type { GroupState } from "./group-state.ts";
import type { HoldBack } from "./hold-back.ts";
import { inspectGroup, type LookPorts } from "./look-at-group.ts";

/** Why somebody was told of the alert or not, for one of its groups. The incident is for others to add. */
export function explainInGroup(
  state: GroupState,
  alert: Alert,
  { ports, nowMs }: { readonly ports: LookPorts; readonly nowMs: number },
): Explanation["groups"][number] {
  const heldBackBy = state.members.has(alert.id) ? heldBackNow(state, alert, { ports, nowMs }) : undefined;
  return {
    groupKey: state.key,
    receiver: state.receiver,
    told: toldText(state, alert.id),
    ...(state.lastToldMs === undefined ? {} : { lastToldMs: state.lastToldMs }),
    ...(heldBackBy === undefined ? {} : { heldBackBy }),
    nextLookMs: state.nextFlushMs,
  };
}

function toldText(state: GroupState, id: string): "firing" | "resolved" | "no" {
  if (state.told.has(id)) return "firing";
  return state.toldResolved.includes(id) ? "resolved" : "no";
}

function heldBackNow(
  state: GroupState,
  alert: Alert,
  { ports, nowMs }: { readonly ports: LookPorts; readonly nowMs: number },
): HoldBack | undefined {
  const hold = inspectGroup(state, ports, nowMs).heldBack.get(alert.id) ?? incidentHold(state, alert, ports);
  if (hold !== undefined) return hold;
  const owed = state.told.has(alert.id) === (alert.state === "resolved");
  return owed ? waitingHold(state) : undefined;
}

/** Somebody knows of it: true from then on, and not only when a repeat would be due. */
function incidentHold(state: GroupState, alert: Alert, ports: LookPorts): HoldBack | undefined {
  const by = state.told.has(alert.id) && alert.state !== "resolved" ? ports.isHeldByIncident(state.key) : undefined;
  return by === undefined ? undefined : { kind: by, name: state.key, detail: `no repeats: its incident is ${by}` };
}

function waitingHold(state: GroupState): HoldBack {
  const rest = state.waiting
    ? `others may join within the group wait of ${state.route.groupWaitMs / 1000} s`
    : `the group is looked at every ${state.route.groupIntervalMs / 1000} s`;
  return {
    kind: "waiting",
    name: state.route.id,
    detail: `looked at next at ${new Date(state.nextFlushMs).toISOString()}: ${rest}`,
  };
}
