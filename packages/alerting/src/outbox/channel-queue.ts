import { DeadlineHeap } from "@jobscope/tracker";

import type { Channel } from "../model/channel.ts";
import type { ChannelState, Notification } from "../model/notification.ts";
import { isUncertain, partsOf } from "./row.ts";

/** What waits for one channel: critical messages first, then by the time of the next attempt. One attempt at a time. */
export class ChannelQueue {
  readonly config: Channel;
  state: ChannelState;
  /** The attempt under way, and until when it may stay without an answer. */
  sending: Notification | undefined;
  leaseMs = 0;
  readonly #rows = new Map<string, Notification>();
  /** Rows of each group that newer ones are merged with. */
  readonly #open = new Map<string, Set<Notification>>();
  /** Rows of each group that must go first, as they are: they may have been delivered. */
  readonly #uncertain = new Map<string, Set<Notification>>();
  readonly #urgent = new DeadlineHeap();
  readonly #normal = new DeadlineHeap();

  constructor(config: Channel, state: ChannelState) {
    this.config = config;
    this.state = state;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** In the order in which they came. */
  rows(): readonly Notification[] {
    return [...this.#rows.values()];
  }

  get(id: string): Notification | undefined {
    return this.#rows.get(id);
  }

  openRows(groupKey: string): readonly Notification[] {
    return [...(this.#open.get(groupKey) ?? [])];
  }

  /** Alerts that something which waits or is under way names as firing. */
  firingHeld(groupKey: string): ReadonlySet<string> {
    return firingOf([...(this.#open.get(groupKey) ?? []), ...this.#underWay(groupKey)], groupKey);
  }

  /** Those of which it is being told, or may have been just before a crash. */
  firingUnderWay(groupKey: string): ReadonlySet<string> {
    return firingOf(this.#underWay(groupKey), groupKey);
  }

  #underWay(groupKey: string): Notification[] {
    const rows = [...(this.#uncertain.get(groupKey) ?? [])];
    return this.sending === undefined ? rows : [...rows, this.sending];
  }

  /** Whether anything of the group waits or is under way. */
  holds(groupKey: string): boolean {
    if (this.#open.has(groupKey) || this.#uncertain.has(groupKey)) return true;
    return this.sending !== undefined && partsOf(this.sending).some((part) => part.groupKey === groupKey);
  }

  put(row: Notification): void {
    this.remove(row.id);
    this.#rows.set(row.id, row);
    const index = isUncertain(row) ? this.#uncertain : this.#open;
    for (const { groupKey } of partsOf(row)) {
      const rows = index.get(groupKey);
      if (rows === undefined) index.set(groupKey, new Set([row]));
      else rows.add(row);
    }
    this.#timesOf(row).set(row.id, row.nextAttemptMs);
  }

  remove(id: string): void {
    const row = this.#rows.get(id);
    if (row === undefined) return;
    this.#rows.delete(id);
    const index = isUncertain(row) ? this.#uncertain : this.#open;
    for (const { groupKey } of partsOf(row)) {
      const rows = index.get(groupKey);
      rows?.delete(row);
      if (rows?.size === 0) index.delete(groupKey);
    }
    this.#timesOf(row).cancel(id);
  }

  /** The row whose turn it is. It stays among those that wait; {@link remove} it, or {@link putBack}. */
  nextDue(nowMs: number): Notification | undefined {
    return this.#nextOf(this.#urgent, nowMs) ?? this.#nextOf(this.#normal, nowMs);
  }

  putBack(row: Notification): void {
    this.#timesOf(row).set(row.id, row.nextAttemptMs);
  }

  /** When the next row may be sent, for all that the row knows. */
  nextMs(): number | undefined {
    const [urgent, normal] = [this.#urgent.peek(), this.#normal.peek()];
    return urgent === undefined ? normal : Math.min(urgent, normal ?? urgent);
  }

  #nextOf(times: DeadlineHeap, nowMs: number): Notification | undefined {
    for (let id = times.popDue(nowMs); id !== undefined; id = times.popDue(nowMs)) {
      const row = this.#rows.get(id);
      if (row === undefined) continue;
      const first = this.#before(row);
      if (first === undefined) return row;
      // What may have been delivered goes first, and what is newer of its groups right behind it.
      times.set(id, Math.max(nowMs, first.nextAttemptMs) + 1);
      if (first.nextAttemptMs <= nowMs) {
        this.#timesOf(first).cancel(first.id);
        return first;
      }
    }
    return undefined;
  }

  #before(row: Notification): Notification | undefined {
    if (isUncertain(row)) return undefined;
    for (const { groupKey } of partsOf(row)) {
      for (const first of this.#uncertain.get(groupKey) ?? []) return first;
    }
    return undefined;
  }

  #timesOf(row: Notification): DeadlineHeap {
    return row.message.severity === "critical" ? this.#urgent : this.#normal;
  }
}

function firingOf(rows: readonly Notification[], groupKey: string): ReadonlySet<string> {
  const parts = rows.flatMap((row) => partsOf(row).filter((part) => part.groupKey === groupKey));
  return new Set(parts.flatMap((part) => part.firing));
}
