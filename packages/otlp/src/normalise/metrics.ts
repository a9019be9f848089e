import type { Origin, PointOrigin } from "../model/origin.ts";
import { toTemporality } from "../model/point-rules.ts";
import type { MetricDescriptor, MetricPoint } from "../model/records.ts";
import type { RequestBounds } from "../model/request-bounds.ts";
import { JsonFault } from "./json-fault.ts";
import { enumAt, textAt } from "./json-scalars.ts";
import { describeType, eachObject, type JsonObject, objectAt, within } from "./json-value.ts";
import { toExponentialPoint, toHistogramPoint, toNumberPoint, toSummaryPoint } from "./points.ts";

type ToPoint = (point: JsonObject, origin: PointOrigin, bounds: RequestBounds) => MetricPoint;

const kinds: readonly { readonly key: string; readonly kind: MetricPoint["kind"]; readonly toPoint: ToPoint }[] = [
  { key: "gauge", kind: "gauge", toPoint: toNumberPoint },
  { key: "sum", kind: "sum", toPoint: toNumberPoint },
  { key: "histogram", kind: "histogram", toPoint: toHistogramPoint },
  { key: "exponentialHistogram", kind: "exponential_histogram", toPoint: toExponentialPoint },
  { key: "summary", kind: "summary", toPoint: toSummaryPoint },
];

/** Adds the points of a metric that has any. */
export function addPoints(
  metric: JsonObject,
  origin: Origin,
  into: { points: MetricPoint[]; bounds: RequestBounds },
): void {
  const { points, bounds } = into;
  for (const { key, kind, toPoint } of kinds) {
    const data = objectAt(metric, key);
    if (data === undefined) continue;
    within(key, () => {
      const pointOrigin = { ...origin, metric: toDescriptor(metric, { data, kind }, bounds) };
      eachObject(data, "dataPoints", (element) => {
        if (!bounds.takeItem()) return;
        const point = toPoint(element, pointOrigin, bounds);
        if (bounds.keepItem()) points.push(point);
      });
    });
    return;
  }
}

interface Data {
  readonly data: JsonObject;
  readonly kind: MetricPoint["kind"];
}

function toDescriptor(metric: JsonObject, { data, kind }: Data, bounds: RequestBounds): MetricDescriptor {
  const hasTemporality = kind !== "gauge" && kind !== "summary";
  return {
    name: textAt(metric, "name", bounds),
    description: textAt(metric, "description", bounds),
    unit: textAt(metric, "unit", bounds),
    kind,
    temporality: hasTemporality ? toTemporality(enumAt(data, "aggregationTemporality")) : 0,
    isMonotonic: kind === "sum" && flagAt(data, "isMonotonic"),
  };
}

function flagAt(parent: JsonObject, key: string): boolean {
  const value = parent[key];
  if (value === undefined || value === null) return false;
  if (typeof value !== "boolean") throw new JsonFault(`must be true or false, not ${describeType(value)}`, key);
  return value;
}
