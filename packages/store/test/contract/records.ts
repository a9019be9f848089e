import type { AnyValue, LogRecord } from "@jobscope/otlp";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { BILLING, endedOf, gaugeOf, logOf, MAIL, resourceOf, runOf, SCOPE, spanOf, T0, uuidV7 } from "../samples.ts";
import {
  commit,
  commitLogs,
  contentsOf,
  detailOf,
  metricsRequest,
  type OpenStore,
  runChange,
  tracesRequest,
} from "./harness.ts";

const RUN_ID = uuidV7(T0, 1);
const TRACE = "0af7651916cd43dd8448eb211c80319c";

const VALUES: Readonly<Record<string, AnyValue>> = {
  text: "é \u0000 \u{1F600}",
  integer: 42,
  negativeZero: -0,
  fraction: 0.1,
  nan: Number.NaN,
  infinite: Number.POSITIVE_INFINITY,
  minusInfinite: Number.NEGATIVE_INFINITY,
  big: 9_007_199_254_740_993n,
  bytes: new Uint8Array([0, 1, 255]),
  noBytes: new Uint8Array(),
  nothing: null,
  truth: true,
  list: [1, [2n, Number.NaN], { deep: new Uint8Array([7]) }],
  map: { $i: "not a tag", plain: { $b: "AA==" } },
  emptyMap: {},
};

/** Records of a run, as a service sends them: some with uid, some known by run and event, some by content. */
function serviceLogs(count: number): LogRecord[] {
  return Array.from({ length: count }, (_, index): LogRecord => {
    const attributes = { "job.run.id": RUN_ID, number: index };
    const timeMs = T0 + index;
    if (index % 3 === 0)
      return logOf({ timeMs, attributes: { ...attributes, "log.record.uid": uuidV7(timeMs, index) } });
    if (index % 3 === 1) return logOf({ timeMs, eventName: "job.run.progress", attributes });
    return logOf({ timeMs, body: `line ${index}`, attributes });
  });
}

export function recordsContract(store: () => OpenStore, open: () => OpenStore): void {
  describe("records", () => {
    it("stores a log once by its uid, per service", () => {
      const { writer } = store();
      const log = logOf({ attributes: { "log.record.uid": "u1" } });
      expect(commitLogs(writer, [log])).toEqual({ stored: 1, duplicates: 0 });
      expect(commitLogs(writer, [log, { ...log, observedMs: T0 + 5 }])).toEqual({ stored: 0, duplicates: 2 });
      expect(commitLogs(writer, [{ ...log, resource: resourceOf(BILLING, "i2") }])).toEqual({
        stored: 0,
        duplicates: 1,
      });
      expect(commitLogs(writer, [{ ...log, resource: resourceOf(MAIL) }])).toEqual({ stored: 1, duplicates: 0 });
    });

    it("stores a job event without uid once by run, event and time", () => {
      const { writer } = store();
      const event = logOf({ eventName: "job.run.start", attributes: { "job.run.id": RUN_ID } });
      const others = [
        { ...event, timeMs: T0 + 1 },
        { ...event, eventName: "job.run.end" },
        { ...event, attributes: { "job.run.id": uuidV7(T0, 2) } },
      ];
      commitLogs(writer, [event]);
      expect(commitLogs(writer, [event, { ...event, body: "resent" }])).toEqual({ stored: 0, duplicates: 2 });
      expect(commitLogs(writer, others)).toEqual({ stored: 3, duplicates: 0 });
    });

    it("stores a foreign log once by its content, whatever the order of attributes", () => {
      const { writer } = store();
      const log = logOf({ attributes: { a: 1, b: { c: [1n, new Uint8Array([1])], d: Number.NaN } } });
      const reordered = logOf({
        resource: {
          ...log.resource,
          attributes: Object.fromEntries(Object.entries(log.resource.attributes).toReversed()),
        },
        scope: { ...SCOPE },
        attributes: { b: { d: Number.NaN, c: [1n, new Uint8Array([1])] }, a: 1 },
      });
      commitLogs(writer, [log]);
      expect(commitLogs(writer, [reordered], T0 + 60_000)).toEqual({ stored: 0, duplicates: 1 });
      expect(
        commitLogs(writer, [
          { ...log, body: "other" },
          { ...log, severityNumber: 17 },
        ]),
      ).toEqual({
        stored: 2,
        duplicates: 0,
      });
    });

    it("keeps equal foreign logs of one request apart by their ordinal", () => {
      const { writer } = store();
      const log = logOf();
      expect(commitLogs(writer, [log, log, log])).toEqual({ stored: 3, duplicates: 0 });
      expect(commitLogs(writer, [log, log, log])).toEqual({ stored: 0, duplicates: 3 });
    });

    it("does not store beats", () => {
      const { writer, reader } = store();
      const beats = ["job.process.heartbeat", "job.run.heartbeat"].map((eventName) => logOf({ eventName }));
      expect(commitLogs(writer, beats)).toEqual({ stored: 0, duplicates: 0 });
      expect(reader.health().rows["logs"]).toBe(0);
    });

    it("stores a span once by trace and span id, and spans without ids by content", () => {
      const { writer, reader } = store();
      const nameless = spanOf({ traceId: "", spanId: "", name: "a" });
      const spans = [spanOf(), spanOf({ spanId: "00f067aa0ba902b7" }), nameless, { ...nameless, name: "b" }];
      const write = () => writer.transaction(() => writer.writeRecords(tracesRequest(spans), T0));
      expect(write()).toEqual({ stored: 4, duplicates: 0 });
      expect(write()).toEqual({ stored: 0, duplicates: 4 });
      expect(reader.health().rows["spans"]).toBe(4);
    });

    it("stores a metric point once by stream, start and time", () => {
      const { writer, reader } = store();
      const points = [
        gaugeOf(),
        gaugeOf({ timeMs: T0 + 1 }),
        gaugeOf({ startMs: 5 }),
        gaugeOf({ attributes: { "job.name": "other" } }),
        gaugeOf({ value: 9_007_199_254_740_993n, timeMs: T0 + 2 }),
        gaugeOf({ value: Number.NaN, timeMs: T0 + 3 }),
      ];
      const write = () => writer.transaction(() => writer.writeRecords(metricsRequest(points), T0));
      expect(write()).toEqual({ stored: 6, duplicates: 0 });
      expect(write()).toEqual({ stored: 0, duplicates: 6 });
      expect(reader.health().rows["metric_points"]).toBe(6);
    });

    it("gives back every OTLP value as it came", () => {
      const { writer, reader } = store();
      const run = runOf({ runId: RUN_ID }, { traceId: TRACE });
      commit(writer, runChange(run));
      commitLogs(writer, [
        logOf({ body: { ...VALUES }, attributes: { ...VALUES, "job.run.id": RUN_ID }, traceId: TRACE }),
      ]);
      writer.transaction(() => writer.writeRecords(tracesRequest([spanOf({ attributes: VALUES })]), T0));
      const { logs, spans } = detailOf(reader, run);
      expect(logs[0]?.body).toEqual(VALUES);
      expect(logs[0]?.attributes).toEqual({ ...VALUES, "job.run.id": RUN_ID });
      expect(Object.is(logs[0]?.attributes["negativeZero"], -0)).toBe(true);
      expect(spans[0]?.attributes).toEqual(VALUES);
    });

    it("finds the logs and spans of a run, oldest first, and says when there are more", () => {
      const { writer, reader } = store();
      const run = endedOf(runOf({ runId: RUN_ID }, { traceId: TRACE }), "success", 100);
      commit(writer, runChange(run));
      const own = serviceLogs(3_003).toReversed();
      commitLogs(writer, [
        ...own,
        logOf({ traceId: TRACE, timeMs: T0 - 1, body: "of the trace" }),
        logOf({ body: "other" }),
      ]);
      const spans = [spanOf({ startMs: T0 + 2 }), spanOf({ spanId: "00f067aa0ba902b7", startMs: T0 + 1 })];
      writer.transaction(() => writer.writeRecords(tracesRequest(spans), T0));
      const detail = detailOf(reader, run);
      expect(detail.logs[0]?.body).toBe("of the trace");
      const times = (of: (index: number) => boolean): number[] =>
        Array.from({ length: 3_003 }, (_, index) => index)
          .filter(of)
          .map((index) => T0 + index);
      const events = times((index) => index % 3 === 1).slice(0, 1_000);
      const others = [T0 - 1, ...times((index) => index % 3 !== 1)].slice(0, 1_000);
      expect(detail.logs.map((log) => log.timeMs)).toEqual([...events, ...others].toSorted((a, b) => a - b));
      expect(detail.logsTruncated).toBe(true);
      expect(detail.spans.map((span) => span.startMs)).toEqual([T0 + 1, T0 + 2]);
      expect(detail.spansTruncated).toBe(false);
    });

    it("shows how a run began and ended, however much it logged in between", () => {
      const { writer, reader } = store();
      const run = endedOf(runOf({ runId: RUN_ID }), "success", 100);
      commit(writer, runChange(run));
      const event = (eventName: string, timeMs: number): LogRecord =>
        logOf({ eventName, timeMs, attributes: { "job.run.id": RUN_ID } });
      const [began, ended] = [event("job.run.start", T0 - 1), event("job.run.end", T0 + 20_000)];
      const attributes = { "job.run.id": RUN_ID };
      const lines = Array.from({ length: 12_000 }, (_, index) => logOf({ timeMs: T0 + index, attributes }));
      commitLogs(writer, [began, ...lines, ended]);
      const { logs, logsTruncated } = detailOf(reader, run);
      const [events, others] = [
        logs.filter(({ eventName }) => eventName !== ""),
        logs.filter((log) => log.eventName === ""),
      ];
      expect(events.map(({ eventName }) => eventName)).toEqual(["job.run.start", "job.run.end"]);
      expect(others.map(({ timeMs }) => timeMs)).toEqual(Array.from({ length: 1_000 }, (_, index) => T0 + index));
      expect(logsTruncated).toBe(true);
    });

    it("holds the same after any stream of records twice, shuffled and regrouped", () => {
      const run = endedOf(runOf({ runId: RUN_ID }, { traceId: TRACE }), "success", 100);
      const logs = serviceLogs(30);
      const fill = (groups: readonly (readonly LogRecord[])[]): unknown => {
        const opened = open();
        const { writer, reader } = opened;
        commit(writer, runChange(run));
        for (const group of groups) commitLogs(writer, group);
        const contents = contentsOf(reader, T0);
        opened.close();
        return contents;
      };
      const once = fill([logs]);
      const twice = fc.shuffledSubarray([...logs, ...logs], { minLength: 60 });
      fc.assert(
        fc.property(twice, fc.integer({ min: 1, max: 20 }), (shuffled, size) => {
          const groups = Array.from({ length: Math.ceil(60 / size) }, (_, n) => [
            // Equal records of one request that carry no id are different records: here each comes once a request.
            ...new Set(shuffled.slice(n * size, (n + 1) * size)),
          ]);
          expect(fill(groups)).toEqual(once);
        }),
        { numRuns: 15 },
      );
    });
  });
}
