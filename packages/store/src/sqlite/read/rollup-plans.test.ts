import { DatabaseSync } from "node:sqlite";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openTemporaryStore } from "../../../test/sqlite-harness.ts";
import { CALENDAR, expireOwnerSql, METRIC_HOURS, nextOwnerSql, rollupsOf } from "../retention/expire-counts.ts";
import { NEWEST_POINT } from "../rows/metric-hours.ts";
import { COUNTS_IN_SPANS, OPEN_IN_SPANS } from "./query-calendar.ts";
import { NET_ENDED, RUNNING_NOW } from "./query-run-series.ts";
import { COUNT_OF_STREAM, HOURS_OF_STREAM, POINTS_OF_STREAM } from "./query-telemetry.ts";
import { UPCOMING } from "./query-upcoming.ts";
import { ROLLUPS_IN_STEPS } from "./run-tally.ts";
import { STREAMS_OF_METRIC } from "./telemetry-streams.ts";
import { COUNTS_IN_BUCKETS, RUNNING_OF_JOB, RUNS_BETWEEN, SLOTS_BETWEEN } from "./totals.ts";

const store = openTemporaryStore();
let database: DatabaseSync;
beforeAll(() => {
  database = new DatabaseSync(store.path);
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

const OWNER_RANGE = "resolution=? AND owner_kind=? AND owner_id=? AND bucket>? AND bucket<?";
const ROLLUPS = (["minute", "hour", "day"] as const).map(rollupsOf);

describe("plans of what is counted by time", () => {
  it.each<readonly [string, string, string]>([
    ["runs over time", ROLLUPS_IN_STEPS, `run_rollups USING PRIMARY KEY (${OWNER_RANGE})`],
    ["runs that ended since", NET_ENDED, `run_rollups USING PRIMARY KEY (${OWNER_RANGE})`],
    ["totals", COUNTS_IN_BUCKETS, `run_rollups USING PRIMARY KEY (${OWNER_RANGE})`],
    ["the calendar", COUNTS_IN_SPANS, "(owner_kind=? AND owner_id=? AND quarter>? AND quarter<?)"],
    ["hours of a metric", HOURS_OF_STREAM, "(stream_id=? AND hour>? AND hour<?)"],
    ["points of a metric", POINTS_OF_STREAM, "(stream_id=? AND time_ms>? AND time_ms<?)"],
    ["how many these are", COUNT_OF_STREAM, "(stream_id=? AND time_ms>? AND time_ms<?)"],
    ["the newest point", NEWEST_POINT, "(stream_id=? AND time_ms<?)"],
    ["running runs of a job", RUNNING_OF_JOB, "COVERING INDEX runs_by_job (job_id=? AND state=?)"],
    ["runs that ended in a part of a minute", RUNS_BETWEEN, "COVERING INDEX runs_by_end (end_ms>? AND end_ms<?)"],
    ["slots decided in a part of a minute", SLOTS_BETWEEN, "COVERING INDEX slots_by_decision (decided_ms>? AND"],
    ...RUNNING_NOW.map((sql) => ["running runs", sql, "state=?)"] as const),
    ...OPEN_IN_SPANS.map((sql) => ["what is open, by span", sql, "COVERING INDEX"] as const),
    ...UPCOMING.map((sql) => ["slots to come", sql, "state=? AND instant_ms>?)"] as const),
  ])("%s: one range of a key, no sorting of rows", (_, sql, range) => {
    const plan = planOf(sql);
    expect(plan).toContain(range);
    expect(plan).not.toMatch(/^SCAN (?!json_each|spans|\(subquery)|TEMP B-TREE FOR (?:ORDER|LAST)/m);
  });

  it("streams of a metric: those received last first, each with its resource by number", () => {
    const plan = planOf(STREAMS_OF_METRIC);
    expect(plan).toContain("m USING INDEX metric_streams_by_name (name=? AND last_received_ms>?)");
    expect(plan).toContain("r USING INTEGER PRIMARY KEY (rowid=?)");
    expect(plan).not.toContain("TEMP B-TREE");
  });

  it.each([...ROLLUPS, CALENDAR, METRIC_HOURS])("$table by $time: expired by ranges of the primary key", (rows) => {
    const next = planOf(nextOwnerSql(rows));
    expect(next).toMatch(new RegExp(`^SEARCH ${rows.table} USING PRIMARY KEY \\(.*>`));
    expect(next).not.toContain("TEMP B-TREE");
    const expire = planOf(expireOwnerSql(rows));
    expect(expire).toMatch(new RegExp(`SEARCH ${rows.table} USING PRIMARY KEY \\(.*=\\? AND ${rows.time}<\\?\\)`));
    expect(expire).not.toMatch(/SCAN (?:run_rollups|calendar_counts|metric_hours)|TEMP B-TREE/);
  });
});
