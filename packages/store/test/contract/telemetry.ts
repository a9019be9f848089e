import type { MetricPoint } from "@jobscope/otlp";
import { describe, expect, it } from "vitest";

import type { Telemetry, TelemetryQuery } from "../../src/port/metrics.ts";
import type { StoreWriter } from "../../src/port/write.ts";
import { BILLING, endedOf, gaugeOf, MAIL, resourceOf, runOf, T0 } from "../samples.ts";
import { commit, metricsRequest, type OpenStore, runChange } from "./harness.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A whole day, so that steps of every length begin with it. */
const NOON = Math.floor(T0 / DAY) * DAY;

const send = (writer: StoreWriter, points: readonly MetricPoint[], receivedMs = NOON): void => {
  writer.transaction(() => writer.writeRecords(metricsRequest(points), receivedMs));
};

const memory = (atMs: number, value: number, instanceId = "i1"): MetricPoint =>
  gaugeOf({
    resource: resourceOf(BILLING, instanceId),
    metric: { ...gaugeOf().metric, name: "process.memory.usage", unit: "By" },
    attributes: {},
    timeMs: atMs,
    value,
  });

const items = (
  atMs: number,
  value: number,
  { job = "invoice", startMs = NOON, service = BILLING } = {},
): MetricPoint => ({
  ...gaugeOf(),
  kind: "sum",
  resource: resourceOf(service),
  metric: { ...gaugeOf().metric, name: "job.items", unit: "{item}", kind: "sum", temporality: 2, isMonotonic: true },
  attributes: { "job.name": job },
  timeMs: atMs,
  startMs,
  value,
});

const MEMORY: TelemetryQuery = {
  metrics: ["process.memory.usage"],
  fromMs: NOON,
  toMs: NOON + 6 * HOUR,
  stepMs: 5 * MINUTE,
};
const ITEMS: TelemetryQuery = { ...MEMORY, metrics: ["job.items"] };
const byHour = (query: TelemetryQuery): TelemetryQuery => ({ ...query, stepMs: HOUR });

const increasesOf = ({ series }: Telemetry): unknown =>
  series.map(({ points }) => points.map(({ fromMs, increase }) => [(fromMs - NOON) / MINUTE, increase]));

export function telemetryContract(store: () => OpenStore): void {
  describe("metrics over time", () => {
    it("are read from points however long the range is, unless these are more than 50,000", () => {
      const { writer, reader } = store();
      const day = { ...MEMORY, toMs: NOON + DAY };
      const stepsOf = (): number => reader.telemetry(day).series[0]?.points.length ?? 0;
      send(
        writer,
        Array.from({ length: 1_440 }, (_, n) => memory(NOON + n * MINUTE, n)),
      );
      expect(stepsOf()).toBe(288);
      const sendMore = (count: number): void =>
        send(
          writer,
          Array.from({ length: count }, (_, n) => memory(NOON + n * 1_000 + 500, n, "i2")),
        );
      sendMore(48_560);
      expect(stepsOf()).toBe(288);
      sendMore(48_561);
      expect(stepsOf()).toBe(24);
      // Of no answer, so that they do not count.
      expect(reader.telemetry({ ...day, fromMs: NOON + DAY / 2 }).series[0]?.points).toHaveLength(144);
    });

    it("are read from points for short steps, and from hours for long ones, with one result", () => {
      const { writer, reader } = store();
      const values = Array.from({ length: 240 }, (_, n) => memory(NOON + n * MINUTE, (n * 37) % 100));
      send(writer, values);
      const { series, truncated } = reader.telemetry(MEMORY);
      expect(truncated).toBe(false);
      expect(series).toHaveLength(1);
      expect(series[0]).toMatchObject({
        metric: "process.memory.usage",
        unit: "By",
        service: BILLING,
        instanceId: "i1",
        attributes: {},
      });
      expect(series[0]?.points).toHaveLength(48);
      expect(series[0]?.points[0]).toEqual({
        fromMs: NOON,
        last: 48,
        min: 0,
        max: 74,
        average: 34,
        increase: undefined,
      });
      const hours = reader.telemetry(byHour(MEMORY)).series[0]?.points ?? [];
      expect(hours.map(({ fromMs }) => fromMs)).toEqual([0, 1, 2, 3].map((hour) => NOON + hour * HOUR));
      const first = values.slice(0, 60).map((_, n) => (n * 37) % 100);
      const average = first.reduce((sum, value) => sum + value, 0) / 60;
      expect(hours[0]).toMatchObject({ last: first.at(-1), min: Math.min(...first), max: Math.max(...first), average });
      expect(reader.telemetry({ ...MEMORY, toMs: NOON + 7 * DAY, stepMs: DAY }).series[0]?.points).toHaveLength(1);
    });

    it("count what a counter grew by once, whatever is sent again, late, after a restart, or after the store was", () => {
      const { writer, reader } = store();
      const before = [items(NOON + MINUTE, 5), items(NOON + 10 * MINUTE, 9)];
      send(writer, before);
      send(writer, before);
      send(writer, [items(NOON + 5 * MINUTE, 7)]);
      const again = store().reopen();
      const restarted = { startMs: NOON + HOUR };
      send(again.writer, [
        items(NOON + 62 * MINUTE, 3, restarted),
        items(NOON + 20 * MINUTE, 11),
        items(NOON + 70 * MINUTE, 4, restarted),
      ]);
      send(again.writer, [...before, items(NOON + 70 * MINUTE, 4, restarted)]);
      expect(increasesOf(again.reader.telemetry(byHour(ITEMS)))).toEqual([
        [
          [0, 9],
          [60, 4],
        ],
      ]);
      expect(reader).not.toBe(again.reader);
      // Points stand in their order, so what came late counts where it belongs.
      expect(increasesOf(again.reader.telemetry(ITEMS))).toEqual([
        [
          [0, 5],
          [5, 2],
          [10, 2],
          [20, 2],
          [60, 3],
          [70, 1],
        ],
      ]);
    });

    it("are read from hours once the points are gone, streams that are silent since included", () => {
      const { writer, reader } = store();
      send(writer, [memory(NOON + MINUTE, 5), memory(NOON + 9 * MINUTE, 7)]);
      const policy = {
        runsMs: DAY,
        keepRunsPerJob: 1,
        runLogsMs: DAY,
        otherLogsMs: DAY,
        metricPointsMs: HOUR,
        maxBytes: 1e12,
      };
      const lastsOf = (): unknown =>
        reader.telemetry(MEMORY).series.map(({ points }) => points.map(({ last }) => last));
      writer.enforceRetention(policy, NOON + HOUR);
      expect(lastsOf()).toEqual([[5, 7]]);
      writer.enforceRetention(policy, NOON + 30 * HOUR);
      expect(lastsOf()).toEqual([[7]]);
      writer.enforceRetention(policy, NOON + 80 * DAY);
      expect(lastsOf()).toEqual([[7]]);
      for (let n = 0; n < 2; n += 1) writer.enforceRetention(policy, NOON + 95 * DAY);
      expect(lastsOf()).toEqual([]);
    });

    it("count nothing of a transaction that is rolled back", () => {
      const { writer, reader } = store();
      send(writer, [items(NOON + MINUTE, 5)]);
      const failing = (): void =>
        writer.transaction(() => {
          writer.writeRecords(metricsRequest([items(NOON + 2 * MINUTE, 50)]), NOON);
          throw new RangeError("no");
        });
      expect(failing).toThrow("no");
      send(writer, [items(NOON + 3 * MINUTE, 6)]);
      expect(increasesOf(reader.telemetry(byHour(ITEMS)))).toEqual([[[0, 6]]]);
    });

    it("are those of a scope, in an order of their own", () => {
      const { writer, reader } = store();
      commit(writer, ...["a", "b"].map((job) => runChange(endedOf(runOf({ runId: job, job }), "success", 5))));
      send(writer, [
        items(NOON, 1, { job: "b" }),
        items(NOON, 2, { job: "a" }),
        items(NOON, 3, { job: "a", service: MAIL }),
        memory(NOON, 4, "i2"),
        memory(NOON, 5, "i1"),
      ]);
      const metrics = ["process.memory.usage", "job.items"];
      const of = (scope: Partial<TelemetryQuery>): unknown =>
        reader.telemetry({ ...ITEMS, metrics, ...scope }).series.map(({ points }) => points[0]?.last);
      expect(of({})).toEqual([2, 1, 3, 5, 4]);
      expect(of({ service: "billing" })).toEqual([2, 1, 5, 4]);
      expect(of({ environment: "staging" })).toEqual([3]);
      // What names no job belongs to the process that runs it.
      expect(of({ jobId: runOf({ runId: "", job: "a" }).jobId })).toEqual([2, 5, 4]);
      expect(of({ job: "nobody's" })).toEqual([]);
      expect(of({ metrics: ["no.such.metric"] })).toEqual([]);
    });

    it("are of at most 500 streams, those first that were received last", () => {
      const { writer, reader } = store();
      const streams = Array.from({ length: 510 }, (_, n) => memory(NOON + MINUTE, n, `i${n}`));
      for (const [n, point] of streams.entries()) send(writer, [point], NOON + n);
      const { series, truncated } = reader.telemetry(MEMORY);
      expect(truncated).toBe(true);
      const values = series.map(({ points }) => points[0]?.last ?? -1);
      expect(values.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, n) => n + 10));
    });
  });
}
