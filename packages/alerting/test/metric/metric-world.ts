import type { Attributes, MetricPoint } from "@jobscope/otlp";

import { createMetricEvaluator } from "../../src/evaluate/metric/create-metric-evaluator.ts";
import type { Alert } from "../../src/model/alert.ts";
import type { Evaluation } from "../../src/model/evaluation.ts";
import type { EvaluationContext, Evaluator } from "../../src/model/evaluator.ts";
import type { Condition, Rule } from "../../src/model/rule.ts";
import type { SeriesLimits, SeriesStore } from "../../src/model/series.ts";
import { createSeriesStore } from "../../src/series/metric/create-series-store.ts";
import { ruleOf } from "../support/rules.ts";
import { MetricSource } from "./metric-source.ts";

export const START = 1_700_000_000_000;
export const MINUTE = 60_000;
export const at = (minute: number): number => START + minute * MINUTE;

type Threshold = Extract<Condition, { kind: "threshold" }>;

/** A store, one rule over it, and what is active: whatever held at the last look. */
export class MetricWorld {
  readonly store: SeriesStore;
  readonly evaluator: Evaluator;
  readonly active: Set<string> = new Set();
  readonly alerts: Alert[] = [];
  readonly #context: EvaluationContext = {
    isActive: (key) => this.active.has(key),
    activeAlerts: () => this.alerts,
  };

  constructor(condition: Condition, rule: Partial<Rule> = {}, limits: SeriesLimits = { watchedSinceMs: START }) {
    this.store = createSeriesStore(limits);
    this.evaluator = createMetricEvaluator(
      ruleOf({ name: "rule", condition, intervalMs: MINUTE, ...rule }),
      this.store,
    );
  }

  send(minute: number, ...points: readonly MetricPoint[]): void {
    this.store.accept(points, at(minute));
  }

  look(minute: number): Evaluation {
    return this.#remember(this.evaluator.evaluate(at(minute), this.#context));
  }

  touched(minute: number): Evaluation | undefined {
    const found = this.evaluator.evaluateTouched(at(minute), this.#context);
    return found && this.#remember(found);
  }

  #remember(found: Evaluation): Evaluation {
    const held = found.holding.map(({ key }) => key);
    for (const key of this.active) {
      const isJudged = found.judged === "all" || found.judged.has(key);
      if (isJudged && !held.includes(key) && !found.missing.has(key)) this.active.delete(key);
    }
    for (const key of held) this.active.add(key);
    return found;
  }
}

export function threshold(rest: Pick<Threshold, "measure"> & Partial<Threshold>): Threshold {
  return { kind: "threshold", by: "all", aggregate: "sum", threshold: { op: ">", value: 0 }, ...rest };
}

export function service(name: string, rest: Attributes = {}): MetricSource {
  return new MetricSource({ resource: { "service.name": name, ...rest } });
}
