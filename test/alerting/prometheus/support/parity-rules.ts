import type { Condition, Rule } from "../../../../packages/alerting/src/model/rule.ts";
import { ruleOf } from "../../../../packages/alerting/test/support/rules.ts";

/** One rule in both languages. */
export interface ParityRule {
  readonly name: string;
  /** Which of the streams it reads. */
  readonly metric: "gauge" | "counter";
  readonly forSteps?: number;
  readonly keepFiringForSteps?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly expression: string;
  readonly condition: Condition;
}

export const STEP_MS = 250;
export const LOOKBACK_STEPS = 8;
const WINDOW_STEPS = 12;

const select = (metric: string) => ({ metric, where: [] });

const above = (measure: Extract<Condition, { kind: "threshold" }>["measure"], value: number): Condition => ({
  kind: "threshold",
  measure,
  by: "all",
  aggregate: "sum",
  threshold: { op: ">", value },
});

const gauge = {
  expression: "gauge > 10",
  condition: above({ kind: "gauge", select: select("gauge"), windowMs: 0, reduce: "last" }, 10),
};

const increase = (threshold: number) => ({
  expression: `increase(counter[${WINDOW_STEPS * STEP_MS}ms]) > ${threshold}`,
  condition: above(
    { kind: "extrapolated_increase", select: select("counter"), windowMs: WINDOW_STEPS * STEP_MS },
    threshold,
  ),
});

const byZone: Pick<ParityRule, "expression" | "condition"> = {
  expression: "sum by (zone) (gauge) > 20",
  condition: {
    kind: "threshold",
    measure: { kind: "gauge", select: select("gauge"), windowMs: 0, reduce: "last" },
    by: ["zone"],
    aggregate: "sum",
    threshold: { op: ">", value: 20 },
  },
};

export const PARITY_RULES: readonly ParityRule[] = [
  { name: "ForNothing", metric: "gauge", ...gauge },
  { name: "ForOne", metric: "gauge", forSteps: 1, ...gauge },
  { name: "ForThree", metric: "gauge", forSteps: 3, ...gauge },
  { name: "KeepFour", metric: "gauge", keepFiringForSteps: 4, ...gauge },
  { name: "ForTwoKeepThree", metric: "gauge", forSteps: 2, keepFiringForSteps: 3, ...gauge },
  {
    name: "LabelOver",
    metric: "gauge",
    labels: { host: "{{ $labels.zone }}-{{ $labels.host }}", zone: "all" },
    ...gauge,
  },
  { name: "LabelValue", metric: "gauge", labels: { level: "{{ $value }}" }, ...gauge },
  { name: "Duplicates", metric: "gauge", labels: { host: "any" }, ...gauge },
  { name: "ByZone", metric: "gauge", forSteps: 1, ...byZone },
  { name: "Increase", metric: "counter", ...increase(6) },
  { name: "IncreaseFor", metric: "counter", forSteps: 2, ...increase(4) },
];

const steps = (count: number | undefined): string => `${(count ?? 0) * STEP_MS}ms`;

export const prometheusRule = (rule: ParityRule): unknown => ({
  alert: rule.name,
  expr: rule.expression,
  for: steps(rule.forSteps),
  ...(rule.keepFiringForSteps === undefined ? {} : { keep_firing_for: steps(rule.keepFiringForSteps) }),
  labels: { ...rule.labels },
  annotations: { text: '{{ $labels.host }} {{ printf "%.6f" $value }}' },
});

export const ourRule = (rule: ParityRule): Rule =>
  ruleOf({
    name: rule.name,
    condition: rule.condition,
    intervalMs: STEP_MS,
    lookbackMs: LOOKBACK_STEPS * STEP_MS,
    forMs: (rule.forSteps ?? 0) * STEP_MS,
    keepFiringForMs: (rule.keepFiringForSteps ?? 0) * STEP_MS,
    labels: { severity: "", ...rule.labels },
    annotations: { text: '{{ $labels.host }} {{ printf "%.6f" $value }}' },
  });
