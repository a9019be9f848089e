import type { Notification } from "../model/notification.ts";
import { partsOf } from "./row.ts";

interface Owed {
  readonly carrier: string;
  readonly alerts: ReadonlySet<string>;
}

/**
 * Which alerts each channel was told as firing and not as resolved. Each entry lies on the row that was delivered last for
 * its group (`owes`), so that it survives a restart; a newer delivery takes it over.
 */
export class Ledger {
  readonly #carriers = new Map<string, Notification>();
  /** By channel and group. */
  readonly #owed = new Map<string, Map<string, Owed>>();
  readonly #write: (row: Notification) => void;
  readonly #limit: number;

  constructor(write: (row: Notification) => void, limit: number) {
    this.#write = write;
    this.#limit = limit;
  }

  get size(): number {
    return this.#carriers.size;
  }

  /** What a row says after a restart. */
  restore(row: Notification): void {
    this.#carriers.set(row.id, row);
    for (const { groupKey, alerts } of row.owes ?? []) {
      this.#groups(row.channel).set(groupKey, { carrier: row.id, alerts: new Set(alerts) });
    }
  }

  told(channel: string, groupKey: string, alertId: string): boolean {
    return this.#owed.get(channel)?.get(groupKey)?.alerts.has(alertId) ?? false;
  }

  /** Writes a row that was delivered, with what its channel is owed from now on. */
  delivered(row: Notification): void {
    const groups = this.#groups(row.channel);
    const before = new Set<string>();
    const owes: { groupKey: string; alerts: string[] }[] = [];
    for (const part of partsOf(row)) {
      const owed = groups.get(part.groupKey);
      if (owed !== undefined) before.add(owed.carrier);
      const alerts = new Set([...(owed?.alerts ?? []), ...part.firing]);
      for (const id of part.resolved) alerts.delete(id);
      if (alerts.size === 0) groups.delete(part.groupKey);
      else {
        groups.set(part.groupKey, { carrier: row.id, alerts });
        owes.push({ groupKey: part.groupKey, alerts: [...alerts] });
      }
    }
    before.delete(row.id);
    if (owes.length === 0) this.#write(row);
    else this.#carry({ ...row, owes });
    for (const carrier of before) this.#rewrite(carrier);
    this.#bound();
  }

  /** Nothing is owed any more for these alerts of a group. */
  settle(channel: string, groupKey: string, alertIds: readonly string[]): void {
    const groups = this.#groups(channel);
    const owed = groups.get(groupKey);
    if (owed === undefined || !alertIds.some((id) => owed.alerts.has(id))) return;
    const over = new Set(alertIds);
    const alerts = new Set([...owed.alerts].filter((id) => !over.has(id)));
    if (alerts.size === 0) groups.delete(groupKey);
    else groups.set(groupKey, { carrier: owed.carrier, alerts });
    this.#rewrite(owed.carrier);
  }

  /** What is owed for these alerts by a group is owed by another one as well. */
  copy(from: string, to: string, alertIds: readonly string[]): void {
    for (const groups of this.#owed.values()) {
      const owed = groups.get(from);
      const added = alertIds.filter((id) => owed?.alerts.has(id));
      if (owed === undefined || added.length === 0) continue;
      const there = groups.get(to);
      const carrier = there?.carrier ?? owed.carrier;
      const alerts = new Set([...(there?.alerts ?? []), ...added]);
      groups.set(to, { carrier, alerts });
      const row = this.#carriers.get(carrier);
      if (row === undefined) continue;
      const others = (row.owes ?? []).filter(({ groupKey }) => groupKey !== to);
      this.#carry({ ...row, owes: [...others, { groupKey: to, alerts: [...alerts] }] });
    }
  }

  /** No channel is owed anything any more for these alerts by this group. */
  settleAll(groupKey: string, alertIds: readonly string[]): void {
    for (const channel of this.#owed.keys()) this.settle(channel, groupKey, alertIds);
  }

  /** Forgets alerts that are not there any more, as nobody will tell of their end. */
  keepOnly(alertIds: ReadonlySet<string>): void {
    for (const [channel, groups] of this.#owed) {
      for (const [groupKey, { alerts }] of groups) {
        this.settle(
          channel,
          groupKey,
          [...alerts].filter((id) => !alertIds.has(id)),
        );
      }
    }
  }

  #groups(channel: string): Map<string, Owed> {
    let groups = this.#owed.get(channel);
    if (groups === undefined) {
      groups = new Map();
      this.#owed.set(channel, groups);
    }
    return groups;
  }

  #carry(row: Notification): void {
    this.#carriers.set(row.id, row);
    this.#write(row);
  }

  #rewrite(id: string): void {
    const row = this.#carriers.get(id);
    if (row === undefined) return;
    const { owes = [], ...rest } = row;
    const groups = this.#groups(row.channel);
    const left = owes.flatMap(({ groupKey }) => {
      const owed = groups.get(groupKey);
      return owed?.carrier === id ? [{ groupKey, alerts: [...owed.alerts] }] : [];
    });
    if (left.length > 0) this.#carry({ ...rest, owes: left });
    else {
      this.#carriers.delete(id);
      this.#write(rest);
    }
  }

  #bound(): void {
    for (const [id, row] of this.#carriers) {
      if (this.#carriers.size <= this.#limit) return;
      const groups = this.#groups(row.channel);
      for (const { groupKey } of row.owes ?? []) if (groups.get(groupKey)?.carrier === id) groups.delete(groupKey);
      this.#rewrite(id);
    }
  }
}
