import type { AdminCommand, AdminPort, KeyRegistry, KeyWish } from "@jobscope/query-api";
import { mintKey } from "@jobscope/query-api";
import type { AuditEntry, StoredAudit, StoredKey, StoreReader } from "@jobscope/store";

import { pageOf } from "./memory-reader.ts";
import { NOW } from "./samples.ts";

export interface MemoryAccess {
  readonly admin: AdminPort;
  readonly registry: KeyRegistry;
  readonly reader: Pick<StoreReader, "keys" | "audit" | "checkAudit">;
  readonly commands: readonly AdminCommand[];
  readonly audits: readonly AuditEntry[];
  readonly keys: ReadonlyMap<string, StoredKey>;
  /** Stores a key as if somebody had made it, and gives the key itself. */
  add(wish?: Partial<KeyWish>, later?: Partial<StoredKey>): { readonly key: string; readonly id: string };
  /** From now on nothing can be written. */
  break(error: Error): void;
}

/** Keys and audit by the promises of the store, without a store. */
export function memoryAccess(): MemoryAccess {
  const keys = new Map<string, StoredKey>();
  const audits: AuditEntry[] = [];
  const commands: AdminCommand[] = [];
  let broken: Error | undefined;
  const carryOut = (command: AdminCommand): void => {
    if (command.kind === "audit") audits.push(...command.entries);
    if (command.kind !== "write_key") return;
    for (const key of [command.key, command.replaced]) if (key !== undefined) keys.set(key.id, key);
    audits.push(command.audit);
  };
  return {
    admin: {
      async command(command) {
        commands.push(command);
        if (broken !== undefined) throw broken;
        carryOut(command);
        return "done";
      },
    },
    registry: { find: (prefix) => [...keys.values()].find((key) => key.prefix === prefix) },
    reader: {
      keys: async () => [...keys.values()].toReversed(),
      async audit({ actor, action, outcome, fromMs = 0, toMs = Infinity, ...page }) {
        const found = audits
          .map(stored)
          .filter(
            (entry) =>
              (actor === undefined || actor === entry.actor) &&
              (action === undefined || action === entry.action) &&
              (outcome === undefined || outcome === entry.outcome) &&
              entry.atMs >= fromMs &&
              entry.atMs < toMs,
          );
        const query = { ...page, actor, action, outcome, fromMs, toMs };
        return pageOf(found.toReversed(), query);
      },
      checkAudit: async () => ({ ok: false, entries: audits.length, brokenAt: 7 }),
    },
    commands,
    audits,
    keys,
    add(wish = {}, later = {}) {
      const made = { kind: "api", name: "test", role: "admin", createdMs: NOW - 1000, createdBy: "admin-key" } as const;
      const { key, stored: fresh } = mintKey({ ...made, ...wish });
      keys.set(fresh.id, { ...fresh, ...later });
      return { key, id: fresh.id };
    },
    break(error) {
      broken = error;
    },
  };
}

const stored = (entry: AuditEntry, index: number): StoredAudit => ({ ...entry, sequence: index + 1, digest: "d" });
