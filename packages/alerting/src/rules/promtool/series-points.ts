import type { MetricPoint } from "@jobscope/otlp";

import type { OtelMetric, OtelNames } from "./otel-names.ts";
import type { RuleTest, TestSeries } from "./rule-test-plan.ts";
import type { SeriesValue } from "./series-notation.ts";

const NO_RECORDED_VALUE = 1;
const CUMULATIVE = 2;
const RESOURCE_NAMES = /^(?:service|deployment|host|process|telemetry)\./;

interface Stream {
  readonly series: TestSeries;
  readonly at: (timeMs: number, value: number | "stale") => MetricPoint;
}

/** The points of a test in order of time: those that a collector would send at each instant. */
export class SeriesPoints {
  readonly #test: RuleTest;
  readonly #streams: readonly Stream[];
  #next = 0;

  constructor(test: RuleTest, names: OtelNames) {
    this.#test = test;
    this.#streams = test.series.map((series) => ({ series, at: streamOf(series, test, names) }));
  }

  /** Points up to this instant that were not given yet, grouped by their times. */
  *until(atMs: number): Generator<{ readonly timeMs: number; readonly points: readonly MetricPoint[] }> {
    const { startMs, intervalMs } = this.#test;
    for (; startMs + this.#next * intervalMs <= atMs; this.#next += 1) {
      const timeMs = startMs + this.#next * intervalMs;
      const points = this.#streams.flatMap(({ series, at }) => {
        const value: SeriesValue = series.values[this.#next];
        return value === undefined ? [] : [at(timeMs, value)];
      });
      if (points.length > 0) yield { timeMs, points };
    }
  }
}

function streamOf(series: TestSeries, test: RuleTest, names: OtelNames): Stream["at"] {
  const otel = names.metric(series.metric);
  const attributes: Record<string, string> = {};
  const resource: Record<string, string> = {};
  for (const [label, value] of Object.entries(series.labels)) {
    const name = names.attribute(label);
    (RESOURCE_NAMES.test(name) ? resource : attributes)[name] = value;
  }
  const common = {
    resource: { attributes: resource, schemaUrl: "" },
    scope: { name: "", version: "", attributes: {}, schemaUrl: "" },
    attributes,
  };
  const startOf = startTimes(otel, test.startMs);
  return (timeMs, value) => ({
    ...common,
    kind: otel.monotonic ? "sum" : "gauge",
    metric: {
      name: otel.name,
      description: "",
      unit: otel.unit,
      kind: otel.monotonic ? "sum" : "gauge",
      temporality: otel.monotonic ? CUMULATIVE : 0,
      isMonotonic: otel.monotonic,
    },
    startMs: startOf(timeMs, value),
    timeMs,
    flags: value === "stale" ? NO_RECORDED_VALUE : 0,
    value: value === "stale" ? 0 : value,
  });
}

/** A counter that falls was restarted: between the two, since nobody knows when. */
function startTimes(
  { monotonic }: OtelMetric,
  testStartMs: number,
): (timeMs: number, value: number | "stale") => number {
  let startMs = testStartMs;
  let last = { timeMs: testStartMs, value: 0 };
  return (timeMs, value) => {
    if (!monotonic || value === "stale") return monotonic ? startMs : 0;
    if (value < last.value) startMs = last.timeMs;
    last = { timeMs, value };
    return startMs;
  };
}
