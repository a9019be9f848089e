import type { Intent, Notification } from "../model/notification.ts";
import type { OutboxBook } from "./book.ts";
import type { ChannelQueue } from "./channel-queue.ts";
import { dropIdleSteps } from "./drop-idle-steps.ts";
import { enqueue } from "./enqueue.ts";
import { isProbeDue, takerOf } from "./fail-over.ts";
import { rowOf } from "./row.ts";

const NOTHING: ReadonlySet<string> = new Set();

interface Target {
  readonly queue: ChannelQueue;
  /** It is one of the receiver's, or stands in for one. */
  readonly isReceivers: boolean;
  /** Alerts that are over now, of whose firing it, or whom it stands in for, was told or is to be told. */
  readonly known: ReadonlySet<string>;
  readonly tried: readonly string[];
}

/**
 * Spreads one intent over channels: the receiver's own, and those that heard of a firing that is over now, whoever told
 * them (fail-over, an escalation). Channels that are known to be broken are left out in favour of their fail-over.
 */
export function placeIntent(book: OutboxBook, intent: Intent): void {
  const targets = targetsOf(book, intent);
  if (targets.size === 0) book.tell(intent, "notification_failed", `Receiver "${intent.receiver}" has no channel.`);
  const known = new Set([...targets.values()].flatMap((target) => [...target.known]));
  for (const target of targets.values()) {
    const told = toldByOthers(book, target.queue, intent);
    book.ledger.settle(target.queue.config.name, intent.groupKey, [...told]);
    const part = partFor(book, target, { intent, known, told });
    if (part.firing.length + part.resolved.length > 0) placeOn(book, part, target);
    else book.counts.spared += 1;
  }
}

/** Ends of which another group of the same alerts tells the channel; not where its own word of the firing is still to go out. */
function toldByOthers(book: OutboxBook, queue: ChannelQueue, { groupKey, resolved }: Intent): ReadonlySet<string> {
  const { name } = queue.config;
  const told = resolved.filter((id) => book.ends.byOther(name, id, groupKey));
  if (told.length === 0) return NOTHING;
  const held = queue.firingHeld(groupKey);
  return new Set(told.filter((id) => !held.has(id)));
}

/**
 * What of an intent is a channel's business. Of an end hears who heard of the firing; if nobody did, all of the receiver's
 * channels that want to hear of ends at all. Of firings others than the receiver's hear only what they know.
 */
function partFor(
  book: OutboxBook,
  { queue, isReceivers, known }: Target,
  all: { readonly intent: Intent; readonly known: ReadonlySet<string>; readonly told: ReadonlySet<string> },
): Intent {
  const { intent } = all;
  const { name, sendResolved } = queue.config;
  const isUnknown = (id: string): boolean => !all.known.has(id);
  const wantsAll = sendResolved || intent.reason === "fired_and_resolved";
  return narrowed(intent, {
    firing: (id) => isReceivers || book.ledger.told(name, intent.groupKey, id),
    resolved: (id) => !all.told.has(id) && (known.has(id) || (isReceivers && wantsAll && isUnknown(id))),
  });
}

type Keep = (alertId: string) => boolean;

function narrowed(intent: Intent, keep: { readonly firing: Keep; readonly resolved: Keep }): Intent {
  const firing = intent.firing.filter((id) => keep.firing(id));
  const resolved = intent.resolved.filter((id) => keep.resolved(id));
  const left = firing.length + resolved.length;
  if (left === 0 || left === intent.firing.length + intent.resolved.length) return { ...intent, firing, resolved };
  const kept = new Set([...firing, ...resolved]);
  const dropped = new Set([...intent.firing, ...intent.resolved].filter((id) => !kept.has(id)));
  const rest = intent.message.alerts.filter((alert) => !dropped.has(alert.id));
  // The ids of an earlier episode may be all that is left: then its later one stands for it.
  const alerts = rest.length > 0 ? rest : intent.message.alerts;
  const over =
    firing.length === 0 && intent.firing.length > 0 ? ({ reason: "resolved", status: "resolved" } as const) : {};
  return { ...intent, firing, resolved, message: { ...intent.message, alerts, ...over } };
}

function targetsOf(book: OutboxBook, intent: Intent): Map<string, Target> {
  const targets = new Map<string, Target>();
  const own = book.receivers.get(intent.receiver)?.channels ?? [];
  const others = [...book.queues.values()].filter((queue) => knownOn(book, queue, intent).size > 0);
  const names = new Set([...own, ...others.map((queue) => queue.config.name)]);
  // Those that work first: a fail-over that is a target by itself is told once, for itself.
  for (const name of [...names].toSorted((a, b) => Number(isBroken(book, a)) - Number(isBroken(book, b)))) {
    const queue = book.queues.get(name);
    if (queue === undefined) continue;
    const known = knownOn(book, queue, intent);
    const target: Target = { queue, isReceivers: own.includes(name), known, tried: [] };
    // What is newer of a group follows what waits: it goes over with that, or is sent with it.
    if (queue.holds(intent.groupKey)) addTarget(targets, target);
    else addWorking({ book, targets, intent }, target);
  }
  return targets;
}

function addTarget(targets: Map<string, Target>, target: Target): void {
  const { name } = target.queue.config;
  const before = targets.get(name) ?? target;
  targets.set(name, {
    ...before,
    isReceivers: before.isReceivers || target.isReceivers,
    known: new Set([...before.known, ...target.known]),
  });
}

function isBroken(book: OutboxBook, name: string): boolean {
  return book.queues.get(name)?.state.circuit === "broken";
}

interface Spreading {
  readonly book: OutboxBook;
  readonly targets: Map<string, Target>;
  readonly intent: Intent;
}

function addWorking({ book, targets, intent }: Spreading, target: Target): void {
  const { name } = target.queue.config;
  const taker = isBroken(book, name) ? takerOf(book, target.queue, []) : undefined;
  // The probe is a message that nobody else gets anyway.
  const isProbe = taker !== undefined && isProbeDue(book, target.queue) && !targets.has(taker.queue.config.name);
  if (taker === undefined || isProbe) return addTarget(targets, target);
  // Whoever takes over tells of ends, too: they are owed to nobody else.
  for (const broken of taker.tried) book.ledger.settle(broken, intent.groupKey, intent.resolved);
  addTarget(targets, { ...target, ...taker });
}

function knownOn(book: OutboxBook, queue: ChannelQueue, { groupKey, resolved }: Intent): ReadonlySet<string> {
  if (resolved.length === 0) return NOTHING;
  const { name } = queue.config;
  const held = queue.firingHeld(groupKey);
  return new Set(resolved.filter((id) => held.has(id) || book.ledger.told(name, groupKey, id)));
}

function placeOn(book: OutboxBook, intent: Intent, target: Target): void {
  const { queue, tried } = target;
  // An escalation that nobody has heard of is no matter any more once all is over.
  if (!target.isReceivers && intent.firing.length === 0 && dropIdleSteps(book, queue, intent.groupKey)) return;
  const from = tried.at(-1);
  const row: Notification = {
    ...rowOf(intent, queue.config, book.limits),
    ...(from === undefined ? {} : { failedOverFrom: from, tried }),
  };
  if (from !== undefined) book.counts.failedOver += 1;
  if (queue.get(row.id) !== undefined || queue.sending?.id === row.id) return;
  // It waits for a probe, which may be an hour away: others need not wait for it.
  const isStuck = isBroken(book, queue.config.name) && book.nowMs < queue.state.retryAtMs;
  enqueue(book, queue, withReason(book, queue, row));
  if (isStuck) book.undelivered(row);
}

/** A resolve without a word of the firing says both. */
function withReason(book: OutboxBook, queue: ChannelQueue, row: Notification): Notification {
  const { reason } = row.message;
  const told = (id: string): boolean => book.ledger.told(queue.config.name, row.groupKey, id);
  const isHalf = reason === "fired_and_resolved" && row.resolved.some(told);
  return isHalf ? { ...row, message: { ...row.message, reason: "resolved" } } : row;
}
