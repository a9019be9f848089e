import type { DeliveryOutcome, DeliveryReport, Notification } from "../model/notification.ts";
import { backoffMs } from "./backoff.ts";
import type { OutboxBook } from "./book.ts";
import type { ChannelQueue } from "./channel-queue.ts";
import { channelBroke, channelFailed, channelWorks, retryAfterOf } from "./circuit.ts";
import { enqueue, enqueueAgain, mergeable } from "./enqueue.ts";
import { failOver } from "./fail-over.ts";
import { alertsIn } from "./row.ts";
import { expire } from "./take-due.ts";

interface Attempt {
  readonly queue: ChannelQueue;
  readonly row: Notification;
}

/** What became of an attempt. Answers to attempts that are over are ignored: a newer one says what counts. */
export function takeReport(book: OutboxBook, report: DeliveryReport): void {
  const attempt = attemptOf(book, report);
  if (attempt === undefined) {
    book.counts.ignoredReports += 1;
    return;
  }
  const { queue, row } = attempt;
  if (queue.sending === row) queue.sending = undefined;
  queue.remove(row.id);
  takeOutcome(book, attempt, report.outcome);
}

function attemptOf(book: OutboxBook, report: DeliveryReport): Attempt | undefined {
  const { notificationId: id, attempt } = report;
  for (const queue of book.queues.values()) {
    const { sending } = queue;
    if (sending?.id === id) return sending.attempts === attempt ? { queue, row: sending } : undefined;
    const row = queue.get(id);
    if (row === undefined) continue;
    // An answer after the lease: only good news is worth something.
    return row.attempts === attempt && report.outcome.kind === "delivered" ? { queue, row } : undefined;
  }
  return undefined;
}

function takeOutcome(book: OutboxBook, attempt: Attempt, outcome: DeliveryOutcome): void {
  switch (outcome.kind) {
    case "delivered":
      return onDelivered(book, attempt);
    case "retry":
      return onRetry(book, attempt, outcome);
    case "refused":
      return onRefused(book, attempt, outcome.reason);
    case "broken":
      return onBroken(book, attempt, outcome.reason);
  }
}

function onDelivered(book: OutboxBook, { queue, row }: Attempt): void {
  book.setState(queue, channelWorks(queue.state, book.nowMs));
  book.end(row, "delivered");
  book.counts.delivered += 1;
  const summed = row.message.digestOf === undefined ? "" : `, in one message for ${row.message.digestOf} groups`;
  const left = alertsIn(row) > row.message.alerts.length ? ", not all alerts by name" : "";
  book.tell(row, "notified", `Told through "${row.channel}" (${row.message.reason})${summed}${left}.`);
  if (!queue.config.sendResolved) dropTold(book, queue, row);
}

/** A channel that wants no resolves was just told of what waits to be called over. */
function dropTold(book: OutboxBook, queue: ChannelQueue, row: Notification): void {
  for (const newer of mergeable(queue, { ...row, maybeRepeated: false })) {
    queue.remove(newer.id);
    enqueue(book, queue, newer);
  }
}

function onRetry(book: OutboxBook, { queue, row }: Attempt, outcome: DeliveryOutcome & { kind: "retry" }): void {
  const { nowMs, limits } = book;
  const wasBroken = queue.state.circuit === "broken";
  const failed: Notification = { ...row, lastError: outcome.reason };
  book.setState(queue, channelFailed(queue.state, outcome, { nowMs, limits }));
  book.counts.retried += 1;
  if (nowMs > row.deadlineMs) return expire(book, failed);
  if (wasBroken && failOver(book, queue, failed)) return;
  const pauseMs = retryAfterOf(outcome, limits) ?? backoffMs(row.id, row.attempts);
  wait(book, queue, { ...failed, nextAttemptMs: nowMs + pauseMs });
}

function wait(book: OutboxBook, queue: ChannelQueue, row: Notification): void {
  enqueueAgain(book, queue, { ...row, state: "waiting" });
}

function onRefused(book: OutboxBook, { queue, row }: Attempt, reason: string): void {
  book.setState(queue, channelWorks(queue.state, undefined));
  const failed: Notification = { ...row, lastError: reason };
  if (!failOver(book, queue, failed)) fail(book, failed);
}

function fail(book: OutboxBook, row: Notification): void {
  book.end(row, "failed");
  book.counts.failed += 1;
  book.settle(row);
  book.tell(
    row,
    "notification_failed",
    `Channel "${row.channel}" refused the message: ${row.lastError ?? "no reason"}.`,
  );
  book.undelivered(row);
}

/** Everything that waits for the channel goes to its fail-over at once, or stays for the next probe where there is none. */
function onBroken(book: OutboxBook, { queue, row }: Attempt, reason: string): void {
  const { nowMs, limits } = book;
  book.setState(queue, channelBroke(queue.state, reason, { nowMs, limits }));
  const failed: Notification = { ...row, lastError: reason };
  if (failOver(book, queue, failed)) {
    for (const waiting of queue.rows()) {
      // One of them may have taken another along.
      if (queue.get(waiting.id) !== waiting) continue;
      queue.remove(waiting.id);
      if (!failOver(book, queue, { ...waiting, lastError: reason })) enqueue(book, queue, waiting);
    }
    return;
  }
  if (nowMs > row.deadlineMs) expire(book, failed);
  else keep(book, queue, failed);
  for (const waiting of queue.rows()) {
    if (nowMs <= waiting.deadlineMs) continue;
    queue.remove(waiting.id);
    expire(book, { ...waiting, lastError: reason });
  }
}

function keep(book: OutboxBook, queue: ChannelQueue, row: Notification): void {
  book.tell(
    row,
    "notification_failed",
    `Channel "${row.channel}" is broken: ${row.lastError ?? "no reason"}; nobody takes over.`,
  );
  book.undelivered(row);
  wait(book, queue, { ...row, nextAttemptMs: queue.state.retryAtMs });
}
