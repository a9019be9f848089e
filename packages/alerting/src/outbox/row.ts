import type { Channel } from "../model/channel.ts";
import { hashOf } from "../model/labels.ts";
import { DIGEST_GROUP, type Intent, type Notification, type NotificationPart } from "../model/notification.ts";
import type { OutboxLimits } from "./limits.ts";

/** What a message tells of each group. */
export function partsOf(row: Notification): readonly NotificationPart[] {
  return row.parts ?? [{ groupKey: row.groupKey, firing: row.firing, resolved: row.resolved }];
}

/** How much room it takes in a digest. */
export function alertsIn(row: Notification): number {
  return Math.max(row.message.alerts.length, row.firing.length + row.resolved.length);
}

/** Attempts of it were cut off by a crash: it keeps its id and its content, so that a channel can tell the repetition. */
export function isUncertain(row: Notification): boolean {
  return row.maybeRepeated;
}

/** One that waits for its first attempt. */
export function rowOf(intent: Intent, channel: Channel, limits: OutboxLimits): Notification {
  const { groupKey, firing, resolved, message, atMs } = intent;
  const lives = resolved.length > 0 ? limits.resolvedDeadlineMs : limits.firingDeadlineMs;
  return {
    id: hashOf(`${intent.id}\u{0}${channel.name}`),
    channel: channel.name,
    groupKey,
    firing,
    resolved,
    message,
    state: "waiting",
    createdMs: atMs,
    deadlineMs: atMs + lives,
    attempts: 0,
    nextAttemptMs: atMs,
    maybeRepeated: false,
  };
}

/** The row with these parts, as one group's or a digest's. */
export function withParts(row: Notification, parts: readonly NotificationPart[]): Notification {
  const { parts: _parts, ...rest } = row;
  const [first] = parts;
  const joined = {
    ...rest,
    firing: [...new Set(parts.flatMap((part) => part.firing))],
    resolved: [...new Set(parts.flatMap((part) => part.resolved))],
  };
  if (first === undefined || parts.length === 1) return { ...joined, groupKey: first?.groupKey ?? row.groupKey };
  return { ...joined, groupKey: DIGEST_GROUP, parts };
}
