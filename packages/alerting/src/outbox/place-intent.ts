import type { Intent, Notification } from "../model/notification.ts";
import type { OutboxBook } from "./book.ts";
import type { ChannelQueue } from "./channel-queue.ts";
import { isProbeDue, takerOf } from "./fail-over.ts";
import { partsOf, rowOf } from "./row.ts";

interface Target {
  readonly queue: ChannelQueue;
  /** It is one of the receiver's, or stands in for one. */
  readonly isReceivers: boolean;
  readonly tried: readonly string[];
}

/**
 * Spreads one intent over channels: the receiver's own, and those that heard of a firing that is over now, whoever told
 * them (fail-over, an escalation). Channels that are known to be broken are left out in favour of their fail-over.
 */
export function placeIntent(book: OutboxBook, intent: Intent): void {
  const targets = targetsOf(book, intent);
  if (targets.size === 0) book.tell(intent, "notification_failed", `Receiver "${intent.receiver}" has no channel.`);
  const knowing = [...targets.values()].filter(({ queue }) => knows(book, queue, intent));
  for (const target of targets.values()) {
    // Nobody wants to hear that something is over of which another channel was told.
    const isNews = intent.firing.length > 0 || knowing.length === 0 || knowing.includes(target);
    if (isNews) placeOn(book, intent, target);
    else book.counts.spared += 1;
  }
}

function targetsOf(book: OutboxBook, intent: Intent): Map<string, Target> {
  const targets = new Map<string, Target>();
  const own = book.receivers.get(intent.receiver)?.channels ?? [];
  const others = [...book.queues.values()].filter((queue) => knows(book, queue, intent));
  const names = [...own, ...others.map((queue) => queue.config.name)];
  // Those that work first: a fail-over that is a target by itself is told once, for itself.
  for (const name of names.toSorted((a, b) => Number(isShut(book, a)) - Number(isShut(book, b)))) {
    const queue = book.queues.get(name);
    if (queue !== undefined) addTarget(book, targets, { queue, isReceivers: own.includes(name), tried: [] });
  }
  return targets;
}

function isShut(book: OutboxBook, name: string): boolean {
  const queue = book.queues.get(name);
  return queue !== undefined && queue.state.circuit === "broken" && !isProbeDue(book, queue);
}

function addTarget(book: OutboxBook, targets: Map<string, Target>, target: Target): void {
  const { name } = target.queue.config;
  const taker = isShut(book, name) ? takerOf(book, target.queue, []) : undefined;
  if (taker === undefined) targets.set(name, targets.get(name) ?? target);
  else if (!targets.has(taker.queue.config.name)) targets.set(taker.queue.config.name, { ...target, ...taker });
}

function knows(book: OutboxBook, queue: ChannelQueue, { groupKey, resolved }: Intent): boolean {
  const { name } = queue.config;
  return resolved.some((id) => book.ledger.told(name, groupKey, id)) || queue.holdsFiring(groupKey, resolved);
}

function placeOn(book: OutboxBook, intent: Intent, target: Target): void {
  const { queue, tried } = target;
  const over = intent.resolved;
  for (const name of tried) book.ledger.settle(name, intent.groupKey, over);
  if (isIdleStep(book, intent, target)) return;
  const wanted = queue.config.sendResolved ? intent : withoutResolved(book, queue, intent);
  if (wanted === undefined) return;
  const from = tried.at(-1);
  const row: Notification = {
    ...rowOf(wanted, queue.config, book.limits),
    ...(from === undefined ? {} : { failedOverFrom: from, tried }),
  };
  if (queue.get(row.id) === undefined && queue.sending?.id !== row.id)
    book.enqueue(queue, withReason(book, queue, row));
  if (from !== undefined) book.counts.failedOver += 1;
}

/** A resolve without a word of the firing says both. */
function withReason(book: OutboxBook, queue: ChannelQueue, row: Notification): Notification {
  const { reason } = row.message;
  const told = (id: string): boolean => book.ledger.told(queue.config.name, row.groupKey, id);
  const isHalf = reason === "fired_and_resolved" && row.resolved.some(told);
  return isHalf ? { ...row, message: { ...row.message, reason: "resolved" } } : row;
}

/** An escalation that nobody has heard of is no matter any more once all is over. */
function isIdleStep(book: OutboxBook, intent: Intent, { queue, isReceivers }: Target): boolean {
  if (isReceivers || intent.firing.length > 0) return false;
  const rows = queue.openRows(intent.groupKey);
  if (rows.length === 0 || !rows.every((row) => isUntoldStep(book, queue, row))) return false;
  for (const row of rows) drop(book, queue, row);
  return true;
}

function isUntoldStep(book: OutboxBook, queue: ChannelQueue, row: Notification): boolean {
  const { reason } = row.message;
  const isStep = reason === "escalation" || reason === "exhausted";
  const isUnder = queue.sending !== undefined && partsOf(queue.sending).some((part) => part.groupKey === row.groupKey);
  if (!isStep || isUnder || row.parts !== undefined || row.attempts > 0) return false;
  return !row.firing.some((id) => book.ledger.told(queue.config.name, row.groupKey, id));
}

function drop(book: OutboxBook, queue: ChannelQueue, row: Notification): void {
  queue.remove(row.id);
  book.end(row, "superseded");
  book.counts.spared += 1;
}

/** For a channel that wants no resolves: only what it would otherwise never hear of, or hear of as still firing. */
function withoutResolved(book: OutboxBook, queue: ChannelQueue, intent: Intent): Intent | undefined {
  const { name } = queue.config;
  const told = new Set(intent.resolved.filter((id) => book.ledger.told(name, intent.groupKey, id)));
  const kept = intent.resolved.filter(
    (id) => !told.has(id) && (intent.reason === "fired_and_resolved" || queue.holdsFiring(intent.groupKey, [id])),
  );
  book.ledger.settle(name, intent.groupKey, [...told]);
  if (intent.firing.length === 0 && kept.length === 0) {
    dropRepeats(book, queue, intent);
    return undefined;
  }
  const dropped = new Set(intent.resolved.filter((id) => !kept.includes(id)));
  const alerts = intent.message.alerts.filter((alert) => !dropped.has(alert.id));
  return { ...intent, resolved: kept, message: { ...intent.message, alerts } };
}

/** A repeat that waits for such a channel would say that what is over fires. */
function dropRepeats(book: OutboxBook, queue: ChannelQueue, intent: Intent): void {
  const over = new Set(intent.resolved);
  for (const row of queue.openRows(intent.groupKey)) {
    if (row.parts === undefined && row.firing.every((id) => over.has(id))) drop(book, queue, row);
  }
}
