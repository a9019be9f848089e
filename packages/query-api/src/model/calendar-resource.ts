import { z } from "zod";

import type { IsoTime } from "./common-resource.ts";
import { arrayOf, count, isoTime, literals, recordOf, resource } from "./resource-schema.ts";
import type { ResourceSchema } from "./resource-schema.ts";

/** The worst that happened on a day, worst first. */
export const CALENDAR_VERDICTS = [
  "missed",
  "failed",
  "unknown",
  "late",
  "skipped",
  "good",
  "running",
  "expected",
  "empty",
] as const;
export type CalendarVerdict = (typeof CALENDAR_VERDICTS)[number];

export interface CalendarDayResource {
  /** On the clock of the calendar's zone, `2026-11-25`. */
  readonly date: string;
  readonly from_time: IsoTime;
  /** Begin of the next day. */
  readonly to_time: IsoTime;
  /** 23 or 25 where summer time begins or ends. */
  readonly hours: number;
  readonly worst: CalendarVerdict;
  /** By state; a gap counts as the slots in it. */
  readonly slots: Readonly<Record<string, number>>;
  /** Of the slots that were met: those met late. */
  readonly late: number;
  /** Runs that started on the day, by state. */
  readonly runs: Readonly<Record<string, number>>;
}

export interface CalendarResource {
  readonly timezone: string;
  /** Where the zone is from. */
  readonly timezone_source: "request" | "job" | "default";
  readonly from_time: IsoTime;
  readonly to_time: IsoTime;
  /** Oldest first, empty days included. */
  readonly days: readonly CalendarDayResource[];
}

export const calendarDaySchema: ResourceSchema<CalendarDayResource> = resource(
  "CalendarDay",
  "What was due and what ran on one day.",
  {
    date: z.iso.date().describe("On the clock of the calendar's zone."),
    from_time: isoTime().describe("Midnight in the zone, where there is one."),
    to_time: isoTime().describe("Begin of the next day."),
    hours: z.number().describe("23 or 25 where summer time begins or ends."),
    worst: z
      .enum(CALENDAR_VERDICTS)
      .describe("The worst that happened; `empty` where nothing was due and nothing ran."),
    slots: recordOf(count()).describe("By state; a gap counts as the slots in it."),
    late: count().describe("Of the slots that were met: those met late."),
    runs: recordOf(count()).describe("Runs that started on the day, by state."),
  },
);

export const calendarSchema: ResourceSchema<CalendarResource> = resource("Calendar", "Days of a time zone.", {
  timezone: z.string().describe("The zone whose days are meant."),
  timezone_source: literals<CalendarResource["timezone_source"]>({ request: true, job: true, default: true }).describe(
    "Asked for, of the schedule of the job, or neither.",
  ),
  from_time: isoTime().describe("Begin of the first day."),
  to_time: isoTime().describe("End of the last day, outside the range."),
  days: arrayOf(calendarDaySchema).describe("Oldest first, empty days included."),
});
