import type { Run, RunState } from "@jobscope/tracker";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { InvalidCursorError, type RunQuery } from "../../src/port/read.ts";
import { BILLING, endedOf, jobOf, MAIL, runOf, slotOf, T0, uuidV7 } from "../samples.ts";
import { allPages, allRuns, commit, jobChange, type OpenStore, runChange, slotChange, withCursor } from "./harness.ts";

const STATES: readonly RunState[] = ["running", "success", "failure", "error", "timeout", "cancellation", "skip"];

/** Runs of three jobs in two services, several at the same instant. */
function manyRuns(count: number): Run[] {
  return Array.from({ length: count }, (_, n): Run => {
    const service = n % 3 === 0 ? MAIL : BILLING;
    const state = STATES[n % 7] ?? "running";
    const run = runOf(
      { service, job: n % 2 === 0 ? "invoice" : "report", runId: uuidV7(T0, n) },
      { startMs: T0 + Math.floor(n / 4) * 1_000 },
    );
    if (state === "running") return run;
    const ended = endedOf(run, state, 10);
    return state === "failure" || state === "error"
      ? { ...ended, errorType: n % 4 === 0 ? "TimeoutError" : "E2" }
      : ended;
  });
}

const matches = (query: RunQuery, run: Run): boolean => {
  const [environment, namespace, service] = run.serviceId.split("~").map(decodeURIComponent);
  return (
    (query.jobId ?? run.jobId) === run.jobId &&
    (query.job ?? run.jobName) === run.jobName &&
    (query.environment ?? environment) === environment &&
    (query.namespace ?? namespace) === namespace &&
    (query.service ?? service) === service &&
    (query.states?.includes(run.state) ?? true) &&
    (query.errorType === undefined || query.errorType === run.errorType) &&
    (query.fromMs ?? -Infinity) <= (run.startMs ?? 0) &&
    (run.startMs ?? 0) < (query.toMs ?? Infinity)
  );
};

const keysOf = (runs: readonly Run[]): string[] => runs.map((run) => run.key);

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const filters: fc.Arbitrary<Omit<RunQuery, "limit" | "cursor">> = fc
  .record({
    environment: optional(fc.constantFrom("production", "staging", "none")),
    namespace: optional(fc.constantFrom("shop", "")),
    service: optional(fc.constantFrom(BILLING.service, MAIL.service)),
    job: optional(fc.constantFrom("invoice", "report", "none")),
    jobId: optional(fc.constantFrom(runOf({ runId: "x" }).jobId, "none~none~none~none")),
    states: optional(fc.subarray([...STATES])),
    errorType: optional(fc.constantFrom("TimeoutError", "E2", "none")),
    fromMs: optional(fc.integer({ min: T0 - 1_000, max: T0 + 60_000 })),
    toMs: optional(fc.integer({ min: T0 - 1_000, max: T0 + 60_000 })),
  })
  .map((query) => Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)));

export function listsContract(store: () => OpenStore, open: () => OpenStore): void {
  describe("lists", () => {
    it("lists the runs of every combination of filters, newest first, in pages of any size", () => {
      const { writer, reader } = store();
      const runs = manyRuns(120);
      commit(writer, ...runs.map((run) => runChange(run)));
      fc.assert(
        fc.property(filters, fc.integer({ min: 1, max: 50 }), (filter, limit) => {
          const query = { ...filter, limit };
          const listed = allRuns(reader, query);
          const expected = runs.filter((run) => matches(query, run));
          expect(keysOf(listed).toSorted()).toEqual(keysOf(expected).toSorted());
          const starts = listed.map((run) => run.startMs ?? 0);
          expect(starts).toEqual(starts.toSorted((a, b) => b - a));
        }),
        { numRuns: 200 },
      );
    });

    it("shows every run once while others start and end between the pages", () => {
      fc.assert(
        fc.property(
          fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 40 }),
          fc.integer({ min: 1, max: 7 }),
          (offsets, limit) => {
            const opened = open();
            const { writer, reader } = opened;
            const before = manyRuns(40);
            commit(writer, ...before.map((run) => runChange(run)));
            let written = 0;
            const seen = allPages((cursor) => {
              const page = reader.runs(withCursor({ limit }, cursor));
              const offset = offsets[written % offsets.length] ?? 0;
              commit(writer, runChange(runOf({ runId: `late ${written}` }, { startMs: T0 + 5_000 + offset * 500 })));
              const ending = before[(written * 11) % before.length];
              if (ending?.state === "running") commit(writer, runChange(endedOf(ending, "success", 10), "running"));
              written += 1;
              return page;
            });
            opened.close();
            const keys = keysOf(seen);
            expect(new Set(keys).size).toBe(keys.length);
            expect(new Set(keys)).toEqual(new Set([...keys, ...keysOf(before)]));
          },
        ),
        { numRuns: 15 },
      );
    });

    it("ends without a cursor, also when the last page is full", () => {
      const { writer, reader } = store();
      commit(writer, ...manyRuns(4).map((run) => runChange(run)));
      const first = reader.runs({ limit: 2 });
      const second = reader.runs(withCursor({ limit: 2 }, first.nextCursor));
      expect(second.items).toHaveLength(2);
      expect(second.nextCursor).toBeUndefined();
      expect(reader.runs({ limit: 5_000 }).items).toHaveLength(4);
    });

    it("refuses cursors of another list, other filters, another store, and altered ones", () => {
      const { writer, reader } = store();
      commit(
        writer,
        ...manyRuns(20).map((run) => runChange(run)),
        ...[1, 2, 3].map((n) => slotChange(slotOf("invoice", T0 + n))),
      );
      const cursor = reader.runs({ limit: 2, job: "invoice" }).nextCursor ?? "";
      expect(reader.runs({ limit: 3, job: "invoice", cursor }).items).toHaveLength(3);
      const altered = Buffer.from(cursor, "base64url")
        .toString()
        .replace(/"s":\d/, '"s":9');
      const refused: readonly (() => unknown)[] = [
        () => reader.runs({ limit: 2, cursor }),
        () => reader.runs({ limit: 2, job: "report", cursor }),
        () => reader.slots({ limit: 2, job: "invoice", cursor }),
        () => reader.jobs({ limit: 2, job: "invoice", runsPerJob: 0, cursor }),
        () => reader.runs({ limit: 2, job: "invoice", cursor: Buffer.from(altered).toString("base64url") }),
        () => reader.runs({ limit: 2, job: "invoice", cursor: "nonsense" }),
        () => reader.runs({ limit: 2, job: "invoice", cursor: "" }),
        () => reader.runs({ limit: 2, job: "invoice", cursor: Buffer.from("null").toString("base64url") }),
      ];
      for (const ask of refused) expect(ask).toThrow(InvalidCursorError);
      const other = open();
      expect(() => other.reader.runs({ limit: 2, job: "invoice", cursor })).toThrow(InvalidCursorError);
      other.close();
    });

    it("lists slots by instant, newest first, by job, state and time", () => {
      const { writer, reader } = store();
      const slots = Array.from({ length: 30 }, (_, n) =>
        slotOf(n % 2 === 0 ? "invoice" : "report", T0 + n * 1_000, { state: n % 3 === 0 ? "missed" : "met" }),
      );
      commit(writer, ...slots.map((slot) => slotChange(slot)));
      const list = (query: object) => allPages((cursor) => reader.slots(withCursor({ limit: 4, ...query }, cursor)));
      expect(list({})).toEqual(slots.toReversed());
      // Where the first page starts may be another instant at each request: a cursor goes on all the same.
      let request = 0;
      const fromNow = allPages((cursor) =>
        reader.slots(withCursor({ limit: 4, startBeforeMs: (slots[12]?.instantMs ?? 0) + request++ }, cursor)),
      );
      expect(fromNow).toEqual(slots.slice(0, 12).toReversed());
      expect(list({ states: ["missed"] })).toEqual(slots.filter((slot) => slot.state === "missed").toReversed());
      expect(list({ job: "report", service: BILLING.service, fromMs: T0 + 5_000, toMs: T0 + 9_000 })).toEqual([
        slots[7],
        slots[5],
      ]);
    });

    it("lists jobs by id with their last runs, by service, name and health", () => {
      const { writer, reader } = store();
      const jobs = [
        jobOf(BILLING, "invoice"),
        jobOf(BILLING, "report", { health: "failing" }),
        jobOf(MAIL, "invoice", { health: "late" }),
      ];
      const runs = manyRuns(60);
      commit(writer, ...jobs.map((job) => jobChange(job)), ...runs.map((run) => runChange(run)));
      const list = (query: object, limit = 1) =>
        allPages((cursor) => reader.jobs(withCursor({ limit, runsPerJob: 3, ...query }, cursor)));
      expect(list({}).map(({ job }) => job)).toEqual(jobs);
      expect(list({ job: "invoice", environment: "staging" }).map(({ job }) => job)).toEqual([jobs[2]]);
      expect(list({ health: ["failing", "late"], namespace: "shop" }).map(({ job }) => job)).toEqual([jobs[1]]);
      expect(list({ service: "none" })).toEqual([]);
      const invoices = runs.filter((run) => run.jobId === jobs[0]?.id).toReversed();
      expect(list({})[0]?.runs).toHaveLength(3);
      expect(list({})[0]?.runs[0]?.startMs).toBe(invoices[0]?.startMs);
      expect(reader.jobs({ limit: 10, runsPerJob: 0 }).items[0]?.runs).toEqual([]);
      const status = reader.status(T0);
      expect(status).toMatchObject({ jobs: 3, services: 2, byHealth: { healthy: 1, failing: 1, late: 1 } });
    });
  });
}
