import type { Notification } from "../model/notification.ts";
import { partsOf } from "./row.ts";

/**
 * Which ends each channel was told, or is about to be: an alert that is in several groups, as after its route changed with
 * the configuration, ends once for a channel that is told by all of them. Not stored: what was delivered before a restart is
 * not remembered.
 */
export class ToldEnds {
  /** By channel and alert: the group that told. The oldest first. */
  readonly #groups = new Map<string, Map<string, string>>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether another group tells, or told, the channel of this end. */
  byOther(channel: string, alertId: string, groupKey: string): boolean {
    const teller = this.#groups.get(channel)?.get(alertId);
    return teller !== undefined && teller !== groupKey;
  }

  add(row: Notification): void {
    const told = this.#groups.get(row.channel) ?? new Map<string, string>();
    this.#groups.set(row.channel, told);
    for (const { groupKey, resolved } of partsOf(row)) for (const id of resolved) told.set(id, groupKey);
    for (const id of told.keys()) {
      if (told.size <= this.#limit) return;
      told.delete(id);
    }
  }

  /** It was not told after all. */
  forget(row: Notification): void {
    const told = this.#groups.get(row.channel);
    for (const { groupKey, resolved } of partsOf(row)) {
      for (const id of resolved) if (told?.get(id) === groupKey) told.delete(id);
    }
  }
}
