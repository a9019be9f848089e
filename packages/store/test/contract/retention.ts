import type { Change } from "@jobscope/tracker";
import { describe, expect, it } from "vitest";

import type { RetentionPolicy, RetentionReport, StoreWriter } from "../../src/port/write.ts";
import { BILLING, endedOf, gaugeOf, instanceOf, jobOf, logOf, runOf, slotOf, T0, uuidV7 } from "../samples.ts";
import {
  allRuns,
  commit,
  commitLogs,
  detailOf,
  jobChange,
  metricsRequest,
  type OpenStore,
  runChange,
  slotChange,
} from "./harness.ts";

const DAY = 86_400_000;
const POLICY: RetentionPolicy = {
  runsMs: 90 * DAY,
  keepRunsPerJob: 3,
  runLogsMs: 30 * DAY,
  otherLogsMs: DAY,
  metricPointsMs: 7 * DAY,
  maxBytes: 5_000_000_000,
};
const TRACE = "0af7651916cd43dd8448eb211c80319c";

/** Calls until there is nothing more to delete; every report. */
function enforceAll(writer: StoreWriter, policy: RetentionPolicy, nowMs: number): RetentionReport[] {
  const reports: RetentionReport[] = [];
  do reports.push(writer.enforceRetention(policy, nowMs));
  while (reports.at(-1)?.more === true && reports.length < 500);
  return reports;
}

export function retentionContract(store: () => OpenStore): void {
  describe("retention", () => {
    it("keeps each kind of record for its own time", () => {
      const { writer, reader } = store();
      const run = endedOf(runOf({ runId: "r1" }, { traceId: TRACE }), "success", 5);
      commitLogs(writer, [
        logOf({ body: "unrelated" }),
        logOf({ body: "of the trace", traceId: TRACE }),
        logOf({ body: "of the run", timeMs: T0 + 1, attributes: { "job.run.id": "r1" } }),
      ]);
      commit(writer, runChange(run));
      writer.transaction(() => writer.writeRecords(metricsRequest([gaugeOf()]), T0));
      enforceAll(writer, POLICY, T0 + DAY - 1);
      expect(reader.health().rows).toMatchObject({ logs: 3, metric_points: 1 });
      const [report] = enforceAll(writer, POLICY, T0 + 2 * DAY);
      expect(report).toMatchObject({ deleted: { logs: 1 }, capped: false, more: false });
      expect(detailOf(reader, run).logs.map((log) => log.body)).toEqual(["of the trace", "of the run"]);
      enforceAll(writer, POLICY, T0 + 8 * DAY);
      expect(reader.health().rows).toMatchObject({ logs: 2, metric_points: 0 });
      enforceAll(writer, POLICY, T0 + 31 * DAY);
      expect(reader.health().rows).toMatchObject({ logs: 0, runs: 1 });
      expect(reader.health().maxBytes).toBe(POLICY.maxBytes);
    });

    it("keeps the last runs of each job, open runs, and the totals", () => {
      const { writer, reader } = store();
      const start = (n: number) => ({ startMs: T0 - n * DAY });
      const frequent = Array.from({ length: 12_000 }, (_, n) =>
        endedOf(runOf({ runId: uuidV7(T0, n) }, { startMs: T0 - n * 1_000 }), n % 2 === 0 ? "success" : "failure", 5),
      );
      const rare = [0, 30, 60, 90].map((n) =>
        endedOf(runOf({ runId: `rare ${n}`, job: "rare" }, start(n)), "success", 5),
      );
      const open = runOf({ runId: "open" }, start(200));
      commit(
        writer,
        jobChange(jobOf(BILLING, "invoice")),
        ...[...frequent, ...rare, open].map((run) => runChange(run)),
        ...[0, 1].map((n) => slotChange(slotOf("invoice", T0 + n, { state: n === 0 ? "missed" : "expected" }))),
      );
      const reports = enforceAll(writer, POLICY, T0 + 91 * DAY);
      expect(reports.length).toBeGreaterThan(1);
      expect(Math.max(...reports.map((report) => report.deleted["runs"] ?? 0))).toBeLessThanOrEqual(5_000);
      const left = allRuns(reader).map((run) => run.key);
      const expected = [...frequent.slice(0, 3), ...rare.slice(0, 3), open].map((run) => run.key);
      expect(left.toSorted()).toEqual(expected.toSorted());
      expect(reader.slots({ limit: 5 }).items.map((slot) => slot.state)).toEqual(["expected"]);
      expect(reader.job(open.jobId, 0)?.totals).toMatchObject({
        total: 12_001,
        byState: { success: 6_000, failure: 6_000, running: 1 },
      });
      expect(reader.health().rows).toMatchObject({ runs: 7, slots: 1 });
    });

    it("forgets ended instances and retired jobs that have nothing left", () => {
      const { writer, reader } = store();
      const retired = { retiredMs: T0, health: "retired" } as const;
      const instances = [
        instanceOf(BILLING, "live"),
        instanceOf(BILLING, "stopped", { state: "stopped" }),
        // It was never told that this one ended: it sent no heartbeats.
        instanceOf(BILLING, "foreign", { heartbeatIntervalMs: 0 }),
      ].map((instance): Change => ({ kind: "instance", instance, before: undefined }));
      commit(writer, jobChange(jobOf(BILLING, "gone", retired)), jobChange(jobOf(BILLING, "here")), ...instances);
      enforceAll(writer, POLICY, T0 + 91 * DAY);
      expect(reader.health().instances.map((instance) => instance.instanceId)).toEqual(["live"]);
      expect(reader.jobs({ limit: 5, runsPerJob: 0 }).items.map(({ job }) => job.name)).toEqual(["here"]);
    });

    it("takes unrelated records first and runs last when the data grows too large", () => {
      const { writer, reader } = store();
      const runs = Array.from({ length: 50 }, (_, n) =>
        endedOf(runOf({ runId: `r${n}` }, { startMs: T0 + n }), "success", 5),
      );
      commit(writer, ...runs.map((run) => runChange(run)));
      const filler = "x".repeat(500);
      const unrelated = Array.from({ length: 6_000 }, (_, n) => logOf({ timeMs: T0 + n, body: filler }));
      const related = Array.from({ length: 6_000 }, (_, n) =>
        logOf({ timeMs: T0 + n, body: filler, attributes: { "job.run.id": `r${n % 50}`, n } }),
      );
      commitLogs(writer, related, T0);
      commitLogs(writer, unrelated, T0 + 1_000);
      const full = reader.health().bytes;
      const reports = enforceAll(writer, { ...POLICY, maxBytes: full * 0.65 }, T0 + 1_001);
      expect(reports.some((report) => report.capped)).toBe(true);
      expect(reader.health().rows).toMatchObject({ runs: 50, logs: 6_000 });
      enforceAll(writer, { ...POLICY, maxBytes: full * 0.25 }, T0 + 1_001);
      const { rows, bytes } = reader.health();
      expect(rows["runs"]).toBe(50);
      expect(rows["logs"]).toBeLessThan(6_000);
      expect(bytes).toBeLessThan(full * 0.6);
      enforceAll(writer, { ...POLICY, maxBytes: 1 }, T0 + 1_001);
      expect(reader.health().rows).toMatchObject({ runs: 3, logs: 0 });
    });
  });
}
