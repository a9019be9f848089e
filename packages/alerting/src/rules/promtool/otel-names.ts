import { ATTRIBUTES, METRICS, type MetricDefinition } from "@jobscope/semconv";

import { labelName } from "../../model/labels.ts";
import type { Matchers } from "../../model/matcher.ts";
import type { Condition, Rule } from "../../model/rule.ts";
import { selectorsOf } from "../../model/selectors-of.ts";

/** What a metric of a test file is in OTel. */
export interface OtelMetric {
  readonly name: string;
  readonly unit: string;
  readonly monotonic: boolean;
}

/** What Prometheus writes behind the names of metrics with these units. */
export const UNIT_SUFFIXES: Readonly<Record<string, string>> = { s: "_seconds", By: "_bytes" };
const COUNTER_NAME = /_(?:total|count|sum|bucket)$/;

/**
 * Names of a test file as the rules know them: Prometheus' `job_items_total{job_name="x"}` is `job.items` with `job.name`. What no
 * rule and no convention names stays as it is written.
 */
export class OtelNames {
  readonly #metrics = new Map<string, OtelMetric>();
  readonly #attributes = new Map<string, string>();

  constructor(rules: readonly Rule[]) {
    for (const metric of METRICS) this.#addDefined(metric);
    for (const attribute of ATTRIBUTES) this.#attributes.set(labelName(attribute.name), attribute.name);
    for (const rule of rules) this.#addRule(rule);
  }

  metric(name: string): OtelMetric {
    return this.#metrics.get(name) ?? { name, unit: "", monotonic: COUNTER_NAME.test(name) };
  }

  attribute(label: string): string {
    return this.#attributes.get(label) ?? label;
  }

  #addDefined({ name, instrument, unit }: MetricDefinition): void {
    const base = labelName(name);
    const suffixed = base + (UNIT_SUFFIXES[unit] ?? "");
    const monotonic = instrument === "counter" || instrument === "observable_counter";
    // The count of a histogram counts its events as a sum does.
    const counted = instrument === "histogram";
    const metric = { name, unit, monotonic: monotonic || counted };
    const names = counted
      ? [`${base}_count`, `${suffixed}_count`]
      : [base, suffixed, `${base}_total`, `${suffixed}_total`];
    for (const known of [name, ...names]) this.#metrics.set(known, metric);
  }

  #addRule(rule: Rule): void {
    for (const select of selectorsOf(rule.condition)) {
      this.#addMetric(select.metric, countsEvents(rule.condition));
      this.#addAttributes(select.where);
    }
    this.#addAttributes(rule.scope.only);
    for (const matchers of rule.scope.except) this.#addAttributes(matchers);
    const { condition } = rule;
    if (condition.kind !== "threshold" && condition.kind !== "absence") return;
    if (condition.by !== "all") for (const name of condition.by) this.#attributes.set(labelName(name), name);
  }

  #addMetric(name: string, monotonic: boolean): void {
    if (this.#metrics.has(name)) return;
    const metric = { name, unit: "", monotonic: monotonic || COUNTER_NAME.test(name) };
    for (const known of [name, labelName(name), `${labelName(name)}_total`]) {
      if (!this.#metrics.has(known)) this.#metrics.set(known, metric);
    }
  }

  #addAttributes(matchers: Matchers): void {
    for (const { name } of matchers) this.#attributes.set(labelName(name), name);
  }
}

function countsEvents(condition: Condition): boolean {
  if (condition.kind !== "threshold") return false;
  return ["count", "rate", "extrapolated_increase", "ratio"].includes(condition.measure.kind);
}
