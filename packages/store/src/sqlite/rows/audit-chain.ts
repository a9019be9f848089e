import { hash } from "node:crypto";

import type { AuditEntry, AuditLink } from "../../port/access.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf, textOf } from "../database/row.ts";
import { readMeta, writeMeta } from "../database/settings.ts";
import { aggregateJson } from "./aggregate-json.ts";

/** Name in `meta` of the last entry that retention took away: the chain goes on from there. */
const ANCHOR = "audit_anchor";
/** Name in `meta` of the newest entry: without it nobody would miss what is taken from the end. */
const HEAD = "audit_head";
const BEGINNING: AuditLink = { sequence: 0, digest: "" };
const NONE: ReadonlySet<string> = new Set();

/** The text that is stored and digested: the fields in one order. */
export function auditJson(entry: AuditEntry): string {
  return aggregateJson(entry, NONE);
}

export function nextLink(before: AuditLink, data: string): AuditLink {
  return { sequence: before.sequence + 1, digest: hash("sha256", `${before.digest}\n${data}`) };
}

function readLink(connection: Connection, name: string): AuditLink | undefined {
  const [sequence = "", digest = ""] = (readMeta(connection, name) ?? "").split(":");
  return digest === "" ? undefined : { sequence: Number(sequence), digest };
}

const writeLink = (connection: Connection, name: string, { sequence, digest }: AuditLink): void =>
  writeMeta(connection, name, `${sequence}:${digest}`);

/** What the first entry that is left follows from. */
export const chainStart = (connection: Connection): AuditLink => readLink(connection, ANCHOR) ?? BEGINNING;

/** Notes what the chain follows from once everything up to this entry is deleted. */
export const moveChainStart = (connection: Connection, to: AuditLink): void => writeLink(connection, ANCHOR, to);

/** The newest entry that was written, whether it is still there or not; undefined before the first one. */
export const chainHead = (connection: Connection): AuditLink | undefined => readLink(connection, HEAD);

/** In the transaction of the entry itself. */
export const moveChainHead = (connection: Connection, to: AuditLink): void => writeLink(connection, HEAD, to);

/**
 * What the next entry follows from. Read each time: another process may have appended since. From the head and not from the
 * last row, so that a gap at the end stays one.
 */
export function chainEnd(connection: Connection): AuditLink {
  const head = chainHead(connection);
  if (head !== undefined) return head;
  const row = connection.get("SELECT sequence, digest FROM audit ORDER BY sequence DESC LIMIT 1");
  if (row === undefined) return chainStart(connection);
  return { sequence: numberOf(row, "sequence"), digest: textOf(row, "digest") };
}
