import type { AlertingSnapshot } from "../model/alerting.ts";
import { hashOf } from "../model/labels.ts";
import type { ChannelState, Notification, NotificationPart } from "../model/notification.ts";
import type { OutboxBook } from "./book.ts";
import type { ChannelQueue } from "./channel-queue.ts";
import { enqueue } from "./enqueue.ts";
import { partsOf } from "./row.ts";

/**
 * Goes on where the process before stopped. What was being sent may have been delivered: it is sent again as it is, under its
 * id, and marked.
 */
export function restore(
  book: OutboxBook,
  snapshot: Pick<AlertingSnapshot, "notifications" | "channels" | "alerts">,
): void {
  const homeless: Notification[] = [];
  const reopened = reopenChannels(book, snapshot.channels);
  for (const row of snapshot.notifications) {
    const queue = book.queues.get(row.channel);
    const isOpen = row.state === "waiting" || row.state === "sending";
    if (isOpen) book.ends.add(row);
    if (!isOpen) {
      if (queue !== undefined) book.ledger.restore(row);
      else book.write(withoutDebts(row));
    } else if (queue === undefined) homeless.push(row);
    else if (row.state === "waiting" && !reopened.has(row.channel)) queue.put(row);
    else {
      const cut = afterStart(row, reopened.has(row.channel) ? book.nowMs : row.nextAttemptMs);
      queue.put(cut);
      book.write(cut);
    }
  }
  for (const row of homeless) rehouse(book, row);
  if (snapshot.alerts.length > 0) book.ledger.keepOnly(new Set(snapshot.alerts.map((alert) => alert.id)));
}

/** Writes which channels are not taken for broken any more, and forgets those that are configured no more. */
function reopenChannels(book: OutboxBook, stored: readonly ChannelState[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { name, circuit } of stored) {
    const queue = book.queues.get(name);
    if (queue === undefined) book.dropState(name);
    if (queue === undefined || circuit !== "broken") continue;
    names.add(name);
    book.setState(queue, queue.state);
  }
  return names;
}

/** A row that was put off to the next probe of a broken channel is not any more. */
function afterStart(row: Notification, latestMs: number): Notification {
  return {
    ...row,
    state: "waiting",
    nextAttemptMs: Math.min(row.nextAttemptMs, latestMs),
    maybeRepeated: row.maybeRepeated || row.state === "sending",
  };
}

/** There is no channel any more to which it could be owed. */
function withoutDebts({ owes: _owes, ...row }: Notification): Notification {
  return row;
}

/** Its channel was taken out of the configuration: the receiver's other channels are told, where none of them was. */
function rehouse(book: OutboxBook, row: Notification): void {
  book.end(row, "failed");
  book.counts.failed += 1;
  const channels = book.receivers.get(row.message.receiver)?.channels ?? [];
  const queues = channels.flatMap((name) => book.queues.get(name) ?? []);
  const covered = queues.some((queue) => partsOf(row).some((part) => isCovered(book, queue, part)));
  const takers = covered ? [] : queues;
  const tellers = takers.map((queue) => `"${queue.config.name}"`).join(", ");
  book.tell(
    row,
    "notification_failed",
    `Channel "${row.channel}" is not configured any more${tellers === "" ? "" : `; ${tellers} told instead`}.`,
  );
  for (const queue of takers) {
    const { name } = queue.config;
    enqueue(book, queue, {
      ...row,
      id: hashOf(`${row.id}\u{0}${name}`),
      channel: name,
      state: "waiting",
      attempts: 0,
      maybeRepeated: false,
      failedOverFrom: row.channel,
      tried: [...(row.tried ?? []), row.channel],
    });
  }
}

function isCovered(book: OutboxBook, queue: ChannelQueue, part: NotificationPart): boolean {
  const { groupKey, firing, resolved } = part;
  const told = book.toldOn(queue.config.name);
  return queue.openRows(groupKey).length > 0 || [...firing, ...resolved].some((id) => told(groupKey, id));
}
