import type { CalendarQuery } from "@jobscope/store";

import type { ParameterFault } from "../model/problem.ts";
import type { AskedDay, CalendarParams } from "../params/calendar-params.ts";
import { isZone, JOB_ZONE } from "../params/zone.ts";
import { planScope } from "./plan-metrics.ts";
import { dateAfter, dayClock, daysBetween, zonedDays } from "./zoned-days.ts";
import type { DayClock, ZonedDay } from "./zoned-days.ts";

const DEFAULT_DAYS = 90;
const MAX_DAYS = 400;

/** Where the zone of a calendar is from: asked for, of the schedule of the one job, or neither. */
export type ZoneSource = "request" | "job" | "default";

export interface PlannedZone {
  readonly zone: string;
  readonly source: ZoneSource;
}

/** The one job that is asked for, as far as it is known. */
interface CalendarJob {
  readonly timezone: string | undefined;
}

/** A job is thought of in the zone of its schedule; several jobs have no zone in common but UTC. */
export function planZone(tz: string | undefined, job: CalendarJob | undefined): PlannedZone | ParameterFault {
  if (tz !== undefined && tz !== JOB_ZONE) return { zone: tz, source: "request" };
  if (tz === JOB_ZONE && job === undefined) {
    const fix = "Name the job with job_id, or send the name of a zone such as Europe/Paris.";
    return { parameter: "tz", detail: "The zone of which job is meant is not clear.", fix };
  }
  // The zone is the sender's text: one that is not known here cannot be drawn.
  const timezone = job?.timezone;
  return timezone !== undefined && isZone(timezone)
    ? { zone: timezone, source: "job" }
    : { zone: "UTC", source: "default" };
}

export type PlannedCalendar =
  | { readonly kind: "calendar"; readonly days: readonly ZonedDay[]; readonly query: CalendarQuery }
  | { readonly kind: "fault"; readonly fault: ParameterFault };

/** Days of a zone, [from, to); by default the last 90, today included. */
export function planCalendar(params: CalendarParams, zone: string, nowMs: number): PlannedCalendar {
  const clock = dayClock(zone);
  const today = clock.dateOf(nowMs);
  const to = params.to === undefined ? defaultEnd(params.from, clock, today) : endDate(params.to, clock);
  const from = params.from === undefined ? dateAfter(to, -DEFAULT_DAYS) : dateOf(params.from, clock);
  const count = daysBetween(from, to);
  if (count <= 0) return refuse("to", `The range from ${from} to ${to} holds no day.`, "Send a `to` after `from`.");
  if (count > MAX_DAYS) {
    const fix = `Send from=${dateAfter(to, -MAX_DAYS)} or later, or an earlier \`to\`.`;
    return refuse("from", `The range holds ${count} days; ${MAX_DAYS} are the most.`, fix);
  }
  const days = zonedDays(clock, from, count);
  const last = days.at(-1);
  if (last === undefined) return refuse("to", `${zone} left out ${from}.`, "Send a later `to`.");
  const boundaries = [...days.map(({ fromMs }) => fromMs), last.toMs];
  return { kind: "calendar", days, query: { ...planScope(params), boundaries } };
}

function defaultEnd(from: AskedDay | undefined, clock: DayClock, today: string): string {
  const tomorrow = dateAfter(today, 1);
  if (from === undefined) return tomorrow;
  const first = dateOf(from, clock);
  // Who asks for what is to come gets as much of it as others get of what was.
  return first < tomorrow ? tomorrow : dateAfter(first, DEFAULT_DAYS);
}

const dateOf = (day: AskedDay, clock: DayClock): string => ("date" in day ? day.date : clock.dateOf(day.ms));

/** The day after the last one: an instant within a day has that day belong to the range. */
function endDate(day: AskedDay, clock: DayClock): string {
  return "date" in day ? day.date : dateAfter(clock.dateOf(day.ms - 1), 1);
}

function refuse(parameter: string, detail: string, fix: string): PlannedCalendar {
  return { kind: "fault", fault: { parameter, detail, fix } };
}
