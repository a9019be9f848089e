import type { IsoTime } from "./common-resource.ts";

/** Latest instant that a Date can hold. */
const MAX_DATE_MS = 8.64e15;

/** An instant as the API writes it, in UTC to the millisecond; what no Date can hold becomes the nearest that one can. */
export function isoTime(ms: number): IsoTime {
  return new Date(Math.min(Math.max(ms, -MAX_DATE_MS), MAX_DATE_MS)).toISOString();
}
