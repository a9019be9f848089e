import { shapeAudit, isoTime } from "@jobscope/query-api";
import type { AccessQueries, AuditQuery, StoredAudit } from "@jobscope/store";

import { withAccess } from "../access/with-access.ts";
import { instantFlag } from "../options/flag-problem.ts";
import { textTable } from "../output/text-table.ts";
import type { AuditListFlags } from "./audit-command.ts";

const PAGE = 1_000;

/** @throws {ConfigError} for wrong flags, {@link StoreError} where it cannot be read. */
export function listAudit(options: AuditListFlags): void {
  const nowMs = Date.now();
  const { actor, action, outcome, from, to, limit } = options;
  const query = {
    ...(actor !== undefined && { actor }),
    ...(action !== undefined && { action }),
    ...(outcome !== undefined && { outcome }),
    ...(from !== undefined && { fromMs: instantFlag("--from", from, nowMs) }),
    ...(to !== undefined && { toMs: instantFlag("--to", to, nowMs) }),
  };
  const { entries, more } = withAccess(options, (store) => newest(store, query, limit));
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ items: entries.map(shapeAudit), more }, null, 2)}\n`);
    return;
  }
  process.stdout.write(entryTable(entries));
  if (more) process.stderr.write(`There are older ones: --limit shows more than ${limit}, export --type audit all.\n`);
}

function newest(
  store: AccessQueries,
  query: Omit<AuditQuery, "limit" | "cursor">,
  limit: number,
): { readonly entries: readonly StoredAudit[]; readonly more: boolean } {
  const entries: StoredAudit[] = [];
  let cursor: string | undefined;
  do {
    const page = store.audit({
      ...query,
      limit: Math.min(PAGE, limit - entries.length),
      ...(cursor !== undefined && { cursor }),
    });
    entries.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined && entries.length < limit);
  return { entries, more: cursor !== undefined };
}

function entryTable(entries: readonly StoredAudit[]): string {
  if (entries.length === 0) return "No entries.\n";
  const rows = entries.map(({ sequence, atMs, actor, action, target, outcome, count, detail }) => [
    String(sequence),
    isoTime(atMs),
    actor,
    action,
    target,
    count > 1 ? `${outcome} (${count} times)` : outcome,
    detail,
  ]);
  return textTable(["NO.", "TIME", "WHO", "WHAT", "TO", "OUTCOME", "DETAIL"], rows);
}
