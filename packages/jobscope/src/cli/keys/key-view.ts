import { isoTime, keyStateAt } from "@jobscope/query-api";
import type { StoredKey } from "@jobscope/store";

import { textTable } from "../output/text-table.ts";

export function keyTable(keys: readonly StoredKey[], nowMs: number): string {
  const rows = keys.map((key) => [
    key.id,
    key.prefix,
    key.name,
    rightsOf(key),
    keyStateAt(key, nowMs),
    iso(key.createdMs),
    iso(key.expiresMs),
    iso(key.lastUsedMs),
  ]);
  return textTable(["ID", "PREFIX", "NAME", "MAY", "STATE", "CREATED", "EXPIRES", "LAST USED"], rows);
}

/** `viewer`, `admin (read, export)`, `send for billing` */
export function rightsOf({ kind, role, scopes, services }: StoredKey): string {
  if (kind === "ingest") return services === undefined ? "send" : `send for ${services.join(", ")}`;
  return scopes === undefined ? role : `${role} (${scopes.join(", ")})`;
}

const iso = (ms: number | undefined): string => (ms === undefined ? "never" : isoTime(ms));
