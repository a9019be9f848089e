import type { MetricPoint } from "@jobscope/otlp";

import type { Bench } from "../../../../../scripts/bench/contract.ts";
import { MetricSource } from "../../../test/metric/metric-source.ts";
import { createSeriesStore } from "./create-series-store.ts";

const START = 1_700_000_000_000;
const INTERVAL_MS = 15_000;
const HOUR_MS = 3_600_000;
const STREAMS = 10_000;
const ROUNDS = 30;

type Shape = "sum" | "gauge" | "histogram";

/** One export of a process with that many streams. Decoding makes new objects for each: made beforehand, outside of the clock. */
function exported(shape: Shape, streams: number, round: number): readonly MetricPoint[] {
  const source = new MetricSource();
  const at = { startMs: START, timeMs: START + round * INTERVAL_MS };
  const bounds = [5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000];
  return Array.from({ length: streams }, (_, index) => {
    const attributes = { "job.name": `job-${index}`, outcome: "failed" };
    if (shape === "sum") return source.sum("m", round * 3, at, attributes);
    if (shape === "gauge") return source.gauge("m", round, at, attributes);
    const bucketCounts = bounds.map((_bound, bucket) => round * (bucket % 3)).concat(round);
    return source.histogram("m", { bounds, bucketCounts, sum: round * 100, min: 1, max: 9000 }, at, attributes);
  });
}

function nsPerPoint(shape: Shape, metric: string): number {
  const store = createSeriesStore({ watchedSinceMs: START });
  store.select({ metric, where: [] }, HOUR_MS / 12);
  const times: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const points = exported(shape, STREAMS, round);
    const before = performance.now();
    store.accept(points, START + round * INTERVAL_MS);
    // The first rounds create the streams.
    if (round > 3) times.push(performance.now() - before);
  }
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
  return (median * 1e6) / STREAMS;
}

function creationNs(): number {
  const store = createSeriesStore({ watchedSinceMs: START });
  store.select({ metric: "m", where: [] }, HOUR_MS / 12);
  const points = exported("sum", 100_000, 1);
  const before = performance.now();
  store.accept(points, START + INTERVAL_MS);
  return ((performance.now() - before) * 1e6) / points.length;
}

/** Attributes included, which the stream keeps of its first point. */
function megabytes(shape: Shape, rounds: number): number {
  const gc = globalThis.gc ?? (() => undefined);
  gc();
  const before = process.memoryUsage().heapUsed;
  const store = createSeriesStore({ watchedSinceMs: START });
  const { streams } = store.select({ metric: "m", where: [] }, HOUR_MS);
  for (let round = 1; round <= rounds; round += 1) {
    store.accept(exported(shape, 100_000, round), START + round * INTERVAL_MS);
  }
  gc();
  const used = process.memoryUsage().heapUsed - before;
  return streams.size === 100_000 ? used / 2 ** 20 : Number.NaN;
}

/** A million streams, one point each, from requests of 10,000. */
function attack(): { readonly megabytes: number; readonly ns: number; readonly refused: number } {
  const gc = globalThis.gc ?? (() => undefined);
  gc();
  const before = process.memoryUsage().heapUsed;
  const store = createSeriesStore({ watchedSinceMs: START });
  store.select({ metric: "m", where: [] }, HOUR_MS);
  let took = 0;
  for (let request = 0; request < 100; request += 1) {
    const source = new MetricSource();
    const at = { startMs: START, timeMs: START + request };
    const points = Array.from({ length: 10_000 }, (_, index) =>
      source.sum("m", 1, at, { id: request * 10_000 + index }),
    );
    const begin = performance.now();
    store.accept(points, START + request);
    took += performance.now() - begin;
  }
  gc();
  const { streams, overflowed } = store.stats;
  const used = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  return { megabytes: used, ns: took, refused: streams + overflowed === 1_000_000 ? overflowed : Number.NaN };
}

export const bench: Bench = {
  name: "alerting: series",
  run() {
    nsPerPoint("sum", "m");
    const attacked = attack();
    return Promise.resolve([
      {
        name: "point of a known counter, one of 10,000",
        value: nsPerPoint("sum", "m"),
        unit: "ns/point",
        target: "< 1000",
      },
      { name: "point of a known gauge", value: nsPerPoint("gauge", "m"), unit: "ns/point" },
      { name: "point of a known histogram, 15 buckets", value: nsPerPoint("histogram", "m"), unit: "ns/point" },
      {
        name: "point of a metric that no rule selects",
        value: nsPerPoint("sum", "other"),
        unit: "ns/point",
        target: "< 50",
      },
      { name: "point of a new stream", value: creationNs(), unit: "ns/point" },
      { name: "memory of 100,000 counters, 1 point each", value: megabytes("sum", 1), unit: "MiB" },
      { name: "memory of 100,000 counters, 20 points each", value: megabytes("sum", 20), unit: "MiB" },
      { name: "memory of 100,000 gauges, 20 points each", value: megabytes("gauge", 20), unit: "MiB" },
      { name: "attack with 1,000,000 streams: memory", value: attacked.megabytes, unit: "MiB", target: "< 300" },
      { name: "attack with 1,000,000 streams: time in all", value: attacked.ns, unit: "ms" },
      { name: "attack with 1,000,000 streams: refused and counted", value: attacked.refused, unit: "streams" },
    ]);
  },
};
