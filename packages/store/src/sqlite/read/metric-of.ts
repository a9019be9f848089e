import type { MetricDescriptor } from "@jobscope/otlp";

import { numberOf, type Row, textOf } from "../database/row.ts";

/** The metric of a row of `metric_streams`. */
export function metricOf(row: Row): MetricDescriptor {
  return {
    name: textOf(row, "name"),
    description: textOf(row, "description"),
    unit: textOf(row, "unit"),
    // Written by this package from these types.
    kind: textOf(row, "kind") as MetricDescriptor["kind"],
    temporality: numberOf(row, "temporality") as MetricDescriptor["temporality"],
    isMonotonic: numberOf(row, "monotonic") === 1,
  };
}
