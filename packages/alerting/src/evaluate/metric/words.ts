import type { Measure, Threshold } from "../../model/rule.ts";

/** The measure in a few words: "count of job.failures over 10m". */
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
  return ` over ${durationText(windowMs)}`;
}

const UNITS: readonly (readonly [number, string])[] = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "m"],
  [1000, "s"],
  [1, "ms"],
];

/** As Prometheus writes it: "1h30m", "500ms". */
export function durationText(ms: number): string {
  let rest = Math.round(ms);
  let text = "";
  for (const [size, unit] of UNITS) {
    const times = Math.floor(rest / size);
    if (times > 0) text += `${times}${unit}`;
    rest -= times * size;
  }
  return text === "" ? "0s" : text;
}

export function thresholdText({ op, value }: Threshold): string {
  return `${op} ${numberText(value)}`;
}

/** At most six digits: a person reads it. */
export function numberText(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}
