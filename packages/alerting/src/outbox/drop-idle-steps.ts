import type { Notification } from "../model/notification.ts";
import type { OutboxBook } from "./book.ts";
import type { ChannelQueue } from "./channel-queue.ts";

/**
 * Drops what waits for a channel to tell of a group, if it is nothing but escalations of which the channel has heard nothing
 * yet. Whether it was so.
 */
export function dropIdleSteps(book: OutboxBook, queue: ChannelQueue, groupKey: string): boolean {
  const rows = queue.openRows(groupKey);
  if (rows.length === 0 || !rows.every((row) => isIdle(book, queue, row))) return false;
  for (const row of rows) {
    queue.remove(row.id);
    book.end(row, "superseded");
    book.counts.spared += 1;
  }
  return true;
}

function isIdle(book: OutboxBook, queue: ChannelQueue, row: Notification): boolean {
  const { groupKey, firing, message } = row;
  const isStep = message.reason === "escalation" || message.reason === "exhausted";
  if (!isStep || row.parts !== undefined || row.attempts + row.resolved.length > 0) return false;
  const underWay = queue.firingUnderWay(groupKey);
  return !firing.some((id) => underWay.has(id) || book.ledger.told(queue.config.name, groupKey, id));
}
