import { DAY_MS, HOUR_MS, MINUTE_MS } from "../model/time-units.ts";

/** In every zone a day begins with a quarter of an hour. */
const QUARTER_MS = 15 * MINUTE_MS;

/** One day on the clock of a zone: 23 or 25 hours where summer time begins or ends. */
export interface ZonedDay {
  /** `2026-11-25` */
  readonly date: string;
  readonly fromMs: number;
  /** Begin of the next day. */
  readonly toMs: number;
}

/** The clock of a zone, as far as its days go. */
export interface DayClock {
  readonly zone: string;
  /** The date that the clock shows. */
  dateOf(ms: number): string;
}

export function dayClock(zone: string): DayClock {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return { zone, dateOf: (ms) => format.format(ms) };
}

/** The date that lies `days` after another. */
export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from one date to another, the latter outside. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** `count` days, the first one being `date`. A day that the zone left out has no length, and is left out. */
export function zonedDays(clock: DayClock, date: string, count: number): readonly ZonedDay[] {
  const days: ZonedDay[] = [];
  let fromMs = beginOf(clock, date, undefined);
  for (let index = 0; index < count; index++) {
    const toMs = beginOf(clock, dateAfter(date, index + 1), fromMs + DAY_MS);
    if (toMs > fromMs) days.push({ date: dateAfter(date, index), fromMs, toMs });
    fromMs = toMs;
  }
  return days;
}

/** First instant at which the clock shows `date` or a later one; `guess` saves the search on most days. */
function beginOf(clock: DayClock, date: string, guess: number | undefined): number {
  const isReached = (ms: number): boolean => clock.dateOf(ms) >= date;
  if (guess !== undefined && isReached(guess) && !isReached(guess - QUARTER_MS)) return guess;
  // No zone is further than this from UTC.
  let low = Date.parse(date) - 15 * HOUR_MS;
  let high = Date.parse(date) + 13 * HOUR_MS;
  while (high - low > QUARTER_MS) {
    const middle = low + Math.floor((high - low) / (2 * QUARTER_MS)) * QUARTER_MS;
    if (isReached(middle)) high = middle;
    else low = middle;
  }
  return high;
}
