import {
  AggregationTemporality,
  AggregationType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import type { MetricData } from "@opentelemetry/sdk-metrics";
import { expect, test } from "vitest";

import { canarySanitizer } from "../../test/canary-sanitizer.ts";
import { mergeExponential } from "./merge-exponential.ts";
import { sanitizeMetricExporter } from "./sanitizing-exporters.ts";

interface Collected {
  readonly provider: MeterProvider;
  collect(): Promise<readonly MetricData[]>;
}

function collector(temporality = AggregationTemporality.CUMULATIVE): Collected {
  const memory = new InMemoryMetricExporter(temporality);
  const exporter = sanitizeMetricExporter(memory, { sanitizer: canarySanitizer() });
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({
    readers: [reader],
    views: [
      {
        instrumentName: "exponential",
        aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM, options: { maxSize: 40 } },
      },
    ],
  });
  return {
    provider,
    collect: async () => {
      memory.reset();
      await reader.forceFlush();
      return memory.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
    },
  };
}

const USERS = ["canaryAnna", "canaryBert", "canaryCleo"];

test("points whose attributes become equal are one point, with what all of them counted", async () => {
  const { provider, collect } = collector();
  const meter = provider.getMeter("m");
  const sum = meter.createCounter("sum");
  const histogram = meter.createHistogram("histogram", { advice: { explicitBucketBoundaries: [10, 20] } });
  const exponential = meter.createHistogram("exponential");
  const observed = meter.createObservableUpDownCounter("observed");
  observed.addCallback((result) => USERS.forEach((user, i) => result.observe(i + 1, { user })));
  USERS.forEach((user, i) => {
    sum.add(i + 1, { user, route: "/a" });
    sum.add(10, { user, route: "/b" });
    histogram.record(5 * (i + 1), { user });
    exponential.record(10 ** (3 * i), { user });
  });
  const metrics = await collect();
  const points = Object.fromEntries(metrics.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints]));
  const user = "[REDACTED:custom]";
  expect(points["sum"]?.map(({ attributes, value }) => [attributes, value])).toEqual([
    [{ user, route: "/a" }, 6],
    [{ user, route: "/b" }, 30],
  ]);
  expect(points["observed"]?.map(({ attributes, value }) => [attributes, value])).toEqual([[{ user }, 6]]);
  expect(points["histogram"]?.map(({ value }) => value)).toEqual([
    { count: 3, sum: 30, min: 5, max: 15, buckets: { boundaries: [10, 20], counts: [2, 1, 0] } },
  ]);
  const [joined] = points["exponential"] ?? [];
  expect(joined?.value).toMatchObject({ count: 3, sum: 1_001_001, min: 1, max: 1_000_000, zeroCount: 0 });
  await provider.shutdown();
});

test.each([
  [AggregationTemporality.CUMULATIVE, 5],
  [AggregationTemporality.DELTA, 2],
])("and stay right from one collection to the next (temporality %s)", async (temporality, second) => {
  const { provider, collect } = collector(temporality);
  const sum = provider.getMeter("m").createCounter("sum");
  sum.add(1, { user: "canaryAnna" });
  sum.add(2, { user: "canaryBert" });
  expect((await collect())[0]?.dataPoints.map(({ value }) => value)).toEqual([3]);
  sum.add(2, { user: "canaryCleo" });
  expect((await collect())[0]?.dataPoints.map(({ value }) => value)).toEqual([second]);
  await provider.shutdown();
});

test("of a gauge the newest value is kept", async () => {
  const { provider, collect } = collector();
  const gauge = provider.getMeter("m").createGauge("gauge");
  gauge.record(7, { user: "canaryAnna" });
  gauge.record(9, { user: "canaryBert" });
  expect((await collect())[0]?.dataPoints.map(({ value }) => value)).toEqual([9]);
  await provider.shutdown();
});

test("two metrics whose names become equal stay two", async () => {
  const { provider, collect } = collector();
  const meter = provider.getMeter("m");
  meter.createCounter("of.canaryAnna").add(1);
  meter.createCounter("of.canaryBert").add(2);
  const metrics = await collect();
  expect(metrics.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints[0]?.value])).toEqual([
    ["of.[REDACTED:custom]", 1],
    ["of.[REDACTED:custom]#2", 2],
  ]);
  await provider.shutdown();
});

test("attributes of the program stay what they were", async () => {
  const { provider, collect } = collector();
  const attributes = Object.freeze({ user: "canaryAnna" });
  provider.getMeter("m").createCounter("sum").add(1, attributes);
  await collect();
  expect(attributes).toEqual({ user: "canaryAnna" });
  await provider.shutdown();
});

test("exponential histograms of different scales meet at the coarser one", () => {
  const none = { offset: 0, bucketCounts: [] };
  const a = {
    count: 4,
    sum: 10,
    zeroCount: 1,
    scale: 2,
    positive: { offset: -3, bucketCounts: [1, 0, 2] },
    negative: none,
  };
  const b = { count: 2, sum: 5, zeroCount: 0, scale: 1, positive: { offset: 1, bucketCounts: [2] }, negative: none };
  expect(mergeExponential(a, b)).toEqual({
    count: 6,
    sum: 15,
    zeroCount: 1,
    scale: 1,
    // -3 → -2, -2 → -1, -1 → -1; beside 1.
    positive: { offset: -2, bucketCounts: [1, 2, 0, 2] },
    negative: none,
  });
});
