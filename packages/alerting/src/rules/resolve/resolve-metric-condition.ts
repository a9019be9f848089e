import type { Aggregate, Condition, GroupBy, StreamSelector, Threshold } from "../../model/rule.ts";
import { MatcherError } from "../matching/matcher-error.ts";
import type { When } from "../schema/when-schema.ts";
import type { At } from "./at.ts";
import { defaultBy } from "./metric-facts.ts";
import { MEASURES, misfitOf, resolveMeasure, unitOfMeasure, type MeasureName } from "./resolve-measure.ts";
import { resolveSelector } from "./resolve-selector.ts";
import { COMPARISON_NAMES, resolveThreshold } from "./resolve-threshold.ts";

export const METRIC_FIELDS: readonly (keyof When)[] = [
  "where",
  "by",
  ...MEASURES,
  ...COMPARISON_NAMES,
  "clearAbove",
  "clearBelow",
  "aggregate",
  "minSamples",
  "over",
  "of",
];

/** Fields that go with some measures only. */
const PARTNERS: Readonly<Partial<Record<keyof When, readonly MeasureName[]>>> = {
  over: ["quantile", "slowerThan"],
  of: ["share"],
  minSamples: ["count", "rate", "average", "quantile", "slowerThan", "share"],
};

const NOT_COMPARED: ReadonlySet<MeasureName | undefined> = new Set(["olderThan", "silentFor"]);

/** `{ metric: job.run.duration, where: { job.run.result: failure }, count: 10m, above: 3 }`. */
export function resolveMetricCondition(when: When, at: At): Condition | undefined {
  const { metric = "" } = when;
  const [name, second] = MEASURES.filter((field) => when[field] !== undefined);
  if (second !== undefined) {
    at.add([second], `cannot stand beside ${String(name)}: write two rules`);
    return undefined;
  }
  const misfit = misfitOf(name, metric);
  if (misfit !== undefined) at.add([name ?? "metric"], misfit);
  if (!checkPartners(when, name, at) || misfit !== undefined) return undefined;
  const where = at.below("where").try(() => resolveSelector(when.where, "attributes"), MatcherError);
  if (where === undefined) return undefined;
  const select = { metric, where };
  if (name !== "silentFor") return thresholdCondition(name, select, { when, at });
  return { kind: "absence", select, by: when.by ?? defaultBy(metric), afterMs: when.silentFor ?? 0 };
}

function checkPartners(when: When, name: MeasureName | undefined, at: At): boolean {
  for (const [field, measures] of Object.entries(PARTNERS)) {
    if (isGiven(when, field) && (name === undefined || !measures.includes(name))) {
      at.add([field], `goes with ${measures.join(", ")} only: leave it out`);
      return false;
    }
  }
  const compared = COMPARISON_NAMES.find((field) => when[field] !== undefined);
  if (compared === undefined || !NOT_COMPARED.has(name)) return true;
  at.add([compared], `does not go with ${String(name)}, which says itself what is too long: leave it out`);
  return false;
}

function isGiven(when: When, field: string): boolean {
  return Object.entries(when).some(([name, value]) => name === field && value !== undefined);
}

function thresholdCondition(
  name: Exclude<MeasureName, "silentFor"> | undefined,
  select: StreamSelector,
  source: { readonly when: When; readonly at: At },
): Condition | undefined {
  const { when, at } = source;
  const unit = unitOfMeasure(name, select.metric);
  const threshold: Threshold | undefined =
    name === "olderThan" ? { op: ">", value: (when.olderThan ?? 0) / 1000 } : resolveThreshold(when, unit, at);
  const measure = resolveMeasure(name, select, source);
  if (threshold === undefined || measure === undefined) return undefined;
  if ((name === "share" || name === "slowerThan") && threshold.value > 1) {
    at.add([], `compares a share with ${threshold.value}: write ${threshold.value}% or a number up to 1`);
    return undefined;
  }
  return {
    kind: "threshold",
    measure,
    by: when.by ?? groupOf(name, select.metric),
    aggregate: when.aggregate ?? aggregateOf(name, threshold),
    threshold,
    ...(when.minSamples === undefined ? {} : { minSamples: when.minSamples }),
  };
}

const GAUGES: ReadonlySet<MeasureName | undefined> = new Set([
  undefined,
  "minOver",
  "maxOver",
  "averageOver",
  "lastOver",
]);

function groupOf(name: MeasureName | undefined, metric: string): GroupBy {
  return GAUGES.has(name) ? "all" : defaultBy(metric);
}

/** The value of a group is that of its worst stream; an age is that of the newest time. */
function aggregateOf(name: MeasureName | undefined, { op }: Threshold): Aggregate {
  if (name === "olderThan") return "min";
  if (!GAUGES.has(name)) return "sum";
  return op === "<" || op === "<=" ? "min" : "max";
}
