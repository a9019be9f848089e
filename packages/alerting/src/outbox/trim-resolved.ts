import type { Notification } from "../model/notification.ts";
import { partsOf, withParts } from "./row.ts";

/**
 * For a channel that wants no resolves: the row without the ends that `isKnown` says are no news to it. Undefined: nothing is
 * left to tell.
 */
export function trimResolved(
  row: Notification,
  isKnown: (groupKey: string, alertId: string) => boolean,
): Notification | undefined {
  const gone = new Set<string>();
  const parts = partsOf(row).map((part) => ({
    ...part,
    resolved: part.resolved.filter((id) => {
      const known = isKnown(part.groupKey, id);
      if (known) gone.add(id);
      return !known;
    }),
  }));
  const left = parts.filter((part) => part.firing.length + part.resolved.length > 0);
  if (left.length === 0) return undefined;
  if (gone.size === 0) return row;
  const alerts = row.message.alerts.filter((alert) => !gone.has(alert.id));
  const trimmed = withParts(row, left);
  // What is left was not told yet.
  const reason = trimmed.firing.length > 0 ? row.message.reason : "fired_and_resolved";
  return { ...trimmed, message: { ...row.message, alerts, reason } };
}
