import type { Condition, InternalSignal } from "../../model/rule.ts";
import type { InternalName } from "../schema/rule-file.ts";
import type { When } from "../schema/when-schema.ts";
import type { At } from "./at.ts";
import { resolveAlertsCondition } from "./resolve-alerts-condition.ts";
import { METRIC_FIELDS, resolveMetricCondition } from "./resolve-metric-condition.ts";
import { COMPARISON_NAMES } from "./resolve-threshold.ts";

const HOUR_MS = 3_600_000;

const SIGNALS: Readonly<Record<InternalName, InternalSignal>> = {
  ruleEvaluationFailing: "rule_evaluation_failing",
  ruleCardinalityExceeded: "rule_cardinality_exceeded",
  seriesOverflow: "series_overflow",
  channelBroken: "channel_broken",
  escalationExhausted: "escalation_exhausted",
  alertFlapping: "alert_flapping",
};

type Field = keyof When;

interface Form {
  /** Fields that may stand beside the one that names the condition. */
  readonly with: readonly Field[];
  readonly read: (when: When, at: At) => Condition | undefined;
}

/** Fields that name a condition. */
const FORM_NAMES = [
  "metric",
  "alerts",
  "failed",
  "consecutiveFailures",
  "failureRate",
  "averageDuration",
  "slowdown",
  "errorSpike",
  "missed",
  "late",
  "stuck",
  "finishByMissed",
  "lost",
  "processLost",
  "telemetryStopped",
  "pipelineSilent",
  "sharedError",
  "internal",
] as const;
export type FormName = (typeof FORM_NAMES)[number];

const FORMS: Readonly<Record<FormName, Form>> = {
  metric: { with: METRIC_FIELDS, read: resolveMetricCondition },
  alerts: { with: ["by", ...COMPARISON_NAMES], read: resolveAlertsCondition },
  failed: { with: [], read: () => ({ kind: "consecutive_failures", atLeast: 1 }) },
  consecutiveFailures: {
    with: [],
    read: ({ consecutiveFailures = 1 }) => ({ kind: "consecutive_failures", atLeast: consecutiveFailures }),
  },
  failureRate: {
    with: ["over", "minRuns", "confidence"],
    read: ({ failureRate = 0, over = HOUR_MS, minRuns = 20, confidence = 0.95 }) => ({
      kind: "failure_rate",
      rate: failureRate,
      windowMs: over,
      minRuns,
      confidence,
    }),
  },
  averageDuration: { with: ["runs", "minRuns"], read: averageDuration },
  slowdown: {
    with: ["recent", "baseline"],
    read: ({ slowdown = 2, recent = 5, baseline = 20 }) => ({
      kind: "degradation",
      recent,
      baseline,
      factor: slowdown,
    }),
  },
  errorSpike: {
    with: ["over"],
    read: ({ errorSpike = 0, over = HOUR_MS }) => ({ kind: "error_spike", above: errorSpike, windowMs: over }),
  },
  missed: { with: [], read: ({ missed = 1 }) => ({ kind: "missed", atLeast: missed }) },
  late: { with: [], read: () => ({ kind: "late" }) },
  stuck: { with: [], read: ({ stuck = 0 }) => ({ kind: "stuck", runtimeMs: stuck }) },
  finishByMissed: { with: [], read: () => ({ kind: "finish_by" }) },
  lost: { with: [], read: () => ({ kind: "lost" }) },
  processLost: { with: [], read: () => ({ kind: "process_lost" }) },
  telemetryStopped: { with: [], read: () => ({ kind: "telemetry_stopped" }) },
  pipelineSilent: {
    with: [],
    read: ({ pipelineSilent = 0 }) => ({ kind: "pipeline_silent", afterMs: pipelineSilent }),
  },
  sharedError: {
    with: ["over"],
    read: ({ sharedError = 2, over = HOUR_MS }) => ({ kind: "shared_error", jobs: sharedError, windowMs: over }),
  },
  internal: {
    with: [],
    read: ({ internal }) => (internal === undefined ? undefined : { kind: "internal", signal: SIGNALS[internal] }),
  },
};

/** The field that names the condition; undefined where there is none. */
export function formOf(when: When): FormName | undefined {
  return FORM_NAMES.find((name) => when[name] !== undefined);
}

export function resolveCondition(when: When, at: At): Condition | undefined {
  const [name, second] = FORM_NAMES.filter((form) => when[form] !== undefined);
  if (name === undefined) {
    at.add([], `holds no condition: write one of ${FORM_NAMES.join(", ")}`);
    return undefined;
  }
  if (second !== undefined) {
    at.add([second], `cannot stand beside ${name}: write two rules`);
    return undefined;
  }
  const form = FORMS[name];
  const strangers = Object.keys(when).filter((field) => field !== name && !includes(form.with, field));
  const [stranger] = strangers.filter((field) => isField(when, field) && when[field] !== undefined);
  if (stranger !== undefined) {
    const fix = form.with.length === 0 ? "leave it out" : `${form.with.join(", ")} do`;
    at.add([stranger], `does not go with ${name}: ${fix}`);
    return undefined;
  }
  return form.read(when, at);
}

function includes(fields: readonly string[], field: string): boolean {
  return fields.includes(field);
}

function isField(when: When, field: string): field is Field {
  return field in when;
}

function averageDuration(
  { averageDuration: aboveMs = 0, runs = 20, minRuns = 3 }: When,
  at: At,
): Condition | undefined {
  if (minRuns <= runs) return { kind: "average_duration", aboveMs, runs, minRuns };
  at.add(["minRuns"], `${minRuns} is more than runs, ${runs}: it would never hold`);
  return undefined;
}
