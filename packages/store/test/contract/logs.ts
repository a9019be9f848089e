import type { LogRecord } from "@jobscope/otlp";
import { idWithin, serviceIdOf } from "@jobscope/tracker";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";

import type { LogHit, LogQuery } from "../../src/port/logs.ts";
import type { StoreQueries } from "../../src/port/read.ts";
import { BILLING, endedOf, logOf, MAIL, resourceOf, runOf, spanOf, T0 } from "../samples.ts";
import { allPages, commit, commitLogs, type OpenStore, runChange, tracesRequest, withCursor } from "./harness.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const OTHER_TRACE = "1bf7651916cd43dd8448eb211c80319c";
const DAY = 86_400_000;

const allLogs = (reader: StoreQueries, query: Partial<LogQuery> = {}): LogHit[] =>
  allPages((cursor) => reader.logs(withCursor({ limit: 3, ...query }, cursor)));
const bodies = (reader: StoreQueries, query: Partial<LogQuery> = {}): unknown[] =>
  allLogs(reader, query).map(({ body }) => body);

const ofJob = (job: string, runId: string): LogRecord["attributes"] => ({ "job.name": job, "job.run.id": runId });

/** What a service and its neighbour wrote, a second apart. */
const SAMPLES: readonly LogRecord[] = [
  {
    body: "Start of the billing",
    severityNumber: 9,
    attributes: { "log.category": "jobs", ...ofJob("invoice", "r1") },
  },
  { body: "connection refused by db-7", severityNumber: 17, traceId: TRACE },
  { body: { text: "invoices sent", count: 12 }, severityNumber: 5, attributes: { "log.category": "performance" } },
  { body: "café is open", severityNumber: 13, attributes: ofJob("refund", "r2") },
  {
    body: undefined,
    severityNumber: 17,
    eventName: "job.run.exception",
    attributes: {
      ...ofJob("refund", "r2"),
      "exception.message": "payment provider timed out",
      "log.category": "errors",
    },
  },
  {
    body: "audit line: all is well",
    severityNumber: 9,
    attributes: { "log.category": "audit" },
    resource: resourceOf(MAIL),
  },
].map((fields, second) => logOf({ ...fields, timeMs: T0 + second * 1_000 }));

export function logsContract(store: () => OpenStore): void {
  describe("log search", () => {
    let reader: StoreQueries;
    beforeEach(() => {
      const opened = store();
      reader = opened.reader;
      commit(
        opened.writer,
        runChange(endedOf(runOf({ runId: "r1" }, { traceId: TRACE }), "success", 5)),
        runChange(endedOf(runOf({ runId: "r2", job: "refund" }), "failure", 5)),
      );
      commitLogs(opened.writer, SAMPLES);
    });

    it("lists newest first, in pages of any size, with service, job, run and category", () => {
      const expected = SAMPLES.map(({ body }) => body).toReversed();
      for (const limit of [1, 2, 5, 6, 7, 1_000]) expect(bodies(reader, { limit })).toEqual(expected);
      const [newest, exception] = allLogs(reader);
      expect(newest).toMatchObject({ service: MAIL, jobName: "", runId: "", category: "audit" });
      expect(exception).toMatchObject({ service: BILLING, jobName: "refund", runId: "r2", category: "errors" });
    });

    const key = (runId: string): string => idWithin(serviceIdOf(BILLING), runId);
    it.each<[string, Partial<LogQuery>, readonly number[]]>([
      ["service", { service: "billing" }, [4, 3, 2, 1, 0]],
      ["environment", { environment: "staging" }, [5]],
      ["job, by name or by the trace of its run", { job: "invoice" }, [1, 0]],
      ["job id", { jobId: idWithin(serviceIdOf(BILLING), "refund") }, [4, 3]],
      ["category", { categories: ["jobs"] }, [0]],
      ["categories of which all are rare", { categories: ["errors", "audit"] }, [5, 4]],
      ["categories of which some are", { categories: ["performance", "audit"] }, [5, 2]],
      ["severity", { minSeverity: 13 }, [4, 3, 1]],
      ["severity ERROR", { minSeverity: 17 }, [4, 1]],
      ["severity of a job", { minSeverity: 17, job: "invoice" }, [1]],
      ["run, with what its trace holds", { runKey: key("r1") }, [1, 0]],
      ["run of another service", { runKey: idWithin(serviceIdOf(MAIL), "r1") }, []],
      ["run id alone", { runId: "r1" }, [1, 0]],
      ["unknown run", { runId: "r9" }, []],
      ["trace", { traceId: TRACE }, [1]],
      ["event", { eventName: "job.run.exception" }, [4]],
      ["time", { fromMs: T0 + 1_000, toMs: T0 + 3_000 }, [2, 1]],
      ["time of a service", { fromMs: T0 + 4_000, service: "billing" }, [4]],
      ["a word", { text: "refused" }, [1]],
      ["a word in any case", { text: "BILLING" }, [0]],
      ["the beginning of the last word", { text: "conn" }, [1]],
      ["a whole word, not what begins so, where there is one", { text: "of" }, [0]],
      ["the beginning of a word before a star", { text: "refu*" }, [1]],
      ["no beginning of two letters", { text: "co" }, []],
      ["not the beginning of another word", { text: "conn refused" }, []],
      ["words in any order", { text: "db refused connection" }, [1]],
      ["a word inside a structure", { text: "invoices" }, [2]],
      ["an exception", { text: "provider timed" }, [4]],
      ["a word without its accent", { text: "cafe" }, [3]],
      ["a word in a span of time", { text: "the", fromMs: T0, toMs: T0 + 1 }, [0]],
      ["a word of a run", { text: "refused", runKey: key("r1") }, [1]],
      ["a word that the run does not have", { text: "audit", runKey: key("r1") }, []],
      ["a word and a service", { text: "line", service: "billing" }, []],
      ["no word at all", { text: "*** 😀" }, []],
    ])("by %s", (_, query, expected) => {
      const found = expected.map((index) => SAMPLES[index]?.body);
      for (const limit of [1, 100]) expect(bodies(reader, { ...query, limit })).toEqual(found);
    });

    it("refuses the cursor of another query", () => {
      const { nextCursor = "" } = reader.logs({ limit: 1 });
      expect(() => reader.logs({ limit: 1, minSeverity: 9, cursor: nextCursor })).toThrow(/cursor/);
      const { nextCursor: ofWords = "" } = reader.logs({ limit: 1, text: "is" });
      expect(() => reader.logs({ limit: 1, cursor: ofWords })).toThrow(/cursor/);
    });

    it("takes every text as words, never as an expression", () => {
      const hostile = [
        "* OR NEAR(",
        '"',
        "'",
        '" OR words : "',
        "a\0b",
        "NOT NOT",
        "AND",
        "words:x",
        "-a +b ^c",
        "{a b}:c",
        "x".repeat(10_000),
        "\ud800",
        "(",
        "a* b*",
        "हिन्दी",
        "e\u0301",
        "\u0301",
        "１２",
        "ﬁ",
        "ß",
        "İ",
      ];
      for (const text of hostile) expect(() => allLogs(reader, { text })).not.toThrow();
      expect(bodies(reader, { text: "refused OR audit" })).toEqual([]);
      expect(bodies(reader, { text: '"refused"' })).toEqual(["connection refused by db-7"]);
      fc.assert(
        fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
          expect(Array.isArray(allLogs(reader, { text }))).toBe(true);
        }),
      );
    });
  });

  describe("log search over what comes and goes", () => {
    it("finds every record by each of its words", () => {
      const { writer, reader } = store();
      const word = fc.stringMatching(/^[a-zäöé0-9]{1,12}$/);
      let number = 0;
      fc.assert(
        fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (words) => {
          const body = `${words.join(" -")}! n${(number += 1)}`;
          commitLogs(writer, [logOf({ body, timeMs: T0 + number })]);
          for (const text of [...words, `n${number}`]) {
            expect(bodies(reader, { text: `n${number} ${text}`, limit: 1_000 })).toContain(body);
          }
        }),
        { numRuns: 40 },
      );
    });

    it("shows each record once while others come, and goes on through what does not match", () => {
      const { writer, reader } = store();
      const logs = Array.from({ length: 12_000 }, (_, n) =>
        logOf({
          timeMs: T0 + n,
          body: n % 4_000 === 0 ? `rare ${n}` : `common ${n}`,
          severityNumber: n % 4_000 === 0 ? 13 : 9,
        }),
      );
      commitLogs(writer, logs);
      const first = reader.logs({ limit: 10, minSeverity: 13 });
      expect(first.nextCursor).toBeDefined();
      let came = 0;
      const pages = allPages((cursor) => {
        commitLogs(writer, [logOf({ timeMs: T0 + 20_000 + (came += 1), body: "late", severityNumber: 13 })]);
        return reader.logs(withCursor({ limit: 10, minSeverity: 13 }, cursor));
      });
      expect(pages.map(({ body }) => body)).toEqual(["late", "rare 8000", "rare 4000", "rare 0"]);
      expect(bodies(reader, { text: "rare", limit: 2 })).toEqual(["rare 8000", "rare 4000", "rare 0"]);
      expect(bodies(reader, { text: "common", minSeverity: 13, limit: 100 })).toEqual([]);
    });

    it("gives a run's job to records of its trace that came before it", () => {
      const { writer, reader } = store();
      commitLogs(writer, [logOf({ body: "early", traceId: TRACE }), logOf({ body: "other", traceId: OTHER_TRACE })]);
      expect(bodies(reader, { job: "invoice" })).toEqual([]);
      commit(writer, runChange(runOf({ runId: "r1" }, { traceId: TRACE })));
      commitLogs(writer, [logOf({ body: "later", timeMs: T0 + 1, traceId: TRACE })]);
      expect(bodies(reader, { job: "invoice" })).toEqual(["later", "early"]);
    });

    it("searches a body's first 4,096 characters, and forgets the words of what retention deletes", () => {
      const { writer, reader } = store();
      commitLogs(writer, [logOf({ body: `head ${"x ".repeat(2_500)}tail` })]);
      expect(allLogs(reader, { text: "head" })).toHaveLength(1);
      expect(allLogs(reader, { text: "tail" })).toEqual([]);
      const policy = {
        runsMs: DAY,
        keepRunsPerJob: 1,
        runLogsMs: DAY,
        otherLogsMs: DAY,
        metricPointsMs: DAY,
        maxBytes: 5e9,
      };
      writer.enforceRetention(policy, T0 + 2 * DAY);
      commitLogs(writer, [logOf({ body: "new", timeMs: T0 + 2 * DAY })], T0 + 2 * DAY);
      expect(allLogs(reader, { text: "head" })).toEqual([]);
      expect(bodies(reader, { text: "new" })).toEqual(["new"]);
    });
  });

  describe("traces", () => {
    it("gives the spans and the runs of a trace, and nothing for one that is not there", () => {
      const { writer, reader } = store();
      const run = endedOf(runOf({ runId: "r1" }, { traceId: TRACE }), "success", 5);
      commit(writer, runChange(run));
      expect(reader.trace(TRACE)).toEqual({ spans: [], truncated: false, runs: [run] });
      const spans = Array.from({ length: 5_001 }, (_, n) =>
        spanOf({ spanId: (n + 1).toString(16).padStart(16, "0"), startMs: T0 + 6_000 - n }),
      );
      writer.transaction(() => writer.writeRecords(tracesRequest(spans), T0));
      const trace = reader.trace(TRACE.toUpperCase());
      expect(trace?.spans).toHaveLength(5_000);
      expect(trace?.spans[0]?.startMs).toBe(T0 + 1_000);
      expect(trace).toMatchObject({ truncated: true, runs: [{ key: run.key }] });
      expect(reader.trace(OTHER_TRACE)).toBeUndefined();
      expect(reader.trace("")).toBeUndefined();
      expect(reader.trace("' OR 1")).toBeUndefined();
    });
  });
}
