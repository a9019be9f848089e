import type { NumberRange, TimeInterval, TimeIntervalPart } from "../../model/routing.ts";
import type { TimeIntervalFile } from "../schema/alerting-file.ts";
import { nearestName } from "../schema/nearest-name.ts";
import type { At } from "./at.ts";

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

export function resolveTimeIntervals(
  intervals: Readonly<Record<string, readonly TimeIntervalFile[]>>,
  at: At,
): readonly TimeInterval[] {
  return Object.entries(intervals).map(([name, parts]) => ({
    name,
    intervals: parts.map((part, index) => resolvePart(part, at.below(name, index))),
  }));
}

function resolvePart(part: TimeIntervalFile, at: At): TimeIntervalPart {
  const { timeZone = "UTC" } = part;
  if (!isTimeZone(timeZone))
    at.add(["timeZone"], `"${timeZone.slice(0, 60)}" is no time zone: write one like Europe/Berlin or UTC`);
  return {
    ...ranges("times", part.times, { at, read: timeRange }),
    ...ranges("weekdays", part.weekdays, { at, read: (text) => namedRange(text, WEEKDAYS, { from: 0, to: 6 }) }),
    ...ranges("daysOfMonth", part.daysOfMonth, { at, read: dayRange }),
    ...ranges("months", part.months, { at, read: (text) => namedRange(text, MONTHS, { from: 1, to: 12 }) }),
    ...ranges("years", part.years, { at, read: (text) => namedRange(text, [], { from: 1970, to: 9999 }) }),
    timeZone,
  };
}

interface Reading {
  readonly at: At;
  /** A text: what is wrong. */
  readonly read: (text: string) => NumberRange | string;
}

function ranges<const Name extends string>(
  name: Name,
  given: readonly (string | number)[] | undefined,
  { at, read }: Reading,
): Partial<Record<Name, readonly NumberRange[]>> {
  if (given === undefined) return {};
  const found: NumberRange[] = [];
  for (const [index, text] of given.entries()) {
    const range = read(String(text).trim());
    if (typeof range === "string") at.add([name, index], `"${String(text).slice(0, 40)}" ${range}`);
    else found.push(range);
  }
  const part: Partial<Record<Name, readonly NumberRange[]>> = {};
  part[name] = found;
  return part;
}

function timeRange(text: string): NumberRange | string {
  const parts = /^(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})$/.exec(text);
  if (parts === null) return "is no range of times: write 09:00-17:00";
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = parts.slice(1).map(Number);
  const [from, to] = [fromHour * 60 + fromMinute, toHour * 60 + toMinute];
  if (fromMinute > 59 || toMinute > 59 || from > 1440 || to > 1440) return "is no time of a day: it ends at 24:00";
  return from < to ? { from, to } : "ends before it begins: write two ranges, up to 24:00 and from 00:00";
}

/** By name or number; `-` or `:` between the two. */
function namedRange(text: string, names: readonly string[], limits: NumberRange): NumberRange | string {
  const [first = "", second = first, more] = text.toLowerCase().split(/\s*[-:]\s*/);
  const from = numberOf(first, names, limits);
  const to = numberOf(second, names, limits);
  if (more !== undefined || from === undefined || to === undefined) {
    const near = nearestName(first, names);
    const example = `one like ${names.at(1) ?? limits.from}-${names.at(5) ?? limits.to}`;
    return `is no range: write ${near === undefined || text.includes("-") ? example : near}`;
  }
  return from <= to ? { from, to } : "ends before it begins: write two ranges";
}

function numberOf(text: string, names: readonly string[], { from, to }: NumberRange): number | undefined {
  const index = names.findIndex((name) => name === text || (text.length >= 3 && name.startsWith(text)));
  if (index !== -1) return index + from;
  const number = /^\d{1,4}$/.test(text) && (names.length === 0 || names === MONTHS) ? Number(text) : Number.NaN;
  return number >= from && number <= to ? number : undefined;
}

/** Negative days count from the end of the month. */
function dayRange(text: string): NumberRange | string {
  const parts = /^(-?\d{1,2})(?:\s*[-:]\s*(-?\d{1,2}))?$/.exec(text);
  if (parts === null) return "is no range of days: write 1-5, or -3:-1 for the last three";
  const from = Number(parts[1]);
  const to = Number(parts[2] ?? parts[1]);
  if (![from, to].every((day) => day !== 0 && Math.abs(day) <= 31))
    return "is no range of days: they are 1 to 31, or -1 to -31";
  if (from < 0 && to > 0) return "begins at the end of a month and ends at its beginning: write two ranges";
  return from > to && to > 0 === from > 0 ? "ends before it begins: write two ranges" : { from, to };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
