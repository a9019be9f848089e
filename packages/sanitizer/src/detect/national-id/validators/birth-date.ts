const DAYS: readonly number[] = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether such a day exists. Where the century is unknown two digits of the year tell leap years well enough. */
export function isDate(year: number, month: number, day: number): boolean {
  if (day < 1 || day > (DAYS[month] ?? 0)) return false;
  return month !== 2 || day < 29 || year % 4 === 0;
}

/**
 * Two digits of a year that may be the present one: a number that begins with them is rather a date with a counter behind
 * it (`241125-1234`) than a person, for who is in a log is hardly under ten or over ninety.
 */
export const isRecentYear = (year: number): boolean => year >= 16 && year <= 35;
