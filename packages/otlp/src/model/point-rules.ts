import type { Temporality } from "./records.ts";

/** Unknown temporalities are unspecified: nothing can be computed from them. */
export function toTemporality(wire: number): Temporality {
  return wire === 1 || wire === 2 ? wire : 0;
}

interface Extremes {
  min: number | undefined;
  max: number | undefined;
}

/** The Python SDK writes min = +Infinity and max = -Infinity where none were recorded: the start values of its comparison. */
export function dropUnrecordedExtremes(point: Extremes): void {
  if (point.min === Number.POSITIVE_INFINITY && point.max === Number.NEGATIVE_INFINITY) {
    point.min = undefined;
    point.max = undefined;
  }
}
