import { copyFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import type { Run } from "@jobscope/tracker";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";

import {
  commit,
  commitLogs,
  metricsRequest,
  type OpenStore,
  runChange,
  slotChange,
  tracesRequest,
} from "../../../test/contract/harness.ts";
import { generateHistory } from "../../../test/generated-history.ts";
import { endedOf, gaugeOf, logOf, runOf, slotOf, spanOf, T0 } from "../../../test/samples.ts";
import { openTemporaryStore, temporaryDirectory } from "../../../test/sqlite-harness.ts";
import type { RetentionPolicy } from "../../port/write.ts";
import { planRetention, type RetentionPlan } from "./plan-retention.ts";

const DAY = 86_400_000;
const NOW = T0 + 90 * DAY;

let store: OpenStore & { readonly path: string };
beforeEach(() => (store = openTemporaryStore()));
afterEach(() => store.close());

/** Not in the plan: what a clean-up deletes of state and of counts by time is small. */
const UNPLANNED: ReadonlySet<string> = new Set(["other", "run_rollups", "calendar_counts", "metric_hours"]);

/** What the plan counts, by table as a clean-up counts. */
function planned({ kinds }: RetentionPlan): Record<string, number> {
  const rows: Record<string, number> = {};
  for (const kind of kinds) if (kind.rows > 0) rows[kind.table] = (rows[kind.table] ?? 0) + kind.rows;
  return rows;
}

function enforce(policy: RetentionPolicy, nowMs: number): Record<string, number> {
  const deleted: Record<string, number> = {};
  for (let more = true; more;) {
    const report = store.writer.enforceRetention(policy, nowMs);
    for (const [table, rows] of Object.entries(report.deleted)) {
      if (!UNPLANNED.has(table)) deleted[table] = (deleted[table] ?? 0) + rows;
    }
    ({ more } = report);
  }
  return deleted;
}

const days = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max }).map((count) => count * DAY);
const policies: fc.Arbitrary<RetentionPolicy> = fc.record({
  runsMs: days(80),
  keepRunsPerJob: fc.constantFrom(0, 1, 20, 60, 10_000),
  runLogsMs: days(80),
  otherLogsMs: days(80),
  metricPointsMs: days(80),
  maxBytes: fc.constant(1e12),
});

/** Beside the history: what it has none of. */
function addOddities(): void {
  const related: Run[] = [0, 20, 40, 60, 80].map((day) =>
    endedOf(runOf({ runId: `odd ${day}` }, { startMs: T0 + day * DAY, traceId: traceOf(day) }), "failure", 5),
  );
  const lost = endedOf(runOf({ runId: "lost" }, { startMs: T0 + DAY }), "error", 5);
  for (const day of [0, 20, 40, 60, 80]) {
    const receivedMs = T0 + day * DAY;
    const trace = { traceId: traceOf(day) };
    // These come before their run does, so that they are taken for others at first.
    commitLogs(store.writer, [logOf({ ...trace, timeMs: receivedMs }), logOf({ timeMs: receivedMs + 1 })], receivedMs);
    store.writer.transaction(() => {
      store.writer.writeRecords(tracesRequest([spanOf(trace), spanOf({ traceId: traceOf(day + 1) })]), receivedMs);
      store.writer.writeRecords(metricsRequest([gaugeOf({ timeMs: receivedMs })]), receivedMs);
    });
  }
  commit(
    store.writer,
    ...related.map((run) => runChange(run)),
    runChange({ ...lost, provisional: true }),
    runChange(runOf({ runId: "open" }, { startMs: T0 })),
    slotChange(slotOf("invoice", T0 + DAY, { state: "missed" })),
    slotChange(slotOf("invoice", T0 + 2 * DAY, { state: "expected" })),
  );
}

const traceOf = (day: number): string => (day + 1).toString(16).padStart(32, "a");

/** Made once: writing it anew for each case takes longer than the case. */
function vacuumInto(path: string): void {
  const database = new DatabaseSync(store.path);
  database.prepare("VACUUM INTO ?").run(path);
  database.close();
}

function copyOf(database: string): string {
  const directory = temporaryDirectory();
  copyFileSync(database, join(directory, "jobscope.db"));
  return directory;
}

it("counts exactly what a clean-up then deletes", () => {
  const history = join(temporaryDirectory(), "history.db");
  generateHistory(store.writer, { runs: 300, nowMs: NOW, recordsEvery: 3, services: 2, jobsPerService: 3 });
  addOddities();
  vacuumInto(history);
  const seen = new Set<string>();
  fc.assert(
    fc.property(policies, days(20), (policy, laterMs) => {
      store.close();
      store = openTemporaryStore(copyOf(history));
      const plan = planRetention(store.path, policy, NOW + laterMs);
      for (const { kind, rows } of plan.kinds) if (rows > 0) seen.add(kind);
      expect(plan.overBytes).toBe(0);
      for (const { rows, oldestMs, newestMs, beforeMs, estimatedBytes } of plan.kinds) {
        expect([oldestMs === undefined, newestMs === undefined, estimatedBytes === 0]).toEqual(
          Array(3).fill(rows === 0),
        );
        if (newestMs !== undefined) expect(newestMs).toBeLessThan(beforeMs);
      }
      expect(planned(plan)).toEqual(enforce(policy, NOW + laterMs));
      expect(planned(planRetention(store.path, policy, NOW + laterMs))).toEqual({});
    }),
    { numRuns: 20 },
  );
  rmSync(dirname(history), { recursive: true });
  expect([...seen].toSorted()).toEqual(
    ["other_logs", "other_spans", "run_logs", "run_spans", "metric_points", "slots", "runs"].toSorted(),
  );
});

it("says when size, not age, makes records go, and changes nothing", () => {
  generateHistory(store.writer, { runs: 800, nowMs: NOW, recordsEvery: 1 });
  const policy = {
    runsMs: 900 * DAY,
    keepRunsPerJob: 3,
    runLogsMs: 900 * DAY,
    otherLogsMs: 900 * DAY,
    metricPointsMs: DAY,
  };
  const before = store.reader.health();
  const plan = planRetention(store.path, { ...policy, maxBytes: before.bytes / 2 }, NOW);
  expect(planned(plan)).toEqual({});
  expect(plan.overBytes).toBeGreaterThan(before.bytes * 0.4);
  expect(plan.overBytes).toBeLessThanOrEqual(before.bytes * 0.5);
  expect(store.reader.health()).toEqual(before);
});

it("estimates within a factor of two what a clean-up frees", () => {
  generateHistory(store.writer, { runs: 2_000, nowMs: NOW, recordsEvery: 1 });
  const policy = {
    runsMs: 45 * DAY,
    keepRunsPerJob: 0,
    runLogsMs: 45 * DAY,
    otherLogsMs: DAY,
    metricPointsMs: DAY,
    maxBytes: 1e12,
  };
  const plan = planRetention(store.path, policy, NOW);
  enforce(policy, NOW);
  const freed = plan.liveBytes - planRetention(store.path, policy, NOW).liveBytes;
  const estimated = plan.kinds.reduce((sum, kind) => sum + kind.estimatedBytes, 0);
  expect(estimated / freed).toBeGreaterThan(0.5);
  expect(estimated / freed).toBeLessThan(2);
});
