import type { Connection } from "./connection.ts";
import { textOf } from "./row.ts";

/** Name in `meta` under which the writer leaves its byte cap for readers to show. */
export const MAX_BYTES = "max_bytes";

export function readMeta(connection: Connection, name: string): string | undefined {
  const row = connection.get("SELECT value FROM meta WHERE name = ?", name);
  return row && textOf(row, "value");
}

export function writeMeta(connection: Connection, name: string, value: string): void {
  if (readMeta(connection, name) === value) return;
  connection.run("INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", name, value);
}

export function readSetting(connection: Connection, name: string): string | undefined {
  const row = connection.get("SELECT value FROM settings WHERE name = ?", name);
  return row && textOf(row, "value");
}

export function writeSetting(connection: Connection, name: string, value: string): void {
  connection.run("INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", name, value);
}
