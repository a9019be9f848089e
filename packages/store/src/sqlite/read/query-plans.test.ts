import { DatabaseSync } from "node:sqlite";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openTemporaryStore } from "../../../test/sqlite-harness.ts";
import { OLD_GROUPS } from "../retention/expire-errors.ts";
import { NEWEST_OF_GROUP, OLDEST_OF_GROUP } from "../rows/error-runs.ts";
import { ADOPT_LOGS } from "../write/write-run-links.ts";
import { ERROR_STREAMS, ERROR_STREAMS_BY_NUMBER } from "./error-streams.ts";
import { streamSql } from "./list-sql.ts";
import { LOG_HEAD, LOG_TAIL, LOGS_WITH_WORDS } from "./log-filter.ts";
import { LOG_STREAMS, RUNS_BY_ID } from "./log-streams.ts";
import { auditSql } from "./query-access.ts";
import { INCIDENTS_OF_ALERT, NOTIFICATIONS_OF_ALERT } from "./query-alerts.ts";
import { RUN_BY_REF, RUNS_AFTER } from "./query-attempts.ts";
import {
  ERROR_BY_ID,
  ERROR_GROUP,
  ERROR_HEAD,
  ERROR_HOURS,
  ERROR_JOB_COUNT,
  ERROR_JOBS,
  ERROR_RUNS,
} from "./query-errors.ts";
import { JOB_IDS } from "./query-jobs.ts";
import { LOG_BY_NUMBER, LOG_WORDS, LOGS_WITHIN } from "./query-logs.ts";
import { NEWEST_BY_RUN_ID } from "./query-run.ts";
import { RUN_LIST } from "./query-runs.ts";
import { SLOT_LIST } from "./query-slots.ts";
import { RUNS_OF_TRACE, SPANS_OF_TRACE } from "./query-trace.ts";
import { EVENTS_OF_RUN, LOGS_OF_RUN, LOGS_OF_TRACE } from "./run-logs.ts";
import { HAS_WORD } from "./search-words.ts";
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
    ["events", EVENTS_OF_RUN],
    ["logs", LOGS_OF_RUN],
  ])("%s of a run: among its records at both ends, found by index", (_, sql) => {
    const plan = planOf(sql);
    expect(plan.match(/SEARCH logs USING COVERING INDEX logs_by_owner \(owner=\?\)/g)).toHaveLength(2);
    expect(plan).toContain("SEARCH l USING INTEGER PRIMARY KEY (rowid=?)");
    expect(plan).not.toMatch(/SCAN (?:logs|l)$/m);
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

  it.each(Object.entries(LOG_STREAMS))("logs of %s: one range of one index, no sorting", (_, sql) => {
    const plan = planOf(sql);
    expect(plan).toMatch(/^SEARCH logs USING (?:COVERING )?INDEX logs_\w+ \(.*time_ms>\? AND time_ms<\?\)$/);
  });

  it.each(Object.entries(ERROR_STREAMS))("errors of %s: one range of a covering index, no sorting", (_, sql) => {
    const plan = planOf(sql);
    expect(plan).toMatch(/^SEARCH error_\w+ USING COVERING INDEX error_\w+ \(.*last_ms>\? AND [^)]*last_ms.*<.*\)$/);
  });

  it.each(Object.entries(ERROR_STREAMS_BY_NUMBER))(
    "errors of %s by number: one range of rows, or of one owner",
    (by, sql) => {
      const plan = planOf(sql);
      if (by === "all") expect(plan).toBe("SEARCH error_groups USING INTEGER PRIMARY KEY (rowid>?)");
      else expect(plan).toMatch(/^SEARCH error_\w+ USING COVERING INDEX error_\w+ \(\w+_id=\? AND last_ms>\?.*\)\n/);
    },
  );

  it.each([
    ["an error group", ERROR_GROUP],
    ["groups that were not seen for long", OLD_GROUPS],
    ["what an error group is", ERROR_HEAD],
    ["an error group by id", ERROR_BY_ID],
    ["hours of a group", ERROR_HOURS],
    ["jobs of a group, counted", ERROR_JOB_COUNT],
    ["runs of a group", ERROR_RUNS],
    ["newest run of a group", NEWEST_OF_GROUP],
    ["oldest run of a group", OLDEST_OF_GROUP],
    ["attempt before", RUN_BY_REF],
    ["attempts after", RUNS_AFTER],
    ["a log", LOG_BY_NUMBER],
    ["a log without its body", LOG_HEAD],
    ["the end of a log", LOG_TAIL],
    ["logs of a span of time", LOGS_WITHIN],
    ["runs of a trace", RUNS_OF_TRACE],
    ["logs of a trace that a run adopts", ADOPT_LOGS],
  ])("%s: searched, neither scanned nor sorted", (_, sql) => {
    const plan = planOf(sql);
    expect(plan).toContain("SEARCH");
    expect(plan).not.toMatch(/SCAN (?!\(subquery)|TEMP B-TREE/);
  });

  it("what is sorted or walked is small: jobs of a group, spans of a trace, services", () => {
    expect(planOf(ERROR_JOBS)).toMatch(/SEARCH e USING PRIMARY KEY \(group_id=\?\)/);
    expect(planOf(SPANS_OF_TRACE)).toMatch(/SEARCH spans USING INDEX spans_by_id \(trace_id=\?\)/);
    for (const sql of [RUNS_BY_ID, NEWEST_BY_RUN_ID]) {
      expect(planOf(sql)).toMatch(/SEARCH r USING (?:COVERING )?INDEX runs_by_key \(service_id=\? AND run_ref=\?\)/);
    }
  });

  it.each([
    ["newest first", LOG_WORDS],
    ["between two logs", LOGS_WITH_WORDS],
    ["whether there is any", HAS_WORD],
  ])("words in logs, %s: by the index of words, in its own order", (_, sql) => {
    const plan = planOf(sql);
    expect(plan).toMatch(/^SCAN logs_text VIRTUAL TABLE INDEX/);
    expect(plan).not.toContain("TEMP B-TREE");
  });
});
