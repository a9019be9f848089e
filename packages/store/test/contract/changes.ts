import type { Change, Instance, Run } from "@jobscope/tracker";
import { describe, expect, it } from "vitest";

import {
  BILLING,
  declarationOf,
  endedOf,
  instanceOf,
  jobOf,
  logOf,
  MAIL,
  runOf,
  slotOf,
  T0,
  uuidV7,
} from "../samples.ts";
import {
  allRuns,
  commit,
  commitLogs,
  contentsOf,
  jobChange,
  logsRequest,
  type OpenStore,
  runChange,
  slotChange,
} from "./harness.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export function changesContract(store: () => OpenStore): void {
  describe("transactions", () => {
    it("rolls back everything when the work throws, and works on", () => {
      const { writer, reader } = store();
      const run = runOf({ runId: "r1", job: "new", service: MAIL });
      const failing = (): void => {
        writer.writeChanges([runChange(run)]);
        writer.writeRecords(logsRequest([logOf()]), T0);
        throw new RangeError("no");
      };
      expect(() => {
        writer.transaction(failing);
      }).toThrow(new RangeError("no"));
      expect(allRuns(reader)).toEqual([]);
      expect(reader.health().rows).toMatchObject({ runs: 0, logs: 0 });
      expect(reader.status(T0).sequence).toBe(0);
      commit(writer, runChange(run));
      commitLogs(writer, [logOf()]);
      expect(allRuns(reader)).toEqual([run]);
      expect(reader.health().rows).toMatchObject({ runs: 1, logs: 1 });
    });

    it("keeps what was committed when it is opened again", () => {
      const { writer, reader } = store();
      commit(writer, jobChange(jobOf(BILLING, "invoice")), runChange(runOf({ runId: uuidV7(T0, 1) })));
      commitLogs(writer, [logOf()]);
      writer.writeSetting("admin-key", "hash");
      const before = contentsOf(reader, T0);
      const again = store().reopen();
      expect(contentsOf(again.reader, T0)).toEqual(before);
      expect(again.writer.readSetting("admin-key")).toBe("hash");
      expect(again.writer.readSetting("other")).toBeUndefined();
      expect(commitLogs(again.writer, [logOf()])).toEqual({ stored: 0, duplicates: 1 });
      expect(again.writer.checkIntegrity()).toEqual({ ok: true, problems: [] });
    });
  });

  describe("changes", () => {
    it("writes each aggregate whole, and gives each change the next number once", () => {
      const { writer, reader } = store();
      const job = jobOf(BILLING, "invoice");
      const run = runOf({ runId: uuidV7(T0, 1) }, { attempt: 1, scheduledMs: T0, slotKey: slotOf("invoice", T0).key });
      const changes: readonly Change[] = [
        jobChange(job),
        { kind: "instance", instance: instanceOf(BILLING, "i1"), before: undefined },
        { kind: "declaration", declaration: declarationOf(job, "i1") },
        slotChange(slotOf("invoice", T0)),
        runChange(run),
        { kind: "notice", notice: { kind: "job_retired", jobId: job.id, reason: "removed" }, atMs: T0 },
      ];
      commit(writer, ...changes);
      expect(reader.status(T0).sequence).toBe(6);
      commit(writer, ...changes);
      expect(reader.status(T0).sequence).toBe(6);
      expect(reader.run(run.key)).toMatchObject({ run, job, slot: slotOf("invoice", T0) });
      expect(reader.job(job.id, 5)).toEqual({
        job,
        runs: [run],
        declarations: [declarationOf(job, "i1")],
        instances: [instanceOf(BILLING, "i1")],
        totals: { total: 1, byState: { running: 1 }, averageDurationMs: undefined },
      });
      expect(reader.health()).toMatchObject({ oldestRunMs: T0, instances: [instanceOf(BILLING, "i1")] });
      expect(reader.job("no~such~job~here", 1)).toBeUndefined();
      expect(reader.run("no~such~run~here")).toBeUndefined();
    });

    it("shows the processes that were heard of last, and how many there are", () => {
      const { writer, reader } = store();
      const instances = Array.from({ length: 1_002 }, (_, n) => ({
        ...instanceOf(BILLING, `i${n}`),
        lastReceivedMs: T0 + ((n * 7) % 1_002),
      }));
      commit(writer, ...instances.map((instance) => ({ kind: "instance", instance, before: undefined }) as const));
      const health = reader.health();
      expect(health.instancesTotal).toBe(1_002);
      expect(health.instances.map(({ lastReceivedMs }) => lastReceivedMs - T0)).toEqual(
        Array.from({ length: 1_000 }, (_, n) => 1_001 - n),
      );
    });

    it("keeps ids apart that look alike", () => {
      const { writer, reader } = store();
      const runs = ["a", "A", "a%7E", "a~b", uuidV7(T0, 1), uuidV7(T0, 1).toUpperCase(), ""].flatMap((runId) => [
        runOf({ runId }),
        runOf({ runId, service: MAIL }),
      ]);
      commit(writer, ...runs.map((run) => runChange(run)));
      expect(allRuns(reader)).toHaveLength(runs.length);
      for (const run of runs) expect(writer.findRun(run.key)).toEqual(run);
    });

    it("corrects counts when a verdict is revised", () => {
      const { writer, reader } = store();
      commit(writer, jobChange(jobOf(BILLING, "invoice")));
      const run = runOf({ runId: "r1" });
      const lost: Run = { ...endedOf(run, "error", 1_000), provisional: true, lostCause: "process_lost" };
      commit(writer, runChange(run), runChange(lost, "running"));
      expect(reader.status(T0 + HOUR).last24h).toEqual({ total: 1, byState: { error: 1 }, averageDurationMs: 1_000 });
      commit(writer, runChange(run, "error"));
      expect(reader.status(T0 + HOUR)).toMatchObject({ running: 1, last24h: { total: 0, byState: {} } });
      commit(
        writer,
        runChange(endedOf(run, "success", 3_000), "running"),
        runChange(endedOf(runOf({ runId: "r2" }), "failure", 1_000)),
      );
      const totals = { total: 2, byState: { success: 1, failure: 1 }, averageDurationMs: 2_000 };
      expect(reader.status(T0 + HOUR)).toMatchObject({ running: 0, last24h: totals });
      expect(reader.job(run.jobId, 0)).toMatchObject({ runs: [], totals });
    });

    it("counts runs that ended and slots that were decided within the last 24 hours, to the millisecond", () => {
      const { writer, reader } = store();
      const ends = [-DAY - 1, -DAY, -DAY + 1, -90_000, -1, 0, 1];
      commit(
        writer,
        ...ends.map((end, n) =>
          runChange(endedOf(runOf({ runId: `r${n}` }, { startMs: T0 + end - 10 }), "success", 10)),
        ),
        ...ends.map((end, n) =>
          slotChange(slotOf("invoice", T0 + n, { state: "missed", decidedMs: T0 + end, ...(n === 3 && { count: 5 }) })),
        ),
      );
      const status = reader.status(T0);
      expect(status.last24h).toEqual({ total: 5, byState: { success: 5 }, averageDurationMs: 10 });
      expect(status.slots24h).toEqual({ missed: 9 });
    });

    it("takes no duration of runs that were skipped, in whole minutes and in the broken ones", () => {
      const { writer, reader } = store();
      commit(writer, jobChange(jobOf(BILLING, "invoice")), runChange(endedOf(runOf({ runId: "r" }), "success", 3_000)));
      const skips = [T0, T0 + 1, T0 - HOUR].map((startMs, n) =>
        runChange({ ...endedOf(runOf({ runId: `s${n}` }, { startMs }), "skip", 0), delayMs: 0 }),
      );
      commit(writer, ...skips);
      const totals = { total: 4, byState: { success: 1, skip: 3 }, averageDurationMs: 3_000 };
      expect(reader.status(T0 + 4_000).last24h).toEqual(totals);
      expect(reader.status(T0 + HOUR).last24h).toEqual(totals);
      expect(reader.job(runOf({ runId: "r" }).jobId, 0)?.totals).toEqual(totals);
      const { total } = reader.runSeries({ fromMs: T0 - DAY, toMs: T0 + DAY, stepMs: DAY }, T0 + HOUR);
      expect(total).toMatchObject({ durations: { count: 1, averageMs: 3_000 }, averageDelayMs: undefined });
    });

    it("deletes a withdrawn slot", () => {
      const { writer, reader } = store();
      const slot = slotOf("invoice", T0);
      commit(writer, slotChange(slot));
      const withdrawn: Change = { kind: "slot_withdrawn", slotKey: slot.key, jobId: slot.jobId };
      commit(writer, withdrawn, withdrawn);
      expect(reader.slots({ limit: 10 }).items).toEqual([]);
      expect(reader.status(T0).sequence).toBe(2);
      commit(writer, slotChange(slot));
      expect(reader.slots({ limit: 10 }).items).toEqual([slot]);
    });
  });

  describe("what the tracker reads back", () => {
    it("loads what is open, and nothing that is closed", () => {
      const { writer } = store();
      const open = [
        runOf({ runId: "running" }),
        { ...endedOf(runOf({ runId: "lost" }), "error", 5), provisional: true },
      ];
      const openSlots = [
        slotOf("invoice", T0),
        slotOf("invoice", T0 + 1, { state: "unknown" }),
        slotOf("invoice", T0 + 2, { state: "missed", provisional: true }),
      ];
      const jobs = [
        jobOf(BILLING, "active"),
        jobOf(BILLING, "retired now", { retiredMs: T0, health: "retired" }),
        jobOf(BILLING, "retired long ago", { retiredMs: T0, health: "retired", lastSeenMs: T0 - 30 * DAY }),
      ];
      const instances = [
        instanceOf(BILLING, "live", { lastReceivedMs: T0 }),
        instanceOf(BILLING, "lapsed", { state: "lapsed", lastReceivedMs: T0 - 3 * DAY }),
        instanceOf(BILLING, "stopped", { state: "stopped", lastReceivedMs: T0 - HOUR }),
        instanceOf(BILLING, "gone", { state: "dead", lastReceivedMs: T0 - 2 * DAY }),
        instanceOf(BILLING, "killed", { state: "lapsed", certain: true, lastReceivedMs: T0 - 2 * DAY }),
        // No heartbeat ever tells that such a one has ended.
        instanceOf(BILLING, "foreign", { heartbeatIntervalMs: 0, lastReceivedMs: T0 - 2 * DAY }),
      ];
      const declaration = declarationOf(jobOf(BILLING, "active"), "live");
      commit(
        writer,
        ...open.map((run) => runChange(run)),
        runChange(endedOf(runOf({ runId: "done" }), "success", 5)),
        ...openSlots.map((slot) => slotChange(slot)),
        slotChange(slotOf("invoice", T0 + 3, { state: "met" })),
        ...jobs.map((job) => jobChange(job)),
        ...instances.map((instance): Change => ({ kind: "instance", instance, before: undefined })),
        { kind: "declaration", declaration },
      );
      const snapshot = writer.loadSnapshot();
      expect(snapshot.openRuns).toEqual(open);
      expect(snapshot.openSlots).toEqual(openSlots);
      expect(snapshot.jobs).toEqual(jobs.slice(0, 2));
      expect(snapshot.instances).toEqual(instances.slice(0, 3));
      expect(snapshot.declarations).toEqual([declaration]);
    });

    it("loads departed instances as long as something waits for them, and no declaration without its instance", () => {
      const { writer } = store();
      const departed = (name: string): Instance =>
        instanceOf(BILLING, name, { state: "stopped", lastReceivedMs: T0 - 9 * DAY });
      const live = instanceOf(BILLING, "live");
      const needed = ["declared last", "left a run", "left a slot"].map(departed);
      const forgotten = ["declared before", "declared what is retired"].map(departed);
      const [declarer, runner, debtor] = needed;
      const job = jobOf(BILLING, "job", { ...(declarer && { lastDeclarer: declarer.key }) });
      const retired = jobOf(BILLING, "retired", {
        retiredMs: T0,
        health: "retired",
        ...(forgotten[1] && { lastDeclarer: forgotten[1].key }),
      });
      const declarations = [live, ...needed].map(({ instanceId }) => declarationOf(job, instanceId));
      const old = [declarationOf(job, "declared before"), declarationOf(retired, "declared what is retired")];
      commit(
        writer,
        ...[live, ...needed, ...forgotten].map((instance): Change => ({
          kind: "instance",
          instance,
          before: undefined,
        })),
        ...[job, retired].map((each) => jobChange(each)),
        ...[...declarations, ...old].map((declaration): Change => ({ kind: "declaration", declaration })),
        runChange(runOf({ runId: "open", instanceId: runner?.instanceId ?? "" })),
        slotChange(slotOf("job", T0, { instanceKey: debtor?.key ?? "" })),
        slotChange(slotOf("job", T0 + 1, { instanceKey: forgotten[0]?.key ?? "", state: "met" })),
      );
      const snapshot = writer.loadSnapshot();
      expect(snapshot.instances).toEqual([live, ...needed]);
      expect(snapshot.declarations).toEqual(declarations);
    });

    it("finds closed runs by key and slots by job and instant", () => {
      const { writer } = store();
      const run = endedOf(runOf({ runId: uuidV7(T0, 3) }), "failure", 5);
      const slots = [0, 1, 2, 3].map((n) =>
        slotOf("invoice", T0 + n * 1_000, { state: n % 2 === 0 ? "met" : "missed" }),
      );
      commit(writer, runChange(run), ...slots.map((slot) => slotChange(slot)), slotChange(slotOf("other", T0)));
      expect(writer.findRun(run.key)).toEqual(run);
      expect(writer.findRun(runOf({ runId: uuidV7(T0, 4) }).key)).toBeUndefined();
      expect(writer.findSlots(run.jobId, T0 + 1_000, T0 + 2_000)).toEqual(slots.slice(1, 3));
    });
  });
}
