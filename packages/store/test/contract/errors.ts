import type { Run } from "@jobscope/tracker";
import { idWithin, serviceIdOf } from "@jobscope/tracker";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { ErrorGroup, ErrorQuery } from "../../src/port/errors.ts";
import type { StoreQueries } from "../../src/port/read.ts";
import { BILLING, endedOf, logOf, MAIL, resourceOf, runOf, T0 } from "../samples.ts";
import { allPages, commit, commitLogs, detailOf, type OpenStore, runChange, withCursor } from "./harness.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = T0 + 2 * HOUR;

const stackOf = (name: string): string =>
  `Error: x\n    at node:internal/timers:1:1\n    at ${name} (/srv/app/dist/jobs/pay.js:10:5)`;

/** A failed run that ended `atMs`. */
function failedOf(number: number, fields: Partial<Run> & { readonly job?: string } = {}): Run {
  const { job = "invoice", ...rest } = fields;
  const run = endedOf(runOf({ runId: `r${number}`, job }, { startMs: T0 + number * 1_000 }), "failure", 500);
  return {
    ...run,
    errorType: "PaymentError",
    errorMessage: `payment ${number} of ord_9s6XKz${number}kNRiz refused`,
    errorStack: stackOf("charge"),
    ...rest,
  };
}

const allErrors = (reader: StoreQueries, query: ErrorQuery = { limit: 100 }): ErrorGroup[] =>
  allPages((cursor) => reader.errors(withCursor(query, cursor), NOW));

function onlyError(reader: StoreQueries): ErrorGroup {
  const groups = allErrors(reader);
  expect(groups).toHaveLength(1);
  return groups[0]!;
}

export function errorsContract(store: () => OpenStore): void {
  describe("errors", () => {
    it("gathers failed runs that differ in ids alone, with first, last, newest message, jobs and trend", () => {
      const { writer, reader } = store();
      const runs = [0, 1, 2, 3_600].map((number) => failedOf(number, number === 1 ? { job: "refund" } : {}));
      commit(writer, ...runs.map((run) => runChange(run)));
      const group = onlyError(reader);
      expect(group).toMatchObject({
        service: BILLING,
        source: "run",
        errorType: "PaymentError",
        pattern: "payment <*> of ord_<*> refused",
        culprit: "charge (dist/jobs/pay.js)",
        message: runs[3]!.errorMessage,
        messageLength: runs[3]!.errorMessage!.length,
        firstMs: runs[0]!.endMs,
        lastMs: runs[3]!.endMs,
        count: 4,
        jobs: 2,
        sampleRunKey: runs[3]!.key,
      });
      expect(group.id).toMatch(/^[\da-f]{24}$/);
      expect(group.trend).toHaveLength(24);
      expect(group.trend.slice(-3)).toEqual([3, 1, 0]);
      const detail = reader.error(group.id, NOW);
      expect(detail).toMatchObject({ group, stack: stackOf("charge"), stackLength: stackOf("charge").length });
      expect(detail?.jobs.map(({ jobName, count }) => [jobName, count])).toEqual([
        ["invoice", 3],
        ["refund", 1],
      ]);
      expect(detail?.hours).toEqual([
        { fromMs: T0, count: 3 },
        { fromMs: T0 + HOUR, count: 1 },
      ]);
      expect(detail?.runs.map(({ key }) => key)).toEqual(runs.map(({ key }) => key).toReversed());
      expect(reader.error("0".repeat(24), NOW)).toBeUndefined();
      expect(reader.error("' OR 1=1 --", NOW)).toBeUndefined();
    });

    it("keeps errors apart that differ in type, wording, place, service or source", () => {
      const { writer, reader } = store();
      const other = serviceIdOf(MAIL);
      const moved = failedOf(5);
      commit(
        writer,
        ...[
          failedOf(0),
          failedOf(1, { errorType: "TypeError" }),
          failedOf(2, { errorMessage: "another text" }),
          failedOf(3, { errorStack: stackOf("refund") }),
          failedOf(4, { state: "timeout" }),
          { ...moved, serviceId: other, key: idWithin(other, "r5"), jobId: idWithin(other, "invoice") },
        ].map((run) => runChange(run)),
      );
      commitLogs(writer, [logOf({ severityNumber: 17, attributes: { "exception.type": "PaymentError" } })]);
      expect(allErrors(reader).map(({ count }) => count)).toHaveLength(6);
      expect(allErrors(reader, { limit: 1 })).toEqual(allErrors(reader));
    });

    it("takes a run out of its group when its verdict is corrected, and deletes a group that nothing is left of", () => {
      const { writer, reader } = store();
      const lost: Run = {
        ...failedOf(9),
        state: "error",
        provisional: true,
        errorType: "lost",
        lostCause: "process_lost",
      };
      const { errorMessage: _message, errorStack: _stack, ...silent } = lost;
      commit(writer, runChange(failedOf(0)), runChange(failedOf(1)), runChange(silent));
      expect(allErrors(reader).map(({ errorType, count }) => [errorType, count])).toEqual([
        ["lost", 1],
        ["PaymentError", 2],
      ]);
      // It lives, and fails like the others.
      commit(writer, runChange(failedOf(9)));
      expect(onlyError(reader)).toMatchObject({
        count: 3,
        lastMs: failedOf(9).endMs,
        message: failedOf(9).errorMessage,
      });
      // It was a success after all: the group ends with the one before.
      const { errorType: _type, errorMessage: _text, errorStack: _frames, ...good } = failedOf(9);
      commit(writer, runChange({ ...good, state: "success" }));
      const group = onlyError(reader);
      expect(group).toMatchObject({ count: 2, lastMs: failedOf(1).endMs, message: failedOf(1).errorMessage });
      expect(reader.error(group.id, NOW)?.runs).toHaveLength(2);
      expect(group.trend.reduce((sum, count) => sum + count)).toBe(2);
    });

    it("counts the same whatever the order, the groups and the revisions in which runs arrive", () => {
      const numbers = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 20 });
      const verdict = fc.constantFrom<Run["state"]>("failure", "error", "timeout", "success", "running");
      fc.assert(
        fc.property(fc.array(fc.tuple(numbers, verdict, fc.boolean()), { maxLength: 8 }), (steps) => {
          const { writer, reader } = store();
          const last = new Map<string, Run>();
          for (const [ids, state, named] of steps) {
            const runs = ids.map((id) => ({ ...failedOf(id), state, ...(named ? {} : { errorType: "Other" }) }));
            commit(writer, ...runs.map((run) => runChange(run)));
            for (const run of runs) last.set(run.key, run);
          }
          const expected = new Map<string, number>();
          for (const { state, errorType = "" } of last.values()) {
            if (state !== "success" && state !== "running") expected.set(errorType, (expected.get(errorType) ?? 0) + 1);
          }
          const groups = allErrors(reader);
          expect(new Map(groups.map(({ errorType, count }) => [errorType, count]))).toEqual(expected);
          for (const group of groups) {
            const detail = reader.error(group.id, NOW);
            expect(detail?.runs).toHaveLength(group.count);
            expect(detail?.hours.reduce((sum, { count }) => sum + count, 0)).toBe(group.count);
            expect(detail?.jobs.reduce((sum, { count }) => sum + count, 0)).toBe(group.count);
          }
          // The next round begins with runs that did not fail.
          commit(writer, ...[...last.values()].map((run) => runChange({ ...run, state: "running" })));
          expect(allErrors(reader)).toEqual([]);
        }),
        { numRuns: 15 },
      );
    });

    it("gathers error records that belong to no run, each once", () => {
      const { writer, reader } = store();
      const attributes = {
        "exception.type": "MongoError",
        "exception.message": "pool 7 drained",
        "exception.stacktrace": stackOf("connect"),
      };
      const logs = [
        logOf({ severityNumber: 17, attributes }),
        logOf({
          severityNumber: 21,
          timeMs: T0 + 1,
          attributes: { ...attributes, "exception.message": "pool 8 drained" },
        }),
        logOf({ severityNumber: 13, timeMs: T0 + 2, attributes }),
        logOf({ severityNumber: 17, timeMs: T0 + 3, attributes: { ...attributes, "job.run.id": "r1" } }),
      ];
      commitLogs(writer, logs);
      commitLogs(writer, logs);
      const group = onlyError(reader);
      expect(group).toMatchObject({
        source: "log",
        errorType: "MongoError",
        pattern: "pool <*> drained",
        culprit: "connect (dist/jobs/pay.js)",
        message: "pool 8 drained",
        count: 2,
        jobs: 0,
        sampleRunKey: undefined,
      });
      expect(reader.error(group.id, NOW)).toMatchObject({ jobs: [], runs: [], stack: stackOf("connect") });
    });

    it("lists last seen first, by scope, type, source and time", () => {
      const { writer, reader } = store();
      commit(
        writer,
        runChange(failedOf(0, { errorType: "A" })),
        runChange(failedOf(20, { errorType: "B", job: "refund" })),
        runChange(failedOf(10, { errorType: "C" })),
      );
      commitLogs(writer, [
        logOf({ severityNumber: 17, timeMs: T0 + 5_000, resource: resourceOf(MAIL), body: "no route" }),
      ]);
      const types = (query: Partial<ErrorQuery>): string[] =>
        allErrors(reader, { limit: 2, ...query }).map(({ errorType, source }) => errorType || source);
      expect(types({})).toEqual(["B", "C", "log", "A"]);
      expect(types({ service: "billing" })).toEqual(["B", "C", "A"]);
      expect(types({ environment: "staging" })).toEqual(["log"]);
      expect(types({ job: "refund" })).toEqual(["B"]);
      expect(types({ jobId: failedOf(0).jobId })).toEqual(["C", "A"]);
      expect(types({ job: "nowhere" })).toEqual([]);
      expect(types({ errorType: "C" })).toEqual(["C"]);
      expect(types({ source: "log" })).toEqual(["log"]);
      expect(types({ fromMs: T0 + 10_000 })).toEqual(["B", "C"]);
      expect(types({ toMs: T0 + 10_000 })).toEqual(["log", "A"]);
    });

    it("gives every group in the order in which they were first seen, whatever is seen again meanwhile", () => {
      const { writer, reader } = store();
      const seen = (number: number, kind: number): void => {
        const job = kind % 2 === 0 ? "invoice" : "refund";
        commit(writer, runChange(failedOf(number, { errorType: `E${kind}`, job })));
      };
      for (let kind = 0; kind < 9; kind += 1) seen(kind, kind);
      let number = 100;
      const walk = (query: Partial<ErrorQuery>): string[] => {
        let read = 0;
        return allPages((cursor) => {
          // What is behind the cursor by time is seen again, and so is what was given already.
          if (cursor !== undefined) for (const kind of [8, 0, (read += 1)]) seen((number += 1), kind);
          return reader.errors(withCursor({ order: "first_seen", limit: 2, ...query }, cursor), NOW);
        }).map(({ errorType }) => errorType);
      };
      const all = Array.from({ length: 9 }, (_, kind) => `E${kind}`);
      expect(walk({})).toEqual(all);
      expect(walk({ environment: "production" })).toEqual(all);
      expect(walk({ job: "invoice" })).toEqual(["E0", "E2", "E4", "E6", "E8"]);
      expect(walk({ jobId: failedOf(0).jobId, errorType: "E6" })).toEqual(["E6"]);
      const late = T0 + 90_000;
      for (const query of [{}, { service: "billing" }]) {
        const of = { ...query, order: "first_seen", limit: 2, fromMs: late } as const;
        expect(allErrors(reader, of).map(({ lastMs }) => lastMs >= late)).toEqual([true, true, true, true, true, true]);
        expect(allErrors(reader, { ...of, fromMs: NOW, toMs: NOW })).toEqual([]);
      }
    });

    it("keeps neither the disk nor the list hostage to texts of any size or kind", () => {
      const { writer, reader } = store();
      const texts = ["x".repeat(3_000_000), "a\0b", "\ud800", "😀".repeat(20_000), ""];
      commit(
        writer,
        ...texts.map((errorMessage, n) => runChange(failedOf(n, { errorMessage, errorStack: errorMessage }))),
      );
      const groups = allErrors(reader);
      expect(groups).toHaveLength(texts.length);
      for (const group of groups) {
        expect(group.pattern.length).toBeLessThanOrEqual(500);
        expect(group.message.length).toBeLessThanOrEqual(16_384);
        expect(reader.error(group.id, NOW)?.stack?.length ?? 0).toBeLessThanOrEqual(16_384);
      }
      expect(Math.max(...groups.map(({ messageLength }) => messageLength))).toBe(3_000_000);
    });

    it("forgets a group once it was not seen for as long as runs are kept, and is none the worse when it comes again", () => {
      const { writer, reader } = store();
      const policy = {
        runsMs: 10 * DAY,
        keepRunsPerJob: 0,
        runLogsMs: DAY,
        otherLogsMs: DAY,
        metricPointsMs: DAY,
        maxBytes: 5e9,
      };
      commit(writer, runChange(failedOf(0)));
      const { id } = onlyError(reader);
      writer.enforceRetention(policy, T0 + 9 * DAY);
      expect(onlyError(reader).count).toBe(1);
      writer.enforceRetention(policy, T0 + 11 * DAY);
      expect(reader.errors({ limit: 5 }, T0 + 11 * DAY).items).toEqual([]);
      commit(writer, runChange(failedOf(12 * 86_400)));
      expect(reader.errors({ limit: 5 }, T0 + 12 * DAY).items).toMatchObject([{ id, count: 1 }]);
    });

    it("keeps counting what retention has deleted", () => {
      const { writer, reader } = store();
      commit(writer, runChange(failedOf(0)), runChange(failedOf(20 * 86_400)));
      const policy = {
        runsMs: 10 * DAY,
        keepRunsPerJob: 0,
        runLogsMs: DAY,
        otherLogsMs: DAY,
        metricPointsMs: DAY,
        maxBytes: 5e9,
      };
      writer.enforceRetention(policy, T0 + 21 * DAY);
      const group = onlyError(reader);
      expect(group).toMatchObject({ count: 2, firstMs: failedOf(0).endMs });
      expect(reader.error(group.id, T0 + 21 * DAY)).toMatchObject({
        runs: [{ runId: `r${20 * 86_400}` }],
        hours: [{ count: 1 }],
      });
    });

    it("gathers what is more than 2,000 kinds of errors of a service in one group", () => {
      const { writer, reader } = store();
      const word = (n: number): string =>
        String(n)
          .split("")
          .map((digit) => "ghijklmnop"[Number(digit)] ?? "")
          .join("")
          .padStart(5, "z");
      commit(writer, ...Array.from({ length: 2_100 }, (_, n) => runChange(failedOf(n, { errorMessage: word(n) }))));
      const groups = allErrors(reader, { limit: 1_000 });
      expect(groups).toHaveLength(2_001);
      expect(groups.find(({ errorType }) => errorType === "_OTHER")).toMatchObject({ count: 100 });
    });
  });

  describe("attempts", () => {
    const attempt = (number: number, fields: Partial<Run> = {}): Run =>
      failedOf(number, { attempt: number + 1, ...(number > 0 && { previousRunId: `r${number - 1}` }), ...fields });

    it("finds the others of the same work both ways, first one first", () => {
      const { writer, reader } = store();
      const chain = [0, 1, 2, 3].map((number) => attempt(number));
      commit(writer, ...chain.toReversed().map((run) => runChange(run)), runChange(failedOf(9)));
      for (const run of chain) {
        const others = chain.filter(({ key }) => key !== run.key).map(({ key }) => key);
        expect(detailOf(reader, run).attempts.map(({ key }) => key)).toEqual(others);
      }
      expect(detailOf(reader, failedOf(9)).attempts).toEqual([]);
    });

    it("passes over an attempt that is not stored, ends in a ring, and shows at most 100", () => {
      const { writer, reader } = store();
      commit(writer, runChange(attempt(2)), runChange(attempt(3)));
      expect(detailOf(reader, attempt(3)).attempts.map(({ runId }) => runId)).toEqual(["r2"]);
      const ring = [attempt(10, { previousRunId: "r11" }), attempt(11, { previousRunId: "r10" })];
      commit(writer, ...ring.map((run) => runChange(run)));
      expect(detailOf(reader, ring[0]!).attempts.map(({ runId }) => runId)).toEqual(["r11"]);
      commit(writer, ...Array.from({ length: 300 }, (_, n) => runChange(attempt(100 + n))));
      expect(detailOf(reader, attempt(300)).attempts).toHaveLength(100);
    });
  });
}
