import type { NumberRange, TimeInterval, TimeIntervalPart } from "../model/routing.ts";
import { localTimeOf, type LocalTime } from "./local-time.ts";

export interface TimeIntervals {
  /** Whether an instant lies in the interval of this name. Throws for a name that nobody defined. */
  contains(name: string, atMs: number): boolean;
}

/** Intervals of one name are OR-ed, and so are the parts of one; what a part does not mention holds always. */
export function compileTimeIntervals(intervals: readonly TimeInterval[]): TimeIntervals {
  const parts = new Map<string, TimeIntervalPart[]>();
  for (const interval of intervals) {
    parts.set(interval.name, [...(parts.get(interval.name) ?? []), ...interval.intervals]);
  }
  return {
    contains(name, atMs) {
      const found = parts.get(name);
      if (found === undefined) {
        throw new RangeError(
          `No time interval is named "${name}": define it under time_intervals, or take it from the route.`,
        );
      }
      return found.some((part) => partContains(part, localTimeOf(atMs, part.timeZone)));
    },
  };
}

function partContains(part: TimeIntervalPart, time: LocalTime): boolean {
  return (
    within(part.times, (range) => time.minuteOfDay >= range.from && time.minuteOfDay < range.to) &&
    within(part.weekdays, (range) => inclusive(range, time.weekday)) &&
    within(part.daysOfMonth, (range) => containsDay(range, time)) &&
    within(part.months, (range) => inclusive(range, time.month)) &&
    within(part.years, (range) => inclusive(range, time.year))
  );
}

/** An empty list restricts as little as a missing one, as in Alertmanager. */
function within(ranges: readonly NumberRange[] | undefined, test: (range: NumberRange) => boolean): boolean {
  return ranges === undefined || ranges.length === 0 || ranges.some(test);
}

function inclusive(range: NumberRange, value: number): boolean {
  return value >= range.from && value <= range.to;
}

/** −1 is the last day of the month. What begins behind the end of a short month is not in it. */
function containsDay(range: NumberRange, time: LocalTime): boolean {
  const from = range.from < 0 ? time.daysInMonth + range.from + 1 : range.from;
  const to = range.to < 0 ? time.daysInMonth + range.to + 1 : range.to;
  return time.day >= from && time.day <= to;
}
