import type { Alert } from "../model/alert.ts";
import type { AlertingConfig } from "../model/config.ts";
import type { AlertGroup, Route } from "../model/routing.ts";
import { isActive } from "./alert-lookup.ts";
import type { GroupRegister } from "./group-register.ts";
import { leaveGroup, restoreGroup, type GroupState } from "./group-state.ts";
import { groupKeyOf, groupLabelsOf, type RouteTree } from "./route-tree.ts";

export interface RestoreContext {
  readonly config: AlertingConfig;
  readonly tree: RouteTree;
  readonly alerts: ReadonlyMap<string, Alert>;
}

/** A stored group as it goes on; undefined where its receiver does not exist any more, so that nobody is left to tell. */
export function reviveGroup(group: AlertGroup, { config, tree, alerts }: RestoreContext): GroupState | undefined {
  const route = tree.routes.get(group.routeId);
  if (route?.receiver === group.receiver) return restoreGroup(group, { route, retired: false, alerts });
  if (!config.receivers.some((receiver) => receiver.name === group.receiver)) return undefined;
  // Its place in the tree may belong to another receiver now: it must not stand in that one's way.
  const key = retiredKeyOf(group);
  const restored = restoreGroup({ ...group, key }, { route: retiredRoute(config.route, group), retired: true, alerts });
  return restored.members.size === 0 ? undefined : restored;
}

/** The key of a group that only tells what it owes. */
export function retiredKeyOf({ key, receiver }: Pick<AlertGroup, "key" | "receiver">): string {
  const mark = `@${receiver}`;
  return key.endsWith(mark) ? key : key + mark;
}

function retiredRoute(root: Route, group: AlertGroup): Route {
  return {
    ...root,
    id: group.routeId,
    receiver: group.receiver,
    muteTimeIntervals: [],
    activeTimeIntervals: [],
  };
}

/**
 * After a restart with another tree: each alert is where it belongs now. A receiver that was told keeps what it is owed: the
 * news that it is over, from the new group where that one tells the same receiver, from the old one otherwise. Returns the
 * groups that changed.
 */
export function reroute(
  alert: Alert,
  { tree, register, nowMs }: { readonly tree: RouteTree; readonly register: GroupRegister; readonly nowMs: number },
): readonly GroupState[] {
  if (!isActive(alert)) return [];
  const routes = tree.match(alert.labels);
  const right = new Set(routes.map((route) => groupKeyOf(route, groupLabelsOf(route, alert.labels))));
  const here = [...register.groupsOf(alert.id)];
  const wrong = here.filter((state) => state.retired || !right.has(state.key));
  if (wrong.length === 0 && here.length === right.size) return [];
  const targets = routes.map((route) => register.join(route, alert, nowMs).state);
  for (const state of wrong) move(alert, state, targets);
  for (const state of wrong) if (!state.members.has(alert.id)) register.unindex(alert.id, state);
  return [...targets, ...wrong];
}

function move(alert: Alert, from: GroupState, targets: readonly GroupState[]): void {
  if (!from.told.has(alert.id)) leaveGroup(from, alert);
  else {
    const heir = targets.find((state) => state.receiver === from.receiver);
    if (heir === undefined) from.moved.add(alert.id);
    else {
      heir.told.add(alert.id);
      const taken = [...(from.tookOver.get(alert.id) ?? []), ...(heir.tookOver.get(alert.id) ?? [])];
      if (taken.length > 0) heir.tookOver.set(alert.id, taken);
      heir.lastToldMs ??= from.lastToldMs;
      leaveGroup(from, alert);
    }
  }
}
