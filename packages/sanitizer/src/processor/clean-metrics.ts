import type { Attributes } from "@opentelemetry/api";
import type { MetricData, ResourceMetrics, ScopeMetrics } from "@opentelemetry/sdk-metrics";

import type { Cleaner } from "./cleaner.ts";
import type { Merge, Point } from "./merge-points.ts";
import { addExponential, addHistograms, addSums, keepNewest } from "./merge-points.ts";

/**
 * Metrics as they may leave the process: copies. Cleaned once per collection, not per measurement, so that counting costs
 * nothing more; and added up behind the SDK's own aggregation, which alone is right for observed values too.
 */
export function cleanMetrics(cleaner: Cleaner, { resource, scopeMetrics }: ResourceMetrics): ResourceMetrics {
  return {
    resource: cleaner.resource(resource),
    scopeMetrics: scopeMetrics.map((scope) => cleanScope(cleaner, scope)),
  };
}

function cleanScope(cleaner: Cleaner, { scope, metrics }: ScopeMetrics): ScopeMetrics {
  const names = new Set(metrics.map(({ descriptor }) => descriptor.name));
  return {
    scope: cleaner.scope(scope),
    metrics: metrics.flatMap((metric) => {
      const name = cleaner.text(metric.descriptor.name, "metric");
      const own = name === metric.descriptor.name ? name : freeName(names, name);
      return cleanMetric(cleaner, metric, own) ?? [];
    }),
  };
}

/** Metrics whose names are masked alike stay apart: two metrics of one name would be one with twice the points. */
function freeName(names: Set<string>, wanted: string): string {
  for (let ordinal = 1; ; ordinal++) {
    const name = ordinal === 1 ? wanted : `${wanted}#${ordinal}`;
    if (names.has(name)) continue;
    names.add(name);
    return name;
  }
}

function cleanMetric(cleaner: Cleaner, metric: MetricData, name: string): MetricData | undefined {
  const { descriptor } = metric;
  const dataPoints = cleanPoints(cleaner, metric);
  if (dataPoints.length === 0 && metric.dataPoints.length > 0) return undefined;
  return {
    ...metric,
    descriptor: {
      ...descriptor,
      name,
      description: cleaner.text(descriptor.description, "metric"),
      unit: cleaner.text(descriptor.unit, "metric"),
    },
    // The points of this metric, each with the value it had or that of its own kind.
    dataPoints,
  } as MetricData;
}

function cleanPoints(cleaner: Cleaner, metric: MetricData): readonly Point[] {
  const merge = MERGES[metric.dataPointType];
  const points = new Map<string, Point>();
  for (const point of metric.dataPoints) {
    const { attributes, dropped } = cleaner.attributes(point.attributes, "metric");
    if (dropped) continue;
    const key = streamKey(attributes);
    const clean: Point = { ...point, attributes };
    const present = points.get(key);
    points.set(key, present === undefined ? clean : merge(present, clean));
  }
  return [...points.values()];
}

const MERGES: Readonly<Record<MetricData["dataPointType"], Merge>> = {
  // The numbers of the SDK's `DataPointType`: histogram, exponential histogram, gauge, sum.
  0: addHistograms,
  1: addExponential,
  2: keepNewest,
  3: addSums,
};

/** Equal for equal attributes, whatever their order. */
const streamKey = (attributes: Attributes): string =>
  JSON.stringify(
    Object.keys(attributes)
      .toSorted()
      .map((key) => [key, attributes[key]]),
  );
