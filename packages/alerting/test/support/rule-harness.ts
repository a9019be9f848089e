import type { MetricPoint } from "@jobscope/otlp";

import { contextOf } from "../../src/engine/evaluation-context.ts";
import { createMetricEvaluator } from "../../src/evaluate/metric/create-metric-evaluator.ts";
import { createLifecycle, type Lifecycle } from "../../src/lifecycle/create-lifecycle.ts";
import type { Alert, Transition } from "../../src/model/alert.ts";
import type { AlertingChange } from "../../src/model/alerting.ts";
import type { Evaluation, Sample } from "../../src/model/evaluation.ts";
import type { Evaluator } from "../../src/model/evaluator.ts";
import type { Rule } from "../../src/model/rule.ts";
import type { SeriesLimits, SeriesStore, Stream } from "../../src/model/series.ts";
import { compileMatchers } from "../../src/rules/matching/compile-matchers.ts";
import { parseMatchers } from "../../src/rules/matching/parse-matchers.ts";
import { createSeriesStore } from "../../src/series/metric/create-series-store.ts";

export interface HarnessOptions {
  readonly rules: readonly Rule[];
  readonly alerts?: readonly Alert[];
  readonly limits?: SeriesLimits;
  /** Metrics that `query` in a template may ask for. */
  readonly queried?: readonly string[];
}

/** Series, evaluation and lifecycle with a clock that the test holds; nothing of the engine around them. */
export class RuleHarness {
  readonly lifecycle: Lifecycle;
  readonly store: SeriesStore;
  readonly changes: AlertingChange[] = [];
  /** Of the last slot, by rule. */
  readonly evaluations: Map<string, Evaluation> = new Map();
  readonly #evaluators: readonly Evaluator[];
  readonly #queried: ReadonlyMap<string, ReadonlySet<Stream>>;

  constructor({ rules, alerts = [], limits = {}, queried = [] }: HarnessOptions) {
    this.store = createSeriesStore(limits);
    this.#evaluators = rules.map((rule) => createMetricEvaluator(rule, this.store));
    this.#queried = new Map(
      queried.map((metric) => [metric, this.store.select({ metric, where: [] }, 300_000).streams] as const),
    );
    this.lifecycle = createLifecycle({
      rules,
      alerts,
      emit: (change) => this.changes.push(change),
      query: (expression, atMs) => this.#query(expression, atMs),
    });
  }

  accept(points: readonly MetricPoint[], receivedMs: number): void {
    this.store.accept(points, receivedMs);
  }

  /** One slot: the rules of a group in their order. */
  evaluate(slotMs: number): readonly Transition[] {
    return this.#evaluators.flatMap((evaluator) => {
      const evaluation = evaluator.evaluate(
        slotMs - evaluator.rule.offsetMs,
        contextOf(evaluator.rule, this.lifecycle),
      );
      this.evaluations.set(evaluator.rule.id, evaluation);
      return this.lifecycle.apply(evaluator.rule, { ...evaluation, atMs: slotMs });
    });
  }

  get active(): readonly Alert[] {
    return Array.from(this.lifecycle.active(), (alert) => this.lifecycle.current(alert));
  }

  /** `metric{a='b'}`. */
  #query(expression: string, atMs: number): readonly Pick<Sample, "labels" | "value">[] {
    const { metric = "", matchers = "" } = /^(?<metric>\w+)\{(?<matchers>.*)\}$/.exec(expression)?.groups ?? {};
    const matches = compileMatchers(parseMatchers(matchers.replaceAll("'", '"')));
    return [...(this.#queried.get(metric) ?? [])].flatMap((stream) => {
      const labels = Object.fromEntries(
        Object.entries(stream.attributes).map(([name, value]) => [name, String(value)]),
      );
      const value = stream.valueAt(atMs, 300_000);
      return value === undefined || !matches((name) => labels[name] ?? "") ? [] : [{ labels, value }];
    });
  }
}
