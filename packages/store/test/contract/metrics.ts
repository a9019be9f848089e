import type { Change, Run, RunState, Slot, SlotState } from "@jobscope/tracker";
import { describe, expect, it } from "vitest";

import type { CalendarQuery, DurationSummary, RunFigures, RunSeries } from "../../src/port/metrics.ts";
import type { StoreQueries } from "../../src/port/read.ts";
import type { JobScope } from "../../src/port/scope.ts";
import type { RetentionPolicy, StoreWriter } from "../../src/port/write.ts";
import { BILLING, endedOf, jobOf, MAIL, runOf, slotOf, T0, uuidV7 } from "../samples.ts";
import { commit, jobChange, type OpenStore, runChange, slotChange } from "./harness.ts";
import { recountCalendar, recountSeries, summaryOf } from "./metrics-recount.ts";

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MIDNIGHT = Math.floor(T0 / DAY) * DAY;

/** The same numbers in [0, 1) for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pick = <T>(random: () => number, items: readonly [T, ...T[]]): T =>
  items[Math.floor(random() * items.length)] ?? items[0];

const ENDED: readonly [RunState, ...RunState[]] = ["success", "failure", "error", "timeout", "cancellation", "skip"];
const DECIDED: readonly [SlotState, ...SlotState[]] = ["met", "missed", "skipped", "duplicate", "unknown"];

/** A run as it is told again and again: running, perhaps lost, ended, revised. The last version stands. */
function versionsOf(random: () => number, number: number): readonly Run[] {
  const startMs = MIDNIGHT + Math.floor(random() * 3 * DAY);
  const service = pick(random, [BILLING, MAIL]);
  const run = runOf(
    { runId: random() < 0.5 ? uuidV7(startMs, number) : `run ${number}`, service, job: pick(random, ["a", "b", "c"]) },
    { startMs },
  );
  const end = (): Run => {
    const ended = endedOf(run, pick(random, ENDED), random() < 0.1 ? 0 : 2 ** (random() * 27));
    const { durationMs: _, ...untimed } = ended;
    const timed = random() < 0.85 ? ended : untimed;
    return random() < 0.6 ? { ...timed, delayMs: Math.floor(random() * 9_000) } : timed;
  };
  return [run, end(), run, end(), { ...run, startMs: startMs - HOUR }, end(), end()].slice(
    0,
    1 + Math.floor(random() * 7),
  );
}

function slotVersionsOf(random: () => number, number: number): readonly (Slot | undefined)[] {
  const slot = slotOf(pick(random, ["a", "b"]), MIDNIGHT + Math.floor(random() * 300) * QUARTER + number);
  const decide = (): Slot => ({
    ...slot,
    state: pick(random, DECIDED),
    late: random() < 0.3,
    decidedMs: slot.instantMs + 1,
  });
  return [slot, decide(), slot, decide(), undefined, decide()].slice(0, 1 + Math.floor(random() * 6));
}

interface History {
  readonly changes: readonly Change[];
  readonly runs: readonly Run[];
  readonly slots: readonly Slot[];
}

/** Changes of many runs and slots, each one's in order, all of them mixed. */
function historyOf(seed: number): History {
  const random = randomOf(seed);
  const runs = Array.from({ length: 250 }, (_, n) => versionsOf(random, n));
  const slots = Array.from({ length: 120 }, (_, n) => slotVersionsOf(random, n));
  const queues: Change[][] = [
    ...runs.map((versions) => versions.map((run) => runChange(run))),
    ...slots.map((versions) => {
      const [first] = versions;
      return versions.map((slot): Change => {
        if (slot !== undefined) return slotChange(slot);
        return { kind: "slot_withdrawn", slotKey: first?.key ?? "", jobId: first?.jobId ?? "" };
      });
    }),
  ];
  const changes: Change[] = [];
  for (let left = queues.filter((q) => q.length > 0); left.length > 0; left = left.filter((q) => q.length > 0)) {
    const next = left[Math.floor(random() * left.length)]?.shift();
    if (next !== undefined) changes.push(next);
  }
  return {
    changes,
    runs: runs.flatMap((versions) => versions.slice(-1)),
    slots: slots.flatMap((versions) => versions.slice(-1)).filter((slot) => slot !== undefined),
  };
}

function writeInGroups(store: OpenStore, changes: readonly Change[], random: () => number): void {
  for (let at = 0; at < changes.length;) {
    const size = 1 + Math.floor(random() * 60);
    const group = changes.slice(at, at + size);
    // Resent within the group and again in a transaction of its own: the same change twice has no effect.
    commit(store.writer, ...group, ...group.slice(-3));
    commit(store.writer, ...group.slice(-1));
    at += size;
  }
}

const SCOPES: readonly (readonly [string, JobScope, (run: Pick<Run, "jobName" | "serviceId" | "jobId">) => boolean])[] =
  [
    ["everything", {}, () => true],
    ["a service", { service: "billing" }, (of) => of.serviceId === runOf({ runId: "" }).serviceId],
    [
      "an environment",
      { environment: "staging" },
      (of) => of.serviceId === runOf({ runId: "", service: MAIL }).serviceId,
    ],
    ["jobs by name", { job: "a" }, (of) => of.jobName === "a"],
    [
      "one job",
      { jobId: runOf({ runId: "", job: "b" }).jobId },
      (of) => of.jobId === runOf({ runId: "", job: "b" }).jobId,
    ],
    ["nothing", { service: "none" }, () => false],
  ];

const near = (exact: number): unknown => expect.closeTo(exact, 3);

function expectSummary(found: DurationSummary | undefined, exact: DurationSummary | undefined): void {
  expect(found?.count).toBe(exact?.count);
  if (found === undefined || exact === undefined) return;
  expect(found.averageMs).toEqual(near(exact.averageMs));
  for (const name of ["p50Ms", "p90Ms", "p95Ms", "p99Ms"] as const) {
    expect(Math.abs(found[name] - exact[name])).toBeLessThanOrEqual(exact[name] * 0.1 + 1);
  }
}

function expectFigures(found: RunFigures | undefined, exact: RunFigures): void {
  const { durations, averageDelayMs, ...counts } = exact;
  expect(found).toMatchObject(counts);
  expect(found?.byState).toEqual(exact.byState);
  expect(found?.averageDelayMs).toEqual(averageDelayMs === undefined ? undefined : near(averageDelayMs));
  expectSummary(found?.durations, durations);
}

function expectSeries(found: RunSeries, exact: Omit<RunSeries, "resolution">): void {
  expect(found.buckets).toHaveLength(exact.buckets.length);
  for (const [index, bucket] of exact.buckets.entries()) expectFigures(found.buckets[index], bucket);
  expectFigures(found.total, exact.total);
}

/** Everything that the counts say, for comparison of two stores; sums of fractions depend on their order in the last digits. */
const countsOf = (reader: StoreQueries): unknown =>
  rounded(
    SCOPES.map(([, scope]) => [
      reader.runSeries(
        { ...scope, fromMs: MIDNIGHT - DAY, toMs: MIDNIGHT + 4 * DAY, stepMs: HOUR },
        MIDNIGHT + 5 * DAY,
      ),
      reader.calendar({ ...scope, ...quartersIn(MIDNIGHT - DAY, MIDNIGHT + 5 * DAY) }),
    ]),
  );

/** Quarters of an hour that touch the range. */
function quartersIn(fromMs: number, toMs: number): CalendarQuery {
  const first = Math.floor(fromMs / QUARTER);
  const count = Math.ceil(toMs / QUARTER) - first;
  return { boundaries: Array.from({ length: count + 1 }, (_, n) => (first + n) * QUARTER) };
}

const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, item: unknown) => (typeof item === "number" ? Math.round(item * 1_000) : item)));

export function metricsContract(store: () => OpenStore, open: () => OpenStore): void {
  describe("runs over time", () => {
    it.each([1, 2, 3])("are counted as if each were looked at, however they came and were revised (%d)", (seed) => {
      const { changes, runs, slots } = historyOf(seed);
      writeInGroups(store(), changes, randomOf(seed + 100));
      const { reader } = store();
      const now = MIDNIGHT + 2 * DAY;
      for (const [, scope, isIn] of SCOPES) {
        const [ofRuns, ofSlots] = [runs.filter(isIn), slots.filter(isIn)];
        for (const [from, to, step] of [
          [-HOUR, 5 * HOUR, MINUTE],
          [0, 3 * DAY, 90 * MINUTE],
          [DAY, 3 * DAY, 6 * HOUR],
          [-7 * DAY, 7 * DAY, DAY],
        ] as const) {
          const query = { ...scope, fromMs: MIDNIGHT + from, toMs: MIDNIGHT + to, stepMs: step };
          expectSeries(reader.runSeries(query, now), recountSeries(ofRuns, query, now));
        }
        const range = [MIDNIGHT - DAY, MIDNIGHT + 2 * DAY] as const;
        const calendar = reader.calendar({ ...scope, ...quartersIn(...range) });
        expect(calendar).toEqual(recountCalendar(ofRuns, ofSlots, range));
      }
    });

    it("are the same from other groups, and after the store was opened again", () => {
      const { changes } = historyOf(7);
      const other = open();
      try {
        writeInGroups(store(), changes, randomOf(1));
        for (const change of changes) commit(other.writer, change);
        expect(countsOf(other.reader)).toEqual(countsOf(store().reader));
        const before = countsOf(store().reader);
        expect(countsOf(store().reopen().reader)).toEqual(before);
      } finally {
        other.close();
      }
    });

    it("count nothing of a transaction that is rolled back", () => {
      const { writer, reader } = store();
      const run = endedOf(runOf({ runId: "r1" }), "success", 5);
      const failing = (): void =>
        writer.transaction(() => {
          writer.writeChanges([runChange(run), slotChange(slotOf("invoice", T0, { state: "met", decidedMs: T0 }))]);
          throw new RangeError("no");
        });
      expect(failing).toThrow("no");
      expect(reader.calendar(quartersIn(T0 - HOUR, T0 + HOUR))).toEqual([]);
      commit(writer, runChange(run));
      const series = reader.runSeries({ fromMs: MIDNIGHT, toMs: MIDNIGHT + DAY, stepMs: DAY }, T0 + DAY);
      expect(series.total).toMatchObject({
        byState: { success: 1 },
        started: 1,
        durations: { count: 1, p50Ms: 5, p99Ms: 5 },
      });
    });

    it("come in as many steps as were asked for, up to 1,000, empty ones included", () => {
      const { writer, reader } = store();
      commit(writer, runChange(endedOf(runOf({ runId: "r1" }), "success", 1_000)), runChange(runOf({ runId: "r2" })));
      const query = { fromMs: T0 - 500 * MINUTE, toMs: T0 + 500 * MINUTE, stepMs: MINUTE };
      const { buckets, resolution } = reader.runSeries(query, T0 + 10 * MINUTE);
      expect(resolution).toBe("minute");
      expect(buckets).toHaveLength(1_000);
      expect(buckets.map((bucket) => bucket.fromMs)).toEqual(buckets.map((_, n) => query.fromMs + n * MINUTE));
      const none = { byState: {}, durations: undefined, averageDelayMs: undefined, started: 0 };
      expect(buckets[499]).toEqual({ fromMs: T0 - MINUTE, ...none, active: 0 });
      expect(buckets[500]).toMatchObject({ fromMs: T0, started: 2, byState: { success: 1 }, active: 1 });
      expect(buckets.slice(501).every((bucket) => bucket.active === 1 && bucket.started === 0)).toBe(true);
    });

    it("are read from whole hours and days where the steps allow it", () => {
      const { reader } = store();
      const resolutionOf = (stepMs: number): string =>
        reader.runSeries({ fromMs: MIDNIGHT, toMs: MIDNIGHT + 7 * stepMs, stepMs }, T0).resolution;
      expect([5 * MINUTE, 90 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY].map(resolutionOf)).toEqual([
        "minute",
        "minute",
        "hour",
        "hour",
        "day",
        "day",
      ]);
    });
  });

  describe("the duration baseline", () => {
    it("is of the successful runs of 28 days, today included", () => {
      const { writer, reader } = store();
      const now = MIDNIGHT + 40 * DAY + HOUR;
      const ended = (day: number, state: RunState, durationMs: number): Change =>
        runChange(
          endedOf(
            runOf({ runId: `${day} ${state} ${durationMs}` }, { startMs: MIDNIGHT + day * DAY }),
            state,
            durationMs,
          ),
        );
      const durations = [1_000, 2_000, 3_000, 4_000, 60_000];
      commit(
        writer,
        ended(12, "success", 999_999),
        ended(20, "failure", 999_999),
        ...durations.map((durationMs, n) => ended(n === 0 ? 13 : 40, "success", durationMs)),
      );
      const found = reader.durationBaseline(runOf({ runId: "" }).jobId, now);
      expectSummary(found, summaryOf(durations));
      expect(found?.sinceMs).toBe(MIDNIGHT + 13 * DAY);
      expect(reader.durationBaseline(runOf({ runId: "", job: "other" }).jobId, now)).toBeUndefined();
      expect(reader.durationBaseline(runOf({ runId: "" }).jobId, now + 90 * DAY)).toBeUndefined();
    });
  });

  describe("the calendar", () => {
    it("has quarters of an hour, from which the days of any zone are made", () => {
      const { writer, reader } = store();
      // 13 June in Paris, 12 June in Los Angeles; and midnight in Kathmandu, 05:45 east.
      const [paris, kathmandu] = [Date.UTC(2026, 5, 12, 23, 10), Date.UTC(2026, 5, 12, 18, 15)];
      commit(
        writer,
        ...[paris, kathmandu, kathmandu - 1].map((startMs, n) =>
          runChange(endedOf(runOf({ runId: `r${n}` }, { startMs }), "success", 5)),
        ),
      );
      const quarters = reader.calendar(quartersIn(kathmandu - DAY, kathmandu + DAY));
      expect(quarters.map(({ fromMs }) => fromMs)).toEqual([kathmandu - QUARTER, kathmandu, Date.UTC(2026, 5, 12, 23)]);
    });

    it("spreads a gap over the quarters that it covers, and takes it back whole when it is revised", () => {
      const { writer, reader } = store();
      const range = quartersIn(MIDNIGHT - DAY, MIDNIGHT + 9 * DAY);
      const gap = slotOf("invoice", MIDNIGHT, { state: "missed", untilMs: MIDNIGHT + HOUR + 1, count: 61 });
      commit(writer, slotChange(gap), slotChange(slotOf("invoice", MIDNIGHT + 1, { state: "met", late: true })));
      expect(reader.calendar(range).map((quarter) => quarter.slots)).toEqual([
        { missed: 12, met: 1 },
        { missed: 12 },
        { missed: 12 },
        { missed: 12 },
        { missed: 13 },
      ]);
      commit(writer, slotChange({ ...gap, untilMs: MIDNIGHT + 2 * DAY, count: 3 }));
      const shrunk = reader.calendar(range).map(({ fromMs, slots, late }) => ({ fromMs, slots, late }));
      expect(shrunk).toEqual([
        { fromMs: MIDNIGHT, slots: { missed: 1, met: 1 }, late: 1 },
        { fromMs: MIDNIGHT + DAY, slots: { missed: 1 }, late: 0 },
        { fromMs: MIDNIGHT + 2 * DAY, slots: { missed: 1 }, late: 0 },
      ]);
      commit(writer, { kind: "slot_withdrawn", slotKey: gap.key, jobId: gap.jobId });
      expect(reader.calendar(range).map(({ slots }) => slots)).toEqual([{ met: 1 }]);
    });
  });

  it.each([
    [[0.2, 0.4, 0.3], { averageMs: 0.3, p50Ms: 0.3, p99Ms: 0.3 }],
    [[0, 0], { averageMs: 0, p50Ms: 0, p99Ms: 0 }],
    [[0.25], { averageMs: 0.25, p50Ms: 0.25, p99Ms: 0.25 }],
    [[0.2, 0.4, 30], { averageMs: 10.2, p50Ms: 0.5 }],
  ])("durations of less than a millisecond, %j, have percentiles", (durations, expected) => {
    const { writer, reader } = store();
    const runs = durations.map((ms, n) => endedOf(runOf({ runId: `r${n}` }, { startMs: MIDNIGHT }), "success", ms));
    commit(writer, ...runs.map((run) => runChange(run)));
    const { total } = reader.runSeries({ fromMs: MIDNIGHT, toMs: MIDNIGHT + DAY, stepMs: DAY }, MIDNIGHT + DAY);
    for (const [name, ms] of Object.entries(expected)) {
      expect(total.durations?.[name as keyof typeof expected]).toBeCloseTo(ms, 9);
    }
  });

  describe("counts and retention", () => {
    const POLICY: RetentionPolicy = {
      runsMs: DAY,
      keepRunsPerJob: 0,
      runLogsMs: DAY,
      otherLogsMs: DAY,
      metricPointsMs: 7 * DAY,
      maxBytes: 5_000_000_000,
    };
    const expire = (writer: StoreWriter, nowMs: number): void => {
      for (let calls = 0; writer.enforceRetention(POLICY, nowMs).more; calls += 1)
        if (calls > 200) throw new Error("no end");
    };

    it("keep the totals of runs that are deleted, at the resolution that is kept for their age", () => {
      const { writer, reader } = store();
      const runs = Array.from({ length: 600 }, (_, n) =>
        endedOf(
          runOf({ runId: `r${n}` }, { startMs: MIDNIGHT + n * 9 * MINUTE }),
          n % 3 === 0 ? "failure" : "success",
          n + 1,
        ),
      );
      commit(writer, jobChange(jobOf(BILLING, "invoice")), ...runs.map((run) => runChange(run)));
      const range = { fromMs: MIDNIGHT, toMs: MIDNIGHT + 4 * DAY };
      const series = (stepMs: number, nowMs: number): RunSeries => reader.runSeries({ ...range, stepMs }, nowMs);
      const exact = recountSeries(runs, { ...range, stepMs: DAY }, MIDNIGHT + 5 * DAY);
      for (const [days, finest] of [
        [4, "minute"],
        [8, "hour"],
        [91, "day"],
        [700, "day"],
      ] as const) {
        const nowMs = MIDNIGHT + days * DAY;
        expire(writer, nowMs);
        expectSeries(series(DAY, nowMs), exact);
        expect(series(6 * MINUTE, nowMs).resolution).toBe(finest);
        expectFigures(series(6 * MINUTE, nowMs).total, exact.total);
        const finestKept = reader.keptTimes().runs.find(({ sinceMs }) => sinceMs <= range.fromMs);
        expect(finestKept?.widthMs).toBe({ minute: MINUTE, hour: HOUR, day: DAY }[finest]);
      }
      expect(reader.runs({ limit: 5 }).items).toEqual([]);
      expect(reader.job(runOf({ runId: "" }).jobId, 0)?.totals.total).toBe(600);
      expect(reader.calendar(quartersIn(range.fromMs, range.toMs)).length).toBeGreaterThan(300);
      expire(writer, MIDNIGHT + 735 * DAY);
      expect(series(DAY, MIDNIGHT + 735 * DAY).total.started).toBe(0);
      expect(reader.calendar(quartersIn(range.fromMs, range.toMs))).toEqual([]);
    });

    it("take nothing away from what is gone when an old run is revised", () => {
      const { writer, reader } = store();
      const lost: Run = { ...endedOf(runOf({ runId: "r1" }), "error", 5), provisional: true };
      commit(writer, runChange(lost));
      expire(writer, T0 + 100 * DAY);
      commit(writer, runChange({ ...lost, state: "success" }));
      const query = { fromMs: MIDNIGHT, toMs: MIDNIGHT + DAY, stepMs: DAY };
      expect(reader.runSeries(query, T0 + 100 * DAY).total).toMatchObject({ byState: { success: 1 }, started: 1 });
      expect(reader.runSeries({ ...query, stepMs: HOUR }, T0 + 100 * DAY)).toMatchObject({ resolution: "day" });
    });

    it("of a job go with the job, those of its service stay", () => {
      const { writer, reader } = store();
      const retired = { retiredMs: T0, health: "retired" } as const;
      commit(
        writer,
        jobChange(jobOf(BILLING, "invoice", retired)),
        runChange(endedOf(runOf({ runId: "r1" }), "success", 5)),
      );
      const total = (scope: JobScope): number =>
        reader.runSeries({ ...scope, fromMs: MIDNIGHT, toMs: MIDNIGHT + DAY, stepMs: DAY }, T0 + 3 * DAY).total.started;
      expect(total({ job: "invoice" })).toBe(1);
      expire(writer, T0 + 3 * DAY);
      expire(writer, T0 + 3 * DAY);
      expect([total({ job: "invoice" }), total({ service: "billing" }), total({})]).toEqual([0, 1, 1]);
    });
  });

  describe("slots to come", () => {
    it("are those expected from an instant on, soonest first, of any scope", () => {
      const { writer, reader } = store();
      const slots = Array.from({ length: 30 }, (_, n) => slotOf(n % 3 === 0 ? "a" : "b", T0 + ((n * 7) % 30) * MINUTE));
      commit(
        writer,
        jobChange(jobOf(BILLING, "a")),
        ...slots.map((slot) => slotChange(slot)),
        slotChange(slotOf("a", T0 + 3, { state: "met" })),
      );
      const soonest = slots.toSorted((x, y) => x.instantMs - y.instantMs);
      expect(reader.upcoming({ fromMs: T0, limit: 1_000 })).toEqual(soonest);
      expect(reader.upcoming({ fromMs: T0 + 10 * MINUTE, limit: 5, service: "billing" })).toEqual(
        soonest.slice(10, 15),
      );
      const ofA = soonest.filter((slot) => slot.jobName === "a");
      expect(reader.upcoming({ fromMs: T0, limit: 4, job: "a" })).toEqual(ofA.slice(0, 4));
      expect(reader.upcoming({ fromMs: T0, limit: 4, jobId: ofA[0]?.jobId ?? "" })).toEqual(ofA.slice(0, 4));
      expect(reader.upcoming({ fromMs: T0, limit: 4, service: "none" })).toEqual([]);
    });
  });
}
