import type { Attributes, MetricPoint } from "@jobscope/otlp";
import {
  ATTR_JOB_CRITICALITY,
  ATTR_JOB_GROUP_NAME,
  ATTR_JOB_NAME,
  ATTR_JOB_OWNER_NAME,
  JOB_CRITICALITIES,
  METRIC_JOB_LAST_SUCCESS_TIMESTAMP,
  METRIC_JOB_MISSED_RUNS,
  METRIC_JOB_RUN_CONSECUTIVE_FAILURES,
  METRIC_JOB_RUN_DURATION,
  METRIC_JOB_RUN_OLDEST_ACTIVE_START_TIME,
  isOneOf,
} from "@jobscope/semconv";
import type { JobCriticality } from "@jobscope/semconv";

/** What tells of outcomes where a service sends no job events. */
export const FALLBACK_METRICS: readonly string[] = [
  METRIC_JOB_RUN_DURATION,
  METRIC_JOB_RUN_CONSECUTIVE_FAILURES,
  METRIC_JOB_RUN_OLDEST_ACTIVE_START_TIME,
  METRIC_JOB_MISSED_RUNS,
  METRIC_JOB_LAST_SUCCESS_TIMESTAMP,
];

const NAMES = new Set(FALLBACK_METRICS);

export const isFallback = (point: MetricPoint): boolean => NAMES.has(point.metric.name) && point.timeMs > 0;

/** A text; `""` for what is none, or not there. */
export function textAttribute(attributes: Attributes, name: string): string {
  const value = attributes[name];
  return typeof value === "string" ? value : "";
}

export interface MetricJobName {
  readonly name: string;
  readonly criticality: JobCriticality;
  readonly group: string;
  readonly owner: string;
}

/** Which job a point speaks of; undefined where it names none. */
export function jobNameOf({ attributes }: MetricPoint): MetricJobName | undefined {
  const name = textAttribute(attributes, ATTR_JOB_NAME);
  if (name === "") return undefined;
  const criticality = textAttribute(attributes, ATTR_JOB_CRITICALITY);
  return {
    name,
    criticality: isOneOf(JOB_CRITICALITIES, criticality) ? criticality : "normal",
    group: textAttribute(attributes, ATTR_JOB_GROUP_NAME),
    owner: textAttribute(attributes, ATTR_JOB_OWNER_NAME),
  };
}

/** Equal for points of one stream, whatever the order of their attributes. */
export function streamKeyOf(point: MetricPoint, instanceKey: string): string {
  const { attributes, metric, scope } = point;
  const parts = Object.keys(attributes)
    .toSorted()
    .map((name) => `${name}=${typeof attributes[name]}:${String(attributes[name])}`);
  return [instanceKey, scope.name, metric.name, metric.temporality, ...parts].join("\u{0}");
}

/** The value of a gauge or sum; undefined for what is no number. */
export function valueOf(point: MetricPoint): number | undefined {
  if (point.kind !== "gauge" && point.kind !== "sum") return undefined;
  const value = Number(point.value);
  return Number.isFinite(value) ? value : undefined;
}
