import type { AlertEvent } from "../model/alert.ts";
import type { Channel } from "../model/channel.ts";
import { MAX_ALERTS_PER_MESSAGE, type ChannelState, type Notification } from "../model/notification.ts";
import type { Receiver } from "../model/routing.ts";
import { ChannelQueue } from "./channel-queue.ts";
import type { Told } from "./coalesce.ts";
import { Ledger } from "./ledger.ts";
import { OUTBOX_LIMITS, type OutboxLimits } from "./limits.ts";
import type { OutboxCounts, OutboxOptions } from "./outbox.ts";
import { partsOf } from "./row.ts";
import { burstOf } from "./token-bucket.ts";
import { ToldEnds } from "./told-ends.ts";

type Ended = Exclude<Notification["state"], "waiting" | "sending">;
type Counts = { -readonly [K in keyof OutboxCounts]: number };

/** The outbox's memory, which holds exactly what was emitted; and the few ways in which it changes. */
export class OutboxBook {
  readonly limits: OutboxLimits;
  readonly receivers: ReadonlyMap<string, Receiver>;
  readonly queues: ReadonlyMap<string, ChannelQueue>;
  readonly ledger: Ledger;
  readonly ends: ToldEnds;
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
    this.ends = new ToldEnds(this.limits.ends);
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

  dropState(name: string): void {
    this.#options.emit({ kind: "channel_gone", name });
  }

  /** Writes the last state of a row that is in no queue any more. */
  end(row: Notification, state: Ended): Notification {
    const ended: Notification = { ...row, state, finishedMs: this.nowMs };
    if (state === "delivered") this.ledger.delivered(ended);
    else this.write(ended);
    return ended;
  }

  /** It will tell nobody of these ends any more: its channel is owed none of them. */
  settle(row: Notification): void {
    this.ends.forget(row);
    for (const { groupKey, resolved } of partsOf(row)) this.ledger.settle(row.channel, groupKey, resolved);
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
    const { reason } = row.message;
    if (onUndelivered === undefined || (reason !== "firing" && reason !== "escalation")) return;
    const others = this.receivers.get(row.message.receiver)?.channels ?? [];
    const gaveUp = new Set([row.channel, ...(row.tried ?? [])]);
    const reachable = others.some((name) => !gaveUp.has(name) && this.queues.get(name)?.state.circuit !== "broken");
    if (reachable) return;
    for (const { groupKey } of partsOf(row)) onUndelivered(groupKey, this.nowMs);
  }
}

/**
 * A start closes what is broken: its address, its credentials or what the process may reach can only have been mended with
 * one, and the next attempt tells.
 */
function stateOf(channel: Channel, states: ReadonlyMap<string, ChannelState>): ChannelState {
  const known = states.get(channel.name);
  if (known?.circuit === "broken") return { ...known, circuit: "closed", failures: 0, retryAtMs: 0 };
  if (known !== undefined) return known;
  return {
    name: channel.name,
    circuit: "closed",
    failures: 0,
    retryAtMs: 0,
    tokens: burstOf(channel.rate),
    refilledMs: 0,
  };
}
