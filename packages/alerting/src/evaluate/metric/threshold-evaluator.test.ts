import { expect, test } from "vitest";

import { MetricSource } from "../../../test/metric/metric-source.ts";
import { ruleOf } from "../../../test/metric/rule-of.ts";
import type { EvaluationContext } from "../../model/evaluator.ts";
import type { Condition, Measure, Rule } from "../../model/rule.ts";
import { createSeriesStore } from "../../series/metric/create-series-store.ts";
import { createMetricEvaluator } from "./create-metric-evaluator.ts";

const START = 1_700_000_000_000;
const MINUTE = 60_000;
const at = (minute: number): number => START + minute * MINUTE;

type Threshold = Extract<Condition, { kind: "threshold" }>;

function context(active: ReadonlySet<string> = new Set()): EvaluationContext {
  return { isActive: (key) => active.has(key), activeAlerts: () => [] };
}

function world(measure: Measure, condition: Partial<Threshold> = {}, rule: Partial<Rule> = {}) {
  const store = createSeriesStore({ watchedSinceMs: START });
  const whole: Threshold = {
    kind: "threshold",
    measure,
    by: "all",
    aggregate: "sum",
    threshold: { op: ">", value: 0 },
    ...condition,
  };
  const evaluator = createMetricEvaluator(ruleOf(whole, rule), store);
  return { store, evaluator };
}

const failures: Measure = { kind: "count", select: { metric: "failures", where: [] }, windowMs: 10 * MINUTE };

test("a count holds while its increments are in the window, and says why it does not any more", () => {
  const { store, evaluator } = world(failures);
  const source = new MetricSource({ resource: { "service.name": "shop", "service.instance.id": "i-1" } });
  for (let minute = 1; minute <= 12; minute += 1) {
    const point = source.sum("failures", 2, { startMs: START, timeMs: at(minute) }, { "job.name": "nightly" });
    store.accept([point], at(minute));
  }
  const first = evaluator.evaluate(at(10.5), context());
  expect(first.holding).toMatchObject([
    {
      value: 2,
      labels: { job_name: "nightly", service_name: "shop", service_instance_id: "i-1" },
      evidence: { finding: "count of failures over 10m is 2 (> 0)", count: 2 },
    },
  ]);
  const key = first.holding[0]!.key;
  const last = evaluator.evaluate(at(12), context(new Set([key])));
  expect(last.holding).toEqual([]);
  expect(last.missing.size).toBe(0);
  expect(last.cleared.get(key)).toMatchObject({ reason: "count of failures over 10m is 0", value: 0, atMs: at(12) });
});

test("a gauge holds above its threshold and, with hysteresis, until it is below the other one", () => {
  const queue: Measure = { kind: "gauge", select: { metric: "queue", where: [] }, windowMs: 0, reduce: "last" };
  const { store, evaluator } = world(queue, { threshold: { op: ">", value: 10, clearAt: 5 } });
  const source = new MetricSource();
  const values = [4, 8, 11, 8, 5, 8].map((value, minute) => {
    store.accept([source.gauge("queue", value, { timeMs: at(minute) })], at(minute));
    return value;
  });
  let active = new Set<string>();
  const held = values.map((_, minute) => {
    const { holding } = evaluator.evaluate(at(minute), context(active));
    active = new Set(holding.map(({ key }) => key));
    return holding.length;
  });
  expect(held).toEqual([0, 0, 1, 1, 0, 0]);
});
