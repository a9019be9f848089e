import type { CalendarQuarter } from "@jobscope/store";

import type { CalendarDayResource, CalendarResource, CalendarVerdict } from "../model/calendar-resource.ts";
import { FAILED_STATES, RUN_STATES, SLOT_STATES } from "../model/states.ts";
import type { PlannedZone } from "../plan/plan-calendar.ts";
import type { ZonedDay } from "../plan/zoned-days.ts";
import { isoTime } from "./scalars.ts";
import { withZeros } from "./shape-totals.ts";

const HOUR_MS = 3_600_000;

type Counts = Record<string, number>;
type DayCounts = { readonly slots: Counts; readonly runs: Counts; late: number };

export function shapeCalendar(
  quarters: readonly CalendarQuarter[],
  days: readonly ZonedDay[],
  { zone, source }: PlannedZone,
): CalendarResource {
  return {
    timezone: zone,
    timezone_source: source,
    from_time: isoTime(days[0]?.fromMs ?? 0),
    to_time: isoTime(days.at(-1)?.toMs ?? 0),
    days: foldQuarters(quarters, days).map(([day, counts]) => shapeDay(day, counts)),
  };
}

/** Both in the order of time: each quarter belongs to the day in whose course it begins. */
function foldQuarters(
  quarters: readonly CalendarQuarter[],
  days: readonly ZonedDay[],
): readonly (readonly [ZonedDay, DayCounts])[] {
  let at = 0;
  return days.map((day) => {
    const counts: DayCounts = { slots: {}, runs: {}, late: 0 };
    for (let quarter = quarters[at]; quarter !== undefined && quarter.fromMs < day.toMs; quarter = quarters[++at]) {
      addTo(counts.slots, quarter.slots);
      addTo(counts.runs, quarter.runs);
      counts.late += quarter.late;
    }
    return [day, counts] as const;
  });
}

function addTo(sums: Counts, counts: Readonly<Record<string, number | undefined>>): void {
  for (const [state, count = 0] of Object.entries(counts)) sums[state] = (sums[state] ?? 0) + count;
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

function of(counts: Readonly<Counts>, ...states: readonly string[]): number {
  return states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
}
