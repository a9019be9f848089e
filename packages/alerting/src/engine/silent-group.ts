import type { Explanation } from "../model/alerting.ts";
import type { Router } from "../route/router.ts";

type HoldBackKind = NonNullable<Explanation["groups"][number]["heldBackBy"]>["kind"];

/** Alerts of a group that are looked at: each look is at all of the group. */
const LOOKED_AT = 20;

const SILENT: ReadonlySet<HoldBackKind> = new Set(["silenced", "muted", "inhibited"]);

/** Whether nobody is to hear of a group's alerts at present: its incident waits for the end of that, too. */
export function isSilent(
  router: Pick<Router, "explain">,
  group: { readonly groupKey: string; readonly alertIds: readonly string[] },
  nowMs: number,
): boolean {
  const ids = group.alertIds.slice(0, LOOKED_AT);
  return ids.length > 0 && ids.every((id) => isHidden(router.explain(id, nowMs), group.groupKey));
}

function isHidden(explanation: Explanation | undefined, groupKey: string): boolean {
  const kind = explanation?.groups.find((group) => group.groupKey === groupKey)?.heldBackBy?.kind;
  return kind !== undefined && SILENT.has(kind);
}
