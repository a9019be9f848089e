import type { Notification } from "../model/notification.ts";
import type { OutboxBook } from "./book.ts";
import type { ChannelQueue } from "./channel-queue.ts";
import { digestOf } from "./coalesce.ts";
import { alertsIn, isUncertain } from "./row.ts";

/** A full queue is made a hundredth shorter at once, so that the look at all of it is rare. */
const SHARE = 100;

/**
 * Keeps a queue within its bound: repeats go first, as their firing was told. Then what waits longest is summed up, which
 * loses nothing. Only what cannot be summed up is dropped, oldest first.
 */
export function shed(book: OutboxBook, queue: ChannelQueue): void {
  const { waiting: limit } = book.limits;
  if (queue.size <= limit) return;
  const batch = queue.size - limit + Math.floor(limit / SHARE);
  const rows = queue.rows();
  const repeats = rows.filter(isMereRepeat).slice(0, batch);
  if (repeats.length > 0) {
    for (const row of repeats) drop(book, queue, row);
    return;
  }
  sumUp(book, queue, queue.size - batch);
  for (const row of queue.rows().slice(0, Math.max(0, queue.size - limit))) drop(book, queue, row);
}

function isMereRepeat({ message, resolved }: Notification): boolean {
  return message.reason === "repeat" && resolved.length === 0;
}

function drop(book: OutboxBook, queue: ChannelQueue, row: Notification): void {
  const { name } = queue.config;
  queue.remove(row.id);
  book.end(row, "superseded");
  book.counts.overflowed += 1;
  book.settle(row);
  const detail = `Not sent through "${name}": ${book.limits.waiting} messages wait for it already.`;
  book.tell(row, "notification_failed", detail);
}

/** Makes digests of the oldest rows until as many as wanted are left, or there are no more to join. */
function sumUp(book: OutboxBook, queue: ChannelQueue, wanted: number): void {
  let joined: Notification[] = [];
  let alerts = 0;
  for (const row of queue.rows()) {
    if (queue.size <= wanted - joined.length) break;
    if (isUncertain(row)) continue;
    if (alerts + alertsIn(row) > book.limits.digestAlerts) {
      join(book, queue, joined);
      joined = [];
      alerts = 0;
    }
    joined.push(row);
    alerts += alertsIn(row);
  }
  join(book, queue, joined);
}

/** The digest waits instead of its rows, in the place of the first of them. */
function join(book: OutboxBook, queue: ChannelQueue, rows: readonly Notification[]): void {
  const [first, ...others] = rows;
  if (first === undefined || others.length === 0) return;
  const digest = takeDigest(book, queue, [first, ...others]);
  queue.put(digest);
  book.write(digest);
}

/** One row for many, which are superseded by it. It is in no queue yet. */
export function takeDigest(
  book: OutboxBook,
  queue: ChannelQueue,
  rows: readonly [Notification, ...Notification[]],
): Notification {
  const digest = digestOf(rows, book.toldOn(queue.config.name));
  for (const row of rows) {
    queue.remove(row.id);
    book.end(row, "superseded");
  }
  book.counts.digests += 1;
  book.counts.coalesced += rows.length;
  return digest;
}
