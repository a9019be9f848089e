import type { DeliveryAttempt, Notification } from "../model/notification.ts";
import type { OutboxBook } from "./book.ts";
import type { ChannelQueue } from "./channel-queue.ts";
import { alertsIn, isUncertain } from "./row.ts";
import { takeDigest } from "./shed.ts";
import { hasToken, nextTokenMs, tokensAt } from "./token-bucket.ts";

/** The next attempt of a channel, if it may send now. */
export function takeDue(book: OutboxBook, queue: ChannelQueue): DeliveryAttempt | undefined {
  const { nowMs } = book;
  if (queue.sending !== undefined && nowMs >= queue.leaseMs) cutOff(book, queue, queue.sending);
  if (queue.sending !== undefined || queue.size === 0 || nowMs < queue.state.retryAtMs) return undefined;
  if (!hasToken(queue.state, queue.config.rate, nowMs)) return undefined;
  const next = nextLive(book, queue);
  return next === undefined ? undefined : send(book, queue, summedUp(book, queue, next));
}

/** Epoch milliseconds at which a channel has something to do. */
export function nextDueMs(queue: ChannelQueue, nowMs: number): number | undefined {
  if (queue.sending !== undefined) return queue.leaseMs;
  const next = queue.nextMs();
  if (next === undefined) return undefined;
  return Math.max(next, queue.state.retryAtMs, nextTokenMs(queue.state, queue.config.rate, nowMs));
}

/** No answer: it may have been delivered, as after a crash. */
function cutOff(book: OutboxBook, queue: ChannelQueue, row: Notification): void {
  queue.sending = undefined;
  const waiting: Notification = { ...row, state: "waiting", maybeRepeated: true, nextAttemptMs: book.nowMs };
  queue.put(waiting);
  book.write(waiting);
}

/** What is past its deadline is dropped, but not before it was tried: the clock may have jumped. */
function nextLive(book: OutboxBook, queue: ChannelQueue): Notification | undefined {
  for (;;) {
    const row = queue.nextDue(book.nowMs);
    if (row === undefined || row.attempts === 0 || book.nowMs <= row.deadlineMs) return row;
    queue.remove(row.id);
    expire(book, row);
  }
}

export function expire(book: OutboxBook, row: Notification): void {
  book.end(row, "expired");
  book.settle(row);
  book.counts.expired += 1;
  const why = row.lastError === undefined ? "" : `, last error: ${row.lastError}`;
  book.tell(row, "notification_failed", `Not delivered through "${row.channel}" in time${why}.`);
  book.undelivered(row);
}

/** In a storm a message of many groups instead of many messages. */
function summedUp(book: OutboxBook, queue: ChannelQueue, first: Notification): Notification {
  const { limits, nowMs } = book;
  const isStorm = queue.size > limits.digestAbove || (queue.size > 1 && nowMs < (queue.state.digestUntilMs ?? 0));
  if (!isStorm || isUncertain(first)) return first;
  const rows: [Notification, ...Notification[]] = [first];
  let alerts = alertsIn(first);
  while (alerts < limits.digestAlerts) {
    const row = nextLive(book, queue);
    if (row === undefined) break;
    if (isUncertain(row) || alerts + alertsIn(row) > limits.digestAlerts) {
      queue.putBack(row);
      break;
    }
    rows.push(row);
    alerts += alertsIn(row);
  }
  if (rows.length === 1) return first;
  const digest = takeDigest(book, queue, rows);
  queue.state = { ...queue.state, digestUntilMs: nowMs + limits.digestForMs };
  return digest;
}

/** `sending`, a token less, and in the circuit's words a probe, are written before anything is sent. */
function send(book: OutboxBook, queue: ChannelQueue, row: Notification): DeliveryAttempt {
  const { nowMs } = book;
  queue.remove(row.id);
  const sending: Notification = { ...row, state: "sending", attempts: row.attempts + 1 };
  queue.sending = sending;
  queue.leaseMs = nowMs + book.limits.attemptLeaseMs;
  book.write(sending);
  const { state, config } = queue;
  book.setState(queue, {
    ...state,
    circuit: state.circuit === "open" ? "half_open" : state.circuit,
    tokens: Math.max(0, tokensAt(state, config.rate, nowMs) - 1),
    refilledMs: nowMs,
  });
  const { id, channel, attempts, maybeRepeated, failedOverFrom, message } = sending;
  const instead = failedOverFrom === undefined ? {} : { failedOverFrom };
  return { notificationId: id, channel, attempt: attempts, maybeRepeated, ...instead, message };
}
