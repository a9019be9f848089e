import type { AuditEntry } from "@jobscope/store";

import type { Auditor } from "../../model/auditor.ts";
import type { AdminPort } from "../deps.ts";
import { deniedEntry } from "./audit-entry.ts";

export interface AuditorDeps {
  readonly admin: AdminPort;
  /** Wall clock, epoch milliseconds. */
  nowMs(): number;
  /** Told each time that what waits could not be written. */
  onFailure(error: unknown): void;
  /** Entries that wait at most, without equal ones; what is beyond is counted in one entry. Default 1,000. */
  readonly maxWaiting?: number;
  /** Longest time that an entry waits, milliseconds. Default one minute. */
  readonly flushMs?: number;
}

/** Denials are not written one by one: whoever knocks a thousand times would else have the disk written as often. */
export function createAuditor(deps: AuditorDeps): Auditor {
  return new DenialQueue(deps);
}

class DenialQueue implements Auditor {
  readonly #deps: AuditorDeps;
  readonly #maxWaiting: number;
  readonly #flushMs: number;
  #waiting = new Map<string, AuditEntry>();
  #overflow = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(deps: AuditorDeps) {
    this.#deps = deps;
    this.#maxWaiting = deps.maxWaiting ?? 1000;
    this.#flushMs = deps.flushMs ?? 60_000;
  }

  deny(entry: AuditEntry): void {
    this.#add(entry);
    this.#arm();
  }

  flush(): Promise<void> {
    // One at a time, so that entries stay in order.
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.flush();
  }

  #add(entry: AuditEntry): void {
    const { actor, role, action, target, detail, address } = entry;
    const key = JSON.stringify([actor, role, action, target, detail, address]);
    const earlier = this.#waiting.get(key);
    if (earlier !== undefined) this.#waiting.set(key, { ...earlier, count: earlier.count + entry.count });
    else if (this.#waiting.size < this.#maxWaiting) this.#waiting.set(key, entry);
    else this.#overflow += entry.count;
  }

  async #write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const entries = [...this.#waiting.values()];
    const overflow = this.#overflow;
    if (entries.length === 0 && overflow === 0) return;
    this.#waiting = new Map();
    this.#overflow = 0;
    try {
      await this.#deps.admin.command({ kind: "audit", entries: [...entries, ...this.#summary(overflow)] });
    } catch (error) {
      this.#deps.onFailure(error);
      this.#putBack(entries, overflow);
    }
  }

  /** Those that waited longest stay in front. */
  #putBack(entries: readonly AuditEntry[], overflow: number): void {
    const later = [...this.#waiting.values()];
    this.#waiting = new Map();
    this.#overflow += overflow;
    for (const entry of [...entries, ...later]) this.#add(entry);
    this.#arm();
  }

  #summary(count: number): readonly AuditEntry[] {
    if (count === 0) return [];
    const detail = `${count} more denials, of too many kinds to be written one by one`;
    return [deniedEntry({ atMs: this.#deps.nowMs(), action: "access", target: "", detail, address: "", count })];
  }

  #arm(): void {
    if (this.#closed) return;
    this.#timer ??= setTimeout(() => void this.flush(), this.#flushMs).unref();
  }
}
