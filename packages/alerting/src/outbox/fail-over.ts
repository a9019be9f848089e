import { hashOf } from "../model/labels.ts";
import type { Notification } from "../model/notification.ts";
import type { OutboxBook } from "./book.ts";
import type { ChannelQueue } from "./channel-queue.ts";
import { canNameAll, coalesce } from "./coalesce.ts";
import { enqueue, mergeable } from "./enqueue.ts";

export interface Taker {
  readonly queue: ChannelQueue;
  /** All that gave it up, in order. */
  readonly tried: readonly string[];
}

/** A broken channel takes one message now and then, to see whether it still is. */
export function isProbeDue(book: OutboxBook, queue: ChannelQueue): boolean {
  return book.nowMs >= queue.state.retryAtMs && queue.sending === undefined && queue.size === 0;
}

/** Who takes over from a channel: the first along the chain that is not broken itself, and has not tried yet. */
export function takerOf(book: OutboxBook, queue: ChannelQueue, before: readonly string[]): Taker | undefined {
  const tried = [...before.filter((name) => name !== queue.config.name), queue.config.name];
  let next = queue.config.failover;
  while (next !== undefined && !tried.includes(next)) {
    const taker = book.queues.get(next);
    if (taker === undefined) return undefined;
    if (taker.state.circuit !== "broken") return { queue: taker, tried };
    tried.push(next);
    next = taker.config.failover;
  }
  return undefined;
}

/**
 * Hands a row over, together with what is newer of its groups: whoever tells of a firing tells of its end, too. False: there
 * is nobody.
 */
export function failOver(book: OutboxBook, queue: ChannelQueue, failed: Notification): boolean {
  const taker = takerOf(book, queue, failed.tried ?? []);
  if (taker === undefined) return false;
  const row = withNewer(book, queue, failed);
  const { lastError } = failed;
  book.end(row, "failed");
  book.settle(row);
  const { name } = taker.queue.config;
  const reason = lastError === undefined ? "" : `: ${lastError}`;
  if (isToldItself(book, row, name)) {
    book.tell(row, "notification_failed", `Channel "${queue.config.name}" failed${reason}; "${name}" is told as well.`);
    return true;
  }
  book.tell(row, "notification_failed", `Channel "${queue.config.name}" failed${reason}; "${name}" takes over.`);
  const { lastError: _error, ...rest } = row;
  book.counts.failedOver += 1;
  enqueue(book, taker.queue, {
    ...rest,
    id: hashOf(`${row.id}\u{0}${name}`),
    channel: name,
    state: "waiting",
    attempts: 0,
    nextAttemptMs: book.nowMs,
    // It was never sent there.
    maybeRepeated: false,
    failedOverFrom: queue.config.name,
    tried: taker.tried,
  });
  bringRest(book, queue, row);
  return true;
}

/** What is newer of its groups and did not fit into one message with it. */
function bringRest(book: OutboxBook, queue: ChannelQueue, row: Notification): void {
  for (const newer of mergeable(queue, { ...row, maybeRepeated: false })) {
    queue.remove(newer.id);
    const reason = row.lastError;
    failOver(book, queue, reason === undefined ? newer : { ...newer, lastError: reason });
  }
}

/** The fail-over is a channel of the same receiver: its own message is on its way. */
function isToldItself(book: OutboxBook, row: Notification, name: string): boolean {
  if (row.parts !== undefined) return false;
  const channels = book.receivers.get(row.message.receiver)?.channels ?? [];
  return channels.includes(row.channel) && channels.includes(name);
}

function withNewer(book: OutboxBook, queue: ChannelQueue, failed: Notification): Notification {
  let row: Notification = { ...failed, maybeRepeated: false };
  for (const newer of mergeable(queue, row)) {
    if (!canNameAll(row, newer)) continue;
    queue.remove(newer.id);
    book.end(row, "superseded");
    book.counts.coalesced += 1;
    row = coalesce(row, newer, book.toldOn(queue.config.name));
  }
  return row;
}
