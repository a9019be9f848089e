import { hash } from "node:crypto";

import type { AuditEntry, AuditLink } from "../../port/access.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf, textOf } from "../database/row.ts";
import { readMeta, writeMeta } from "../database/settings.ts";
import { aggregateJson } from "./aggregate-json.ts";

/** Name in `meta` of the last entry that retention took away: the chain goes on from there. */
const ANCHOR = "audit_anchor";
const BEGINNING: AuditLink = { sequence: 0, digest: "" };
const NONE: ReadonlySet<string> = new Set();

/** The text that is stored and digested: the fields in one order. */
export function auditJson(entry: AuditEntry): string {
  return aggregateJson(entry, NONE);
}

export function nextLink(before: AuditLink, data: string): AuditLink {
  return { sequence: before.sequence + 1, digest: hash("sha256", `${before.digest}\n${data}`) };
}

/** What the first entry that is left follows from. */
export function chainStart(connection: Connection): AuditLink {
  const [sequence = "", digest = ""] = (readMeta(connection, ANCHOR) ?? "").split(":");
  return digest === "" ? BEGINNING : { sequence: Number(sequence), digest };
}

/** The newest entry. Read each time: another process may have appended since. */
export function chainEnd(connection: Connection): AuditLink {
  const row = connection.get("SELECT sequence, digest FROM audit ORDER BY sequence DESC LIMIT 1");
  if (row === undefined) return chainStart(connection);
  return { sequence: numberOf(row, "sequence"), digest: textOf(row, "digest") };
}

/** Notes what the chain follows from once everything up to this entry is deleted. */
export function moveChainStart(connection: Connection, { sequence, digest }: AuditLink): void {
  writeMeta(connection, ANCHOR, `${sequence}:${digest}`);
}
