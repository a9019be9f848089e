import type { Measure, Reduce, StreamSelector } from "../../model/rule.ts";
import { MatcherError } from "../matching/matcher-error.ts";
import type { When } from "../schema/when-schema.ts";
import type { At } from "./at.ts";
import { definitionOf } from "./metric-facts.ts";
import { resolveSelector } from "./resolve-selector.ts";
import { inUnit } from "./resolve-threshold.ts";

const HOUR_MS = 3_600_000;

/** Fields that say what is measured. */
export const MEASURES = [
  "count",
  "rate",
  "extrapolatedIncrease",
  "average",
  "quantile",
  "slowerThan",
  "share",
  "minOver",
  "maxOver",
  "averageOver",
  "lastOver",
  "olderThan",
  "silentFor",
] as const;

export type MeasureName = (typeof MEASURES)[number];

const REDUCES = { minOver: "min", maxOver: "max", averageOver: "avg", lastOver: "last" } as const satisfies Readonly<
  Partial<Record<MeasureName, Reduce>>
>;

interface MeasureSource {
  readonly when: When;
  readonly at: At;
}

/** Undefined name: the newest value of a gauge. */
export function resolveMeasure(
  name: Exclude<MeasureName, "silentFor"> | undefined,
  select: StreamSelector,
  source: MeasureSource,
): Measure | undefined {
  const windowMs = windowOf(source.when, name) ?? HOUR_MS;
  switch (name) {
    case undefined:
      return { kind: "gauge", select, windowMs: 0, reduce: "last" };
    case "count":
    case "rate":
    case "average":
      return { kind: name, select, windowMs };
    case "extrapolatedIncrease":
      return { kind: "extrapolated_increase", select, windowMs };
    case "olderThan":
      return { kind: "age", select };
    case "quantile":
    case "slowerThan":
    case "share":
      return resolveDistribution(name, { select, windowMs }, source);
    default:
      return { kind: "gauge", select, windowMs, reduce: REDUCES[name] };
  }
}

function resolveDistribution(
  name: "quantile" | "slowerThan" | "share",
  { select, windowMs }: { readonly select: StreamSelector; readonly windowMs: number },
  { when, at }: MeasureSource,
): Measure | undefined {
  if (name === "quantile") return { kind: "quantile", select, windowMs, q: when.quantile ?? 0.5 };
  if (name === "share") {
    const denominator = resolveDenominator(select, when, at.below("of"));
    return denominator && { kind: "ratio", numerator: select, denominator, windowMs };
  }
  const bound = inUnit(when.slowerThan, definitionOf(select.metric)?.unit, at.below("slowerThan"));
  return bound === undefined ? undefined : { kind: "share_slower_than", select, windowMs, bound };
}

function windowOf(when: When, name: MeasureName | undefined): number | undefined {
  if (name === undefined) return undefined;
  return name === "quantile" || name === "slowerThan" ? when.over : when[name];
}

/** All events of the metric, where nothing else is said. */
function resolveDenominator(numerator: StreamSelector, when: When, at: At): StreamSelector | undefined {
  const where = at.below("where").try(() => resolveSelector(when.of?.where, "attributes"), MatcherError);
  return where && { metric: when.of?.metric ?? numerator.metric, where };
}

/** Of what is compared. */
export function unitOfMeasure(name: MeasureName | undefined, metric: string): string | undefined {
  switch (name) {
    case "count":
    case "extrapolatedIncrease":
      return "events";
    case "rate":
      return "events per second";
    case "slowerThan":
    case "share":
      return "1";
    case "olderThan":
    case "silentFor":
      return "s";
    default:
      return definitionOf(metric)?.unit;
  }
}

const COUNTED = new Set<MeasureName>(["count", "rate", "extrapolatedIncrease", "share"]);
const DISTRIBUTED = new Set<MeasureName>(["average", "quantile", "slowerThan"]);

/** Why a metric of the contract cannot be measured so. */
export function misfitOf(name: MeasureName | undefined, metric: string): string | undefined {
  const instrument = definitionOf(metric)?.instrument;
  if (instrument === undefined || name === "silentFor") return undefined;
  if (instrument === "histogram") return misfitOfHistogram(name, metric);
  if (name === undefined) return undefined;
  if (DISTRIBUTED.has(name)) return `${name} needs a histogram, and ${metric} is none`;
  if (!COUNTED.has(name) || instrument === "counter" || instrument === "observable_counter") return undefined;
  return `${name} needs a counter or a histogram, and ${metric} is a gauge: compare its value with above`;
}

function misfitOfHistogram(name: MeasureName | undefined, metric: string): string | undefined {
  if (name !== undefined && (COUNTED.has(name) || DISTRIBUTED.has(name))) return undefined;
  return `${metric} is a histogram: measure it with count, rate, average, quantile, slowerThan or share`;
}
