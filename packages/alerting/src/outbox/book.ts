import type { AlertEvent } from "../model/alert.ts";
import type { Channel } from "../model/channel.ts";
import { hashOf } from "../model/labels.ts";
import { MAX_ALERTS_PER_MESSAGE, type ChannelState, type Notification } from "../model/notification.ts";
import type { Receiver } from "../model/routing.ts";
import { ChannelQueue } from "./channel-queue.ts";
import { canNameAll, coalesce, type Told, without } from "./coalesce.ts";
import { Ledger } from "./ledger.ts";
import { OUTBOX_LIMITS, type OutboxLimits } from "./limits.ts";
import type { OutboxCounts, OutboxOptions } from "./outbox.ts";
import { partsOf } from "./row.ts";
import { burstOf } from "./token-bucket.ts";
import { trimResolved } from "./trim-resolved.ts";

type Ended = Exclude<Notification["state"], "waiting" | "sending">;
type Counts = { -readonly [K in keyof OutboxCounts]: number };

/** The outbox's memory, which holds exactly what was emitted; and the few ways in which it changes. */
export class OutboxBook {
  readonly limits: OutboxLimits;
  readonly receivers: ReadonlyMap<string, Receiver>;
  readonly queues: ReadonlyMap<string, ChannelQueue>;
  readonly ledger: Ledger;
  readonly counts: Counts = {
    delivered: 0,
    retried: 0,
    failed: 0,
    expired: 0,
    failedOver: 0,
    coalesced: 0,
    digests: 0,
    spared: 0,
    overflowed: 0,
    ignoredReports: 0,
  };
  nowMs = 0;
  readonly #options: OutboxOptions;

  constructor(options: OutboxOptions) {
    const { config, snapshot } = options;
    this.#options = options;
    this.limits = { ...OUTBOX_LIMITS, ...options.limits };
    this.receivers = new Map(config.receivers.map((receiver) => [receiver.name, receiver]));
    const states = new Map(snapshot.channels.map((state) => [state.name, state]));
    this.queues = new Map(
      config.channels.map((channel) => [channel.name, new ChannelQueue(channel, stateOf(channel, states))]),
    );
    this.ledger = new Ledger((row) => this.write(row), this.limits.owed);
  }

  toldOn(channel: string): Told {
    return (groupKey, alertId) => this.ledger.told(channel, groupKey, alertId);
  }

  write(notification: Notification): void {
    this.#options.emit({ kind: "notification", notification });
  }

  setState(queue: ChannelQueue, state: ChannelState): void {
    queue.state = state;
    this.#options.emit({ kind: "channel", channel: state });
  }

  /** Lets a row wait, merged with what waits for its groups already; `row` is the newer one unless said. */
  enqueue(queue: ChannelQueue, row: Notification, isOlder = false): void {
    let merged: Notification | undefined = row;
    for (const other of this.mergeable(queue, row)) {
      if (merged === undefined) return;
      merged = isOlder ? this.#join(queue, merged, other) : this.#joinNewer(queue, other, merged);
    }
    if (merged !== undefined) this.#put(queue, merged);
  }

  #put(queue: ChannelQueue, row: Notification): void {
    const kept = queue.config.sendResolved ? row : trimResolved(row, this.#noNewsFor(queue));
    if (kept === undefined) {
      this.end(row, "superseded");
      this.counts.spared += 1;
      return;
    }
    queue.put(kept);
    this.write(kept);
    this.#shed(queue);
  }

  /** It was told of the firing, and what is under way does not tell it again: nothing is owed any more, either. */
  #noNewsFor(queue: ChannelQueue): Told {
    return (groupKey, alertId) => {
      const { name } = queue.config;
      if (!this.ledger.told(name, groupKey, alertId) || queue.isUnderWay(groupKey, alertId)) return false;
      this.ledger.settle(name, groupKey, [alertId]);
      return true;
    };
  }

  /** What of `row`, which came back, has to be told besides `newer`; or both, where one message can name all. */
  #join(queue: ChannelQueue, row: Notification, newer: Notification): Notification | undefined {
    if (!canNameAll(row, newer)) return this.#strip(row, newer);
    queue.remove(newer.id);
    return this.#merge(queue, row, newer);
  }

  #joinNewer(queue: ChannelQueue, other: Notification, row: Notification): Notification {
    if (canNameAll(other, row)) {
      queue.remove(other.id);
      return this.#merge(queue, other, row);
    }
    const rest = this.#strip(other, row);
    if (rest === other) return row;
    queue.remove(other.id);
    if (rest === undefined) return row;
    queue.put(rest);
    this.write(rest);
    return row;
  }

  #merge(queue: ChannelQueue, older: Notification, newer: Notification): Notification {
    this.end(older, "superseded");
    this.counts.coalesced += 1;
    return coalesce(older, newer, this.toldOn(queue.config.name));
  }

  #strip(older: Notification, newer: Notification): Notification | undefined {
    const rest = without(older, newer);
    if (rest !== older) {
      this.end(older, "superseded");
      this.counts.coalesced += 1;
    }
    return rest;
  }

  mergeable(queue: ChannelQueue, row: Notification): ReadonlySet<Notification> {
    const rows = new Set<Notification>();
    if (row.maybeRepeated) return rows;
    for (const { groupKey } of partsOf(row)) {
      for (const open of queue.openRows(groupKey)) if (open.id !== row.id) rows.add(open);
    }
    return rows;
  }

  /** Writes the last state of a row that is in no queue any more. */
  end(row: Notification, state: Ended): Notification {
    const ended: Notification = { ...row, state, finishedMs: this.nowMs };
    if (state === "delivered") this.ledger.delivered(ended);
    else this.write(ended);
    return ended;
  }

  /** A line in the history of each alert that the message names. */
  tell(row: Pick<Notification, "firing" | "resolved">, kind: AlertEvent["kind"], detail: string): void {
    const ids = new Set([...row.firing, ...row.resolved]);
    let left = MAX_ALERTS_PER_MESSAGE;
    for (const alertId of ids) {
      if (left === 0) return;
      left -= 1;
      this.#options.emit({ kind: "event", event: { alertId, atMs: this.nowMs, kind, detail } });
    }
  }

  undelivered(row: Notification): void {
    const { onUndelivered } = this.#options;
    if (onUndelivered === undefined || row.message.status !== "firing") return;
    const others = this.receivers.get(row.message.receiver)?.channels ?? [];
    const gaveUp = new Set([row.channel, ...(row.tried ?? [])]);
    const reachable = others.some((name) => !gaveUp.has(name) && this.queues.get(name)?.state.circuit !== "broken");
    if (reachable) return;
    for (const { groupKey } of partsOf(row)) onUndelivered(groupKey, this.nowMs);
  }

  /** Repeats go first, as their firing was told; then whatever waits longest. */
  #shed(queue: ChannelQueue): void {
    if (queue.size <= this.limits.waiting) return;
    const victim = queue.oldest((row) => row.message.reason === "repeat");
    if (victim === undefined) return;
    queue.remove(victim.id);
    this.counts.overflowed += 1;
    this.end(victim, "superseded");
    const detail = `Not sent through "${queue.config.name}": ${this.limits.waiting} messages wait for it already.`;
    this.tell(victim, "notification_failed", detail);
  }
}

function stateOf(channel: Channel, states: ReadonlyMap<string, ChannelState>): ChannelState {
  const configHash = hashOf(JSON.stringify(channel));
  const known = states.get(channel.name);
  const fresh: ChannelState = {
    name: channel.name,
    circuit: "closed",
    failures: 0,
    retryAtMs: 0,
    tokens: burstOf(channel.rate),
    refilledMs: 0,
    configHash,
  };
  if (known === undefined) return fresh;
  // Somebody changed it, so what was broken may be mended.
  if (known.configHash === configHash || known.circuit !== "broken") return { ...known, configHash };
  return { ...known, circuit: "closed", failures: 0, retryAtMs: 0, configHash };
}
