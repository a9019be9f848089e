import { rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { afterEach, beforeEach, expect, it } from "vitest";

import { commit, runChange, slotChange } from "../../../test/contract/harness.ts";
import { endedOf, MAIL, runOf, slotOf, T0 } from "../../../test/samples.ts";
import { temporaryDirectory } from "../../../test/sqlite-harness.ts";
import { openSqliteStore } from "../sqlite-store.ts";
import { ROLLUPS } from "./migrations/rollups.ts";
import { MIGRATIONS } from "./schema.ts";

const HOUR = 3_600_000;
/** Migrations that a file has which was written before there were rollups. */
const BEFORE = MIGRATIONS.indexOf(ROLLUPS);

let directory = "";
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const RUNS = Array.from({ length: 60 }, (_, n) => {
  const run = runOf(
    { runId: `r${n}`, job: `job ${n % 3}`, ...(n % 4 === 0 && { service: MAIL }) },
    { startMs: T0 + n * 7 * HOUR },
  );
  if (n % 10 === 9) return run;
  const rest = n % 7 === 0 ? "skip" : "success";
  const ended = endedOf(run, n % 5 === 0 ? "failure" : rest, 1.37 ** n);
  if (n % 5 === 0) {
    const stack = n % 3 === 0 ? `Error: no\n    at charge (/app/src/pay.ts:${n}:1)` : undefined;
    return {
      ...ended,
      errorType: `E${n % 4}`,
      errorMessage: `order ${n}\0 is gone`,
      ...(stack !== undefined && { errorStack: stack }),
      previousRunId: `r${n - 5}`,
    };
  }
  return n % 2 === 0 ? { ...ended, delayMs: n * 10 } : ended;
});
const SLOTS = Array.from({ length: 20 }, (_, n) => {
  const decided = { decidedMs: T0 + n * HOUR + 5, late: n % 3 === 0 } as const;
  const slot = slotOf("job 1", T0 + n * HOUR, { state: n % 2 === 0 ? "met" : "missed", ...decided });
  if (n === 7) return { ...slot, untilMs: T0 + 30 * HOUR, count: 23 };
  return n > 17 ? slotOf("job 1", T0 + n * HOUR) : slot;
});

const TABLES = ["run_rollups", "calendar_counts", "error_groups", "error_jobs", "error_hours"] as const;
const LINKS = "SELECT run_ref, error_group, previous_ref FROM runs ORDER BY id";

function contentsOf(path: string): readonly (readonly unknown[])[] {
  const database = new DatabaseSync(path, { readOnly: true });
  const contents: unknown[][] = TABLES.map((table) =>
    database.prepare(`SELECT * FROM ${table}`).all().map(withRoundedSums),
  );
  contents.push(database.prepare(LINKS).all());
  database.close();
  return contents;
}

/** Sums of fractions depend on their order in the last digits. */
const withRoundedSums = (row: Readonly<Record<string, unknown>>): unknown => ({
  ...row,
  ...(typeof row["duration_ms"] === "number" && { duration_ms: Math.round(row["duration_ms"] * 1_000) }),
});

it("counts what a file of an earlier version holds exactly as what is written now", () => {
  const path = join(directory, "new.db");
  const writer = openSqliteStore({ path, durability: "process" });
  for (const run of RUNS) commit(writer, runChange(run));
  for (const slot of SLOTS) commit(writer, slotChange(slot));
  writer.close();
  for (const rows of contentsOf(path)) expect(rows).not.toHaveLength(0);

  const old = join(directory, "old.db");
  const database = new DatabaseSync(old);
  for (const sql of MIGRATIONS.slice(0, BEFORE)) database.exec(sql);
  database.exec(`PRAGMA application_id = 0x4a6f6253;
    CREATE TABLE schema_versions (version INTEGER PRIMARY KEY, applied_ms REAL NOT NULL) STRICT;
    INSERT INTO schema_versions VALUES (${BEFORE}, 0);
    ATTACH '${path}' AS written;
    INSERT INTO meta VALUES ('cursor_secret', 'old')`);
  for (const table of ["services", "job_keys", "instance_keys", "runs", "slots"]) {
    const columns = database
      .prepare(`SELECT group_concat(name) AS names FROM pragma_table_info('${table}', 'main')`)
      .get();
    database.exec(`INSERT INTO ${table} SELECT ${String(columns?.["names"])} FROM written.${table}`);
  }
  database.close();

  const migrated = openSqliteStore({ path: old, durability: "process" });
  expect(contentsOf(old)).toEqual(contentsOf(path));
  // And the writer corrects what the migration has counted.
  const [first] = RUNS;
  if (first !== undefined) commit(migrated, runChange({ ...first, state: "timeout" }));
  migrated.close();
  const again = openSqliteStore({ path, durability: "process" });
  if (first !== undefined) commit(again, runChange({ ...first, state: "timeout" }));
  again.close();
  expect(contentsOf(old)).toEqual(contentsOf(path));
});
