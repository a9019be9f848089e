import type { Measure, Threshold } from "../../model/rule.ts";
import { lengthOf, numberText } from "../words.ts";

/** The measure in a few words: "count of job.failures over 10 min". */
export function measureText(measure: Measure): string {
  switch (measure.kind) {
    case "gauge":
      return measure.windowMs === 0
        ? measure.select.metric
        : `${measure.reduce} of ${measure.select.metric}${over(measure.windowMs)}`;
    case "count":
    case "rate":
    case "average":
      return `${measure.kind} of ${measure.select.metric}${over(measure.windowMs)}`;
    case "extrapolated_increase":
      return `extrapolated increase of ${measure.select.metric}${over(measure.windowMs)}`;
    case "ratio":
      return `ratio of ${measure.numerator.metric} to ${measure.denominator.metric}${over(measure.windowMs)}`;
    case "quantile":
      return `${numberText(measure.q)}-quantile of ${measure.select.metric}${over(measure.windowMs)}`;
    case "share_slower_than":
      return `share of ${measure.select.metric} above ${numberText(measure.bound)}${over(measure.windowMs)}`;
    case "age":
      return `seconds since ${measure.select.metric}`;
    case "alerts":
      return "number of firing alerts";
  }
}

function over(windowMs: number): string {
  return ` over ${lengthOf(windowMs)}`;
}

export function thresholdText({ op, value }: Threshold): string {
  return `${op} ${numberText(value)}`;
}
