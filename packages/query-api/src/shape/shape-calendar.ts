import type { CalendarSpan } from "@jobscope/store";

import type { CalendarDayResource, CalendarResource, CalendarVerdict } from "../model/calendar-resource.ts";
import { isoTime } from "../model/iso-time.ts";
import { FAILED_STATES, RUN_STATES, SLOT_STATES } from "../model/states.ts";
import { HOUR_MS } from "../model/time-units.ts";
import type { PlannedZone } from "../plan/plan-calendar.ts";
import type { ZonedDay } from "../plan/zoned-days.ts";
import { withZeros } from "./shape-totals.ts";

type Counts = Readonly<Partial<Record<string, number>>>;
type DayCounts = Omit<CalendarSpan, "fromMs">;
const NOTHING: DayCounts = { slots: {}, runs: {}, late: 0 };

export function shapeCalendar(
  spans: readonly CalendarSpan[],
  days: readonly ZonedDay[],
  { zone, source }: PlannedZone,
): CalendarResource {
  const counts = new Map(spans.map((span) => [span.fromMs, span]));
  return {
    timezone: zone,
    timezone_source: source,
    from_time: isoTime(days[0]?.fromMs ?? 0),
    to_time: isoTime(days.at(-1)?.toMs ?? 0),
    days: days.map((day) => shapeDay(day, counts.get(day.fromMs) ?? NOTHING)),
  };
}

function shapeDay({ date, fromMs, toMs }: ZonedDay, { slots, runs, late }: DayCounts): CalendarDayResource {
  return {
    date,
    from_time: isoTime(fromMs),
    to_time: isoTime(toMs),
    hours: (toMs - fromMs) / HOUR_MS,
    worst: verdictOf({ slots, runs, late }),
    slots: withZeros(SLOT_STATES, slots),
    late,
    runs: withZeros(RUN_STATES, runs),
  };
}

/** Worst first: the first one that holds is the verdict. */
const VERDICTS: readonly (readonly [CalendarVerdict, (counts: DayCounts) => number])[] = [
  ["missed", ({ slots }) => of(slots, "missed")],
  ["failed", ({ runs }) => of(runs, ...FAILED_STATES)],
  ["unknown", ({ slots }) => of(slots, "unknown")],
  ["late", ({ late }) => late],
  ["skipped", ({ slots, runs }) => of(slots, "skipped") + of(runs, "skip", "cancellation")],
  ["good", ({ slots, runs }) => of(slots, "met", "duplicate") + of(runs, "success")],
  ["running", ({ runs }) => of(runs, "running")],
  ["expected", ({ slots }) => of(slots, "expected")],
];

function verdictOf(counts: DayCounts): CalendarVerdict {
  return VERDICTS.find(([, count]) => count(counts) > 0)?.[0] ?? "empty";
}

function of(counts: Counts, ...states: readonly string[]): number {
  return states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
}
