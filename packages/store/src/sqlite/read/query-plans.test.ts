import { DatabaseSync } from "node:sqlite";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openTemporaryStore } from "../../../test/sqlite-harness.ts";
import { streamSql } from "./list-sql.ts";
import { auditSql } from "./query-access.ts";
import { INCIDENTS_OF_ALERT, NOTIFICATIONS_OF_ALERT } from "./query-alerts.ts";
import { JOB_IDS } from "./query-jobs.ts";
import { LOGS_OF_RUN, LOGS_OF_TRACE } from "./query-run.ts";
import { RUN_LIST } from "./query-runs.ts";
import { SLOT_LIST } from "./query-slots.ts";
import { AWAITED_INSTANCES } from "./snapshot.ts";
import { RUNS_BETWEEN, SLOTS_BETWEEN } from "./totals.ts";

const store = openTemporaryStore();
let database: DatabaseSync;
beforeAll(() => {
  database = new DatabaseSync(store.path, { readOnly: true });
});
afterAll(() => {
  database.close();
  store.close();
});

const planOf = (sql: string): string =>
  database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map((row) => String(row["detail"]))
    .join("\n");

const SCOPES = ["all", "service", "job"] as const;

describe("query plans", () => {
  it.each([
    ...SCOPES.map((by) => [`runs of ${by}`, streamSql(RUN_LIST, by, false)]),
    ...SCOPES.map((by) => [`runs of ${by} with an error type`, streamSql(RUN_LIST, by, true)]),
    ...SCOPES.map((by) => [`slots of ${by}`, streamSql(SLOT_LIST, by, false)]),
  ])("%s: one range of a covering index, no sorting", (_, sql = "") => {
    const plan = planOf(sql);
    expect(plan).toMatch(/^SEARCH (?:runs|slots) USING COVERING INDEX \w+ \(.*state=\? AND \w+>\? AND \w+<\?\)$/);
    expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
  });

  it.each([
    ["runs that ended", RUNS_BETWEEN, "runs_by_end"],
    ["slots that were decided", SLOTS_BETWEEN, "slots_by_decision"],
    ["logs of a run", LOGS_OF_RUN, "logs_by_owner"],
    ["logs of a trace", LOGS_OF_TRACE, "logs_by_owner"],
    ["jobs", JOB_IDS, "jobs_filter"],
    ["open runs", "SELECT data FROM runs WHERE state = 0 OR provisional = 1 ORDER BY id", "runs_open"],
    ["open slots", "SELECT data FROM slots WHERE state IN (0, 5) OR provisional = 1 ORDER BY id", "slots_open"],
  ])("%s: by index", (_, sql, index) => {
    const plan = planOf(sql);
    expect(plan).toContain(index);
    expect(plan).not.toMatch(/SCAN (?:runs|slots|logs|jobs)$/m);
    expect(plan).not.toMatch(/TEMP B-TREE FOR ORDER BY/);
  });

  it.each([
    ["incidents", INCIDENTS_OF_ALERT, "i"],
    ["notifications", NOTIFICATIONS_OF_ALERT, "n"],
  ])("%s of an alert: only those that mention it", (_, sql, table) => {
    const plan = planOf(sql);
    expect(plan).toContain("SEARCH m USING PRIMARY KEY (alert_id=?)");
    expect(plan).toContain(`SEARCH ${table} USING PRIMARY KEY (id=?)`);
    expect(plan).not.toContain("SCAN");
  });

  it("instances that something waits for: by the indexes of what is open", () => {
    const plan = planOf(AWAITED_INSTANCES);
    expect(plan).toMatch(/runs USING INDEX runs_open/);
    expect(plan).toMatch(/l USING INDEX slots_open/);
    expect(plan).not.toMatch(/SCAN (?:runs|l|k)$/m);
  });

  it.each(["actor", "action", "outcome", "none"] as const)("audit by %s: one range of a covering index", (by) => {
    expect(planOf(auditSql(by))).toMatch(/^SEARCH audit USING COVERING INDEX \w+ \(.*at_ms>\? AND at_ms<\?\)$/);
  });
});
