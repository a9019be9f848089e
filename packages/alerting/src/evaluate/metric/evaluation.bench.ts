import type { MetricPoint } from "@jobscope/otlp";

import type { Bench, Figure } from "../../../../../scripts/bench/contract.ts";
import { MetricSource } from "../../../test/metric/metric-source.ts";
import { ruleOf } from "../../../test/support/rules.ts";
import type { EvaluationContext } from "../../model/evaluator.ts";
import type { Condition, Measure } from "../../model/rule.ts";
import { createSeriesStore } from "../../series/metric/create-series-store.ts";
import { createMetricEvaluator } from "./create-metric-evaluator.ts";

const START = 1_700_000_000_000;
const INTERVAL_MS = 15_000;
const WINDOW_MS = 300_000;
const STREAMS = 10_000;
const BEFORE = 20;
const LOOKS = 20;
const bounds = [5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000];

type Threshold = Extract<Condition, { kind: "threshold" }>;

interface Scene {
  readonly measure: Measure;
  readonly point: (source: MetricSource, index: number, round: number) => MetricPoint;
  readonly by?: Threshold["by"];
  readonly threshold?: Threshold["threshold"];
}

const select = { metric: "m", where: [] };
const quiet: EvaluationContext = { isActive: () => false, activeAlerts: () => [] };
const attributesOf = (index: number): { readonly [key: string]: string } => ({
  "job.name": `job-${index}`,
  queue: `queue-${index % 1000}`,
});
const at = (round: number) => ({ startMs: START, timeMs: START + round * INTERVAL_MS });

const counter: Scene["point"] = (source, index, round) => source.sum("m", round * 3, at(round), attributesOf(index));
const gauge: Scene["point"] = (source, index, round) => source.gauge("m", round, at(round), attributesOf(index));
const histogram: Scene["point"] = (source, index, round) => {
  const bucketCounts = Array.from({ length: 15 }, (_, bucket) => round * (bucket % 3));
  return source.histogram(
    "m",
    { bounds, bucketCounts, sum: round * 100, min: 1, max: 9000 },
    at(round),
    attributesOf(index),
  );
};
const deltas: Scene["point"] = (source, index, round) => ({
  ...histogram(source, index, 1),
  ...source.histogram(
    "m",
    { bounds, bucketCounts: bounds.map(() => 1).concat(1) },
    { ...at(round), startMs: at(round - 1).timeMs, temporality: "delta" },
    attributesOf(index),
  ),
});

/** Rounds of new points and a look after each, as in service; median of the looks, in ms. */
function look({ measure, point, by = "all", threshold = { op: "<", value: 0 } }: Scene, isTouched = false): number {
  const store = createSeriesStore({ watchedSinceMs: START });
  const condition: Threshold = { kind: "threshold", measure, by, aggregate: "sum", threshold };
  const evaluator = createMetricEvaluator(ruleOf({ condition, ...(isTouched && { mode: "event" }) }), store);
  const times: number[] = [];
  for (let round = 1; round <= BEFORE + LOOKS; round += 1) {
    const source = new MetricSource({ resource: { "service.name": "shop", "service.instance.id": "i" } });
    const points = Array.from({ length: STREAMS }, (_, index) => point(source, index, round));
    store.accept(isTouched && round > BEFORE ? points.slice(0, 1) : points, at(round).timeMs);
    if (round <= BEFORE - 5) continue;
    const before = performance.now();
    const atMs = at(round).timeMs + 10;
    const found =
      isTouched && round > BEFORE ? evaluator.evaluateTouched(atMs, quiet) : evaluator.evaluate(atMs, quiet);
    if (found === undefined || found.error !== undefined) throw new Error(found?.error ?? "nothing was judged");
    if (round > BEFORE) times.push(performance.now() - before);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

/** MiB that a rule keeps for 100,000 label sets, beside their streams. */
function megabytes(): number {
  const gc = globalThis.gc ?? (() => undefined);
  const store = createSeriesStore({ watchedSinceMs: START });
  const measure: Measure = { kind: "count", select, windowMs: WINDOW_MS };
  const condition: Threshold = {
    kind: "threshold",
    measure,
    by: "all",
    aggregate: "sum",
    threshold: { op: "<", value: 0 },
  };
  const evaluator = createMetricEvaluator(ruleOf({ condition }), store);
  const source = new MetricSource();
  store.accept(
    Array.from({ length: 100_000 }, (_, index) => counter(source, index, 1)),
    at(1).timeMs,
  );
  gc();
  const before = process.memoryUsage().heapUsed;
  const { error } = evaluator.evaluate(at(1).timeMs, quiet);
  gc();
  return error === undefined ? (process.memoryUsage().heapUsed - before) / 2 ** 20 : Number.NaN;
}

export const bench: Bench = {
  name: "alerting: evaluation of one rule over 10,000 series",
  run() {
    const count: Measure = { kind: "count", select, windowMs: WINDOW_MS };
    const holding = { op: ">", value: 0 } as const;
    look({ measure: count, point: counter });
    const ms = (name: string, scene: Scene, target?: string): Figure => ({
      name,
      value: look(scene),
      unit: "ms",
      ...(target !== undefined && { target }),
    });
    return Promise.resolve([
      ms("count over 5 m, none holds", { measure: count, point: counter }, "<= 10"),
      ms("count over 5 m, all hold", { measure: count, point: counter, threshold: holding }),
      ms("count over 5 m by 1,000 queues", { measure: count, point: counter, by: ["queue"] }, "<= 10"),
      ms(
        "newest value of a gauge",
        {
          measure: { kind: "gauge", select, windowMs: 0, reduce: "last" },
          point: gauge,
        },
        "<= 10",
      ),
      ms("extrapolated increase over 5 m", {
        measure: { kind: "extrapolated_increase", select, windowMs: WINDOW_MS },
        point: counter,
      }),
      ms("p95 of 15 cumulative buckets over 5 m", {
        measure: { kind: "quantile", select, windowMs: WINDOW_MS, q: 0.95 },
        point: histogram,
      }),
      ms("p95 of 15 delta buckets over 5 m", {
        measure: { kind: "quantile", select, windowMs: WINDOW_MS, q: 0.95 },
        point: deltas,
      }),
      { name: "memory of 100,000 label sets", value: megabytes(), unit: "MiB" },
      {
        name: "one touched series of 10,000",
        value: look({ measure: count, point: counter }, true) * 1000,
        unit: "µs",
      },
    ]);
  },
};
