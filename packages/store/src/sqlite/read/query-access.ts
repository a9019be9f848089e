import type {
  AuditCheck,
  AuditCheckStep,
  AuditEntry,
  AuditLink,
  AuditQuery,
  StoredAudit,
  StoredKey,
} from "../../port/access.ts";
import type { Page } from "../../port/page.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf, optionalNumberOf, type Row, textOf } from "../database/row.ts";
import { readMeta } from "../database/settings.ts";
import { parseAggregate } from "../rows/aggregate-json.ts";
import { chainHead, chainStart, nextLink } from "../rows/audit-chain.ts";
import { MAX_KEYS } from "../rows/key-limit.ts";
import type { Cursors } from "./cursor.ts";
import { newestFirst, type TimedPosition } from "./merge-streams.ts";
import { limitOf, timedPage, timedStart } from "./page.ts";

/** Entries that are held in memory at once while the chain is checked. */
const CHECKED_ROWS = 500;

export function queryKeys(connection: Connection): readonly StoredKey[] {
  const sql = "SELECT id, prefix, created_ms, last_used_ms, data FROM access_keys ORDER BY created_ms DESC, id LIMIT ?";
  return connection.all(sql, MAX_KEYS).map(keyOf);
}

function keyOf(row: Row): StoredKey {
  const lastUsedMs = optionalNumberOf(row, "last_used_ms");
  return {
    ...parseAggregate<StoredKey>(textOf(row, "data")),
    id: textOf(row, "id"),
    prefix: textOf(row, "prefix"),
    createdMs: numberOf(row, "created_ms"),
    ...(lastUsedMs !== undefined && { lastUsedMs }),
  };
}

export function queryKeysVersion(connection: Connection): number {
  return Number(readMeta(connection, "keys_version") ?? 0);
}

/** Which filter finds the rows; the others are looked at in the same index where it has them. */
export type AuditIndex = "actor" | "action" | "outcome" | "none";

export function auditSql(by: AuditIndex): string {
  const found = by === "none" ? "" : `${by} = ?6 AND`;
  return `SELECT at_ms AS sort, sequence AS id FROM audit WHERE ${found} at_ms >= ?1 AND (at_ms, sequence) < (?2, ?3)
    AND (?4 IS NULL OR action = ?4) AND (?5 IS NULL OR outcome = ?5) ORDER BY at_ms DESC, sequence DESC LIMIT ?7`;
}

export function queryAudit(connection: Connection, cursors: Cursors, query: AuditQuery): Page<StoredAudit> {
  const limit = limitOf(query);
  const { fromMs = -Infinity, toMs = Infinity } = query;
  // No entry has a negative number, so this position is just before every entry of the instant `toMs`.
  const start: TimedPosition = { sort: toMs, id: -1 };
  const after = timedStart(cursors, "audit", query);
  const from = after !== undefined && newestFirst(start, after) ? after : start;
  const { by, found, action, outcome } = filtersOf(query);
  const rows = connection
    .all(auditSql(by), fromMs, from.sort, from.id, action, outcome, found, limit + 1)
    .map((row) => ({ sort: numberOf(row, "sort"), id: numberOf(row, "id") }));
  return timedPage(rows, limit, {
    read: (ids) => ids.flatMap((id) => entriesAt(connection, id)),
    cursorAt: (last) => cursors.encode("audit", query, last),
  });
}

interface AuditFilters {
  readonly by: AuditIndex;
  readonly found: string | null;
  readonly action: string | null;
  readonly outcome: string | null;
}

function filtersOf({ actor, action, outcome }: AuditQuery): AuditFilters {
  const rest = { action: action ?? null, outcome: outcome ?? null };
  if (actor !== undefined) return { by: "actor", found: actor, ...rest };
  if (action !== undefined) return { by: "action", found: action, ...rest, action: null };
  if (outcome !== undefined) return { by: "outcome", found: outcome, action: null, outcome: null };
  return { by: "none", found: null, ...rest };
}

function entriesAt(connection: Connection, sequence: number): StoredAudit[] {
  return connection.all("SELECT digest, data FROM audit WHERE sequence = ?", sequence).map((row) => ({
    ...parseAggregate<AuditEntry>(textOf(row, "data")),
    sequence,
    digest: textOf(row, "digest"),
  }));
}

const CHAIN = `SELECT sequence, at_ms, actor, action, outcome, digest, data FROM audit WHERE sequence > ?
  ORDER BY sequence LIMIT ${CHECKED_ROWS}`;

/** Entries that one question follows: others wait no longer for it. */
const STEP_ROWS = 5_000;

/** Follows the chain from the first entry that is left, or from `after`, a few rows at a time. */
export function checkAuditStep(connection: Connection, after: AuditLink | undefined): AuditCheckStep {
  const start = chainStart(connection);
  // What was checked may be deleted by now.
  const isLeft = after !== undefined && after.sequence > start.sequence;
  return follow(connection, isLeft ? { link: after, from: after.sequence } : { link: start, from: -1 }, STEP_ROWS);
}

export function checkAudit(connection: Connection): AuditCheck {
  return follow(connection, { link: chainStart(connection), from: -1 }, Infinity);
}

function follow(
  connection: Connection,
  place: { readonly link: AuditLink; readonly from: number },
  limit: number,
): AuditCheckStep {
  let { link, from } = place;
  let entries = 0;
  for (;;) {
    const rows = connection.all(CHAIN, from);
    for (const row of rows) {
      const expected = nextLink(link, textOf(row, "data"));
      if (!follows(row, expected)) return { ok: false, entries, brokenAt: expected.sequence };
      link = expected;
      entries += 1;
    }
    if (rows.length < CHECKED_ROWS) return ended(link, chainHead(connection), entries);
    if (entries >= limit) return { ok: true, entries, next: link };
    from = link.sequence;
  }
}

/** The chain must end with the newest entry that was written. */
function ended(last: AuditLink, head: AuditLink | undefined, entries: number): AuditCheckStep {
  if (head === undefined || (last.sequence === head.sequence && last.digest === head.digest)) {
    return { ok: true, entries };
  }
  const isSameLength = last.sequence === head.sequence;
  return { ok: false, entries, brokenAt: Math.min(last.sequence, head.sequence) + (isSameLength ? 0 : 1) };
}

/** The columns by which entries are found are no part of the digest: they must say what the entry says. */
function follows(row: Row, { sequence, digest }: AuditLink): boolean {
  if (row["sequence"] !== sequence || row["digest"] !== digest) return false;
  const { atMs, actor, action, outcome } = parseAggregate<AuditEntry>(textOf(row, "data"));
  return row["at_ms"] === atMs && row["actor"] === actor && row["action"] === action && row["outcome"] === outcome;
}
