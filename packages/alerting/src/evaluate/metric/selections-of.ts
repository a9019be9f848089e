import type { Measure, Rule } from "../../model/rule.ts";
import type { Selection, SeriesStore } from "../../model/series.ts";

export type StreamMeasure = Exclude<Measure, { kind: "alerts" }>;

export interface Selections {
  readonly select: Selection;
  readonly denominators?: Selection;
}

/** Streams of the measure, kept as far back as it looks. */
export function selectionsOf(rule: Rule, measure: StreamMeasure, store: SeriesStore): Selections {
  const windowMs = "windowMs" in measure && measure.windowMs > 0 ? measure.windowMs : rule.lookbackMs;
  const horizonMs = windowMs + rule.offsetMs + rule.intervalMs;
  if (measure.kind !== "ratio") return { select: store.select(measure.select, horizonMs) };
  return {
    select: store.select(measure.numerator, horizonMs),
    denominators: store.select(measure.denominator, horizonMs),
  };
}
