import type { Digits } from "./checksum.ts";
import { twoAt } from "./checksum.ts";

const DAYS: readonly number[] = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether such a day exists. Where the century is unknown two digits of the year tell leap years well enough. */
export function isDate(year: number, month: number, day: number): boolean {
  if (day < 1 || day > (DAYS[month] ?? 0)) return false;
  return month !== 2 || day < 29 || year % 4 === 0;
}

const isRecentYear = (year: number): boolean => year >= 16 && year <= 35;

/**
 * Six digits that may be a day of these years, in either order: what begins with them is rather a date with a counter
 * behind it (`241125-1234`) than a person, for who is in a log is hardly under ten or over ninety.
 */
export function isRecentDate(digits: Digits): boolean {
  const first = twoAt(digits, 0);
  const month = twoAt(digits, 2);
  const last = twoAt(digits, 4);
  return (isRecentYear(first) && isDate(first, month, last)) || (isRecentYear(last) && isDate(last, month, first));
}
