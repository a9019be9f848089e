import type { MetricDescriptor } from "@jobscope/otlp";

import type { Beginnings } from "./basis.ts";
import { GaugeTrack } from "./gauge-track.ts";
import { HistogramTrack } from "./histogram-track.ts";
import { SumTrack } from "./sum-track.ts";
import type { Tally } from "./tally.ts";
import type { Track } from "./track.ts";

/** Undefined where nothing can be computed: sums and histograms of no said temporality. */
export function newTrack(metric: MetricDescriptor, beginnings: Beginnings, tally: Tally): Track | undefined {
  if (metric.kind === "gauge") return new GaugeTrack(tally);
  if (metric.kind === "summary") return new HistogramTrack({ temporality: "cumulative", beginnings, tally });
  if (metric.temporality === 0) return undefined;
  const temporality = metric.temporality === 1 ? "delta" : "cumulative";
  if (metric.kind !== "sum") return new HistogramTrack({ temporality, beginnings, tally });
  if (temporality === "cumulative" && !metric.isMonotonic) return new GaugeTrack(tally);
  return new SumTrack({ temporality, isMonotonic: metric.isMonotonic, beginnings, tally });
}
