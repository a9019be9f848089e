import type { Alert } from "../model/alert.ts";
import type { AlertGroup } from "../model/routing.ts";
import { isActive } from "./alert-lookup.ts";
import type { GroupRegister } from "./group-register.ts";
import type { GroupState } from "./group-state.ts";

/** An alert that belongs to other groups than before, as the configuration is another one. */
export interface GroupMove {
  /** The alert; and earlier episodes of it whose ends the group owes together with its own. */
  readonly alertIds: readonly string[];
  readonly from: string;
  /** Groups that it was not in before. */
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
  return stored.flatMap(({ key: from, alerts: members, tookOver }) =>
    members.flatMap((id) => {
      const alert = alerts.get(id);
      if (alert === undefined || !isActive(alert)) return [];
      const right = [...register.groupsOf(id)].filter((state) => belongs(state, id));
      if (right.some(({ key }) => key === from)) return [];
      const to = right.filter(({ key }) => before.get(id)?.has(key) !== true);
      return to.length === 0 ? [] : [{ alertIds: [id, ...(tookOver?.[id] ?? [])], from, to }];
    }),
  );
}

/** A member that is not only kept to be told the end. */
function belongs(state: GroupState, id: string): boolean {
  return !state.retired && state.members.has(id) && !state.moved.has(id);
}
