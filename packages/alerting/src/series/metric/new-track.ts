import type { MetricDescriptor } from "@jobscope/otlp";

import { isDelta } from "../point-facts.ts";
import type { Beginnings } from "./basis.ts";
import type { CounterOptions } from "./counter-track.ts";
import { GaugeTrack } from "./gauge-track.ts";
import { HistogramTrack } from "./histogram-track.ts";
import { SumTrack } from "./sum-track.ts";
import type { Tally } from "./tally.ts";
import type { Track } from "./track.ts";

/** How a metric's streams are counted. Summaries are cumulative, though they do not say so. */
export function counterOptionsOf(metric: MetricDescriptor, beginnings: Beginnings, tally: Tally): CounterOptions {
  return {
    temporality: isDelta(metric) ? "delta" : "cumulative",
    isMonotonic: metric.kind !== "sum" || metric.isMonotonic,
    hasSum: metric.kind !== "sum",
    beginnings,
    tally,
  };
}

/** Undefined where nothing can be computed: sums and histograms of no said temporality. */
export function newTrack(metric: MetricDescriptor, options: CounterOptions): Track | undefined {
  if (metric.kind === "gauge") return new GaugeTrack(options.tally);
  if (metric.kind === "summary") return new HistogramTrack(options);
  if (metric.temporality === 0) return undefined;
  if (metric.kind !== "sum") return new HistogramTrack(options);
  const goesUpAndDown = options.temporality === "cumulative" && !options.isMonotonic;
  return goesUpAndDown ? new GaugeTrack(options.tally) : new SumTrack(options);
}
