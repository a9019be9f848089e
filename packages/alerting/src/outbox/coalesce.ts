import { hashOf } from "../model/labels.ts";
import { MAX_ALERTS_PER_MESSAGE, type Notification, type NotificationPart } from "../model/notification.ts";
import { mergeMessages, newsOf } from "./merge-messages.ts";
import { partsOf, withParts } from "./row.ts";

/** Whether a channel was told that an alert fires, and not yet that it is over. */
export type Told = (groupKey: string, alertId: string) => boolean;

/**
 * One row for two of a channel that were not delivered: the id of the newer one, the place in the queue and the attempts of
 * the older one. A firing whose alerts are over by now becomes "fired and resolved".
 */
export function coalesce(older: Notification, newer: Notification, told: Told): Notification {
  const parts = mergeParts(partsOf(older), partsOf(newer));
  const row = withParts(newer, parts);
  const { firing, resolved } = row;
  const knows = parts.some((part) => part.resolved.some((id) => told(part.groupKey, id)));
  const message = mergeMessages(older, newer, { firing, resolved, groups: parts.length, told: knows });
  const lastError = newer.lastError ?? older.lastError;
  const tried = [...new Set([...(older.tried ?? []), ...(newer.tried ?? [])])];
  return {
    ...row,
    message,
    state: "waiting",
    createdMs: Math.min(older.createdMs, newer.createdMs),
    deadlineMs: Math.max(older.deadlineMs, newer.deadlineMs),
    attempts: Math.max(older.attempts, newer.attempts),
    nextAttemptMs:
      older.attempts > 0
        ? Math.max(older.nextAttemptMs, newer.nextAttemptMs)
        : Math.min(older.nextAttemptMs, newer.nextAttemptMs),
    maybeRepeated: false,
    ...(lastError === undefined ? {} : { lastError }),
    ...(tried.length === 0 ? {} : { tried }),
  };
}

/** Whether one message has room for the names of all alerts of which either brings news. */
export function canNameAll(older: Notification, newer: Notification): boolean {
  return newer.message.alerts.length + newsOf(older, newer).length <= MAX_ALERTS_PER_MESSAGE;
}

/**
 * What is left to tell of `older` where both do not fit into one message: not what is over by now, and not what the newer one
 * names. Undefined: nothing. Another content has another id.
 */
export function without(older: Notification, newer: Notification): Notification | undefined {
  const named = new Set(newer.message.alerts.map((alert) => alert.id));
  const firing = new Set([...newer.firing, ...newer.resolved].filter((id) => named.has(id)));
  for (const id of newer.resolved) firing.add(id);
  const parts = partsOf(older)
    .map((part) => ({
      ...part,
      firing: part.firing.filter((id) => !firing.has(id)),
      resolved: part.resolved.filter((id) => !named.has(id)),
    }))
    .filter((part) => part.firing.length + part.resolved.length > 0);
  if (parts.length === 0) return undefined;
  const row = withParts(older, parts);
  const before = new Set([...older.firing, ...older.resolved]);
  if (row.firing.length + row.resolved.length === before.size) return older;
  const left = new Set([...row.firing, ...row.resolved]);
  const alerts = older.message.alerts.filter((alert) => left.has(alert.id) || !before.has(alert.id));
  const status = row.firing.length > 0 ? "firing" : "resolved";
  return {
    ...row,
    id: hashOf(`${older.id}\u{0}${newer.id}`),
    state: "waiting",
    message: { ...older.message, alerts, status },
  };
}

/** One message for several groups. */
export function digestOf(rows: readonly [Notification, ...Notification[]], told: Told): Notification {
  const [first, ...rest] = rows;
  const merged = rest.reduce((older, newer) => coalesce(older, newer, told), first);
  return { ...merged, id: hashOf(`digest\u{0}${rows.map((row) => row.id).join("\u{0}")}`) };
}

function mergeParts(older: readonly NotificationPart[], newer: readonly NotificationPart[]): NotificationPart[] {
  const parts = new Map(older.map((part) => [part.groupKey, part]));
  for (const part of newer) {
    const before = parts.get(part.groupKey);
    parts.set(part.groupKey, before === undefined ? part : mergePart(before, part));
  }
  return [...parts.values()];
}

function mergePart(older: NotificationPart, newer: NotificationPart): NotificationPart {
  const over = new Set(newer.resolved);
  const again = new Set(newer.firing);
  return {
    groupKey: newer.groupKey,
    firing: [...older.firing.filter((id) => !over.has(id) && !again.has(id)), ...newer.firing],
    resolved: [...older.resolved.filter((id) => !over.has(id) && !again.has(id)), ...newer.resolved],
  };
}
