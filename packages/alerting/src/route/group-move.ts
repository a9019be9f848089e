import type { Alert } from "../model/alert.ts";
import type { AlertGroup } from "../model/routing.ts";
import { isActive } from "./alert-lookup.ts";
import type { GroupRegister } from "./group-register.ts";
import type { GroupState } from "./group-state.ts";
import { retiredKeyOf } from "./restore-groups.ts";

/** An alert that belongs to other groups than before, as the configuration is another one. */
export interface GroupMove {
  /** The alert; and earlier episodes of it whose ends the group owes together with its own. */
  readonly alertIds: readonly string[];
  readonly from: string;
  /** Groups from which those who were told of it hear of its end. */
  readonly enders: readonly string[];
  /** Groups that it was not in before; none where another receiver's group has the same key. */
  readonly to: readonly Pick<AlertGroup, "key" | "labels" | "receiver">[];
}

/** What changed between the groups that were stored and those that there are now. */
export function movesOf(
  stored: readonly AlertGroup[],
  alerts: ReadonlyMap<string, Alert>,
  register: GroupRegister,
): readonly GroupMove[] {
  const before = new Map<string, Set<string>>();
  for (const { key, alerts: members } of stored) {
    for (const id of members) before.set(id, (before.get(id) ?? new Set()).add(key));
  }
  return stored.flatMap((group) =>
    group.alerts.flatMap((id) => {
      const alert = alerts.get(id);
      if (alert === undefined || !isActive(alert)) return [];
      const here = [...register.groupsOf(id)];
      const right = here.filter((state) => belongs(state, id));
      const isIn = right.some(({ key }) => key === group.key);
      const to = isIn ? [] : right.filter(({ key }) => before.get(id)?.has(key) !== true);
      const keeper = keeperOf(group, here, id);
      const enders = keeper === undefined ? to.map(({ key }) => key) : [keeper];
      if (enders.length === 0) return [];
      return [{ alertIds: [id, ...(group.tookOver?.[id] ?? [])], from: group.key, to, enders }];
    }),
  );
}

/** Where the group goes on, under its key or another, for the sake of the alert's end alone. */
function keeperOf(group: AlertGroup, here: readonly GroupState[], id: string): string | undefined {
  const keys = [group.key, retiredKeyOf(group)];
  return here.find((state) => keys.includes(state.key) && !belongs(state, id))?.key;
}

/** A member that is not only kept to be told the end. */
function belongs(state: GroupState, id: string): boolean {
  return !state.retired && state.members.has(id) && !state.moved.has(id);
}
