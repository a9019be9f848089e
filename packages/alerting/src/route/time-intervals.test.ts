import { describe, expect, test } from "vitest";

import type { TimeIntervalPart } from "../model/routing.ts";
import { localTimeOf } from "./local-time.ts";
import { compileTimeIntervals } from "./time-intervals.ts";

const within = (parts: TimeIntervalPart | readonly TimeIntervalPart[], at: string): boolean =>
  compileTimeIntervals([{ name: "x", intervals: [parts].flat() }]).contains("x", Date.parse(at));

const nine = 9 * 60;
const office: TimeIntervalPart = {
  timeZone: "Europe/Amsterdam",
  times: [{ from: nine, to: 17 * 60 }],
  weekdays: [{ from: 1, to: 5 }],
};

test.each([
  ["2026-01-05T08:00:00Z", true],
  ["2026-01-05T07:59:59.999Z", false],
  ["2026-01-05T15:59:59.999Z", true],
  ["2026-01-05T16:00:00Z", false],
  // In summer an hour earlier.
  ["2026-07-06T07:00:00Z", true],
  ["2026-07-06T06:59:00Z", false],
  ["2026-07-06T15:00:00Z", false],
  // A Saturday, and a Sunday.
  ["2026-01-10T10:00:00Z", false],
  ["2026-01-11T10:00:00Z", false],
])("office hours in Amsterdam at %s: %s", (at, expected) => {
  expect(within(office, at)).toBe(expected);
});

describe("an hour that is there twice or not at all", () => {
  const part: TimeIntervalPart = { timeZone: "Europe/Amsterdam", times: [{ from: 120, to: 180 }] };
  test("in autumn both count", () => {
    expect(["T00:30Z", "T01:30Z", "T02:30Z"].map((time) => within(part, `2026-10-25${time}`))).toEqual([
      true,
      true,
      false,
    ]);
  });
  test("in spring none does", () => {
    expect(["T00:59Z", "T01:00Z", "T01:30Z"].map((time) => within(part, `2026-03-29${time}`))).toEqual([
      false,
      false,
      false,
    ]);
  });
  test("a zone with half an hour, and one that shifts by half an hour", () => {
    expect(localTimeOf(Date.parse("2026-01-05T00:00Z"), "Asia/Kolkata").minuteOfDay).toBe(5 * 60 + 30);
    expect(localTimeOf(Date.parse("2026-07-05T00:00Z"), "Australia/Lord_Howe").minuteOfDay).toBe(10 * 60 + 30);
    expect(localTimeOf(Date.parse("2026-01-05T00:00Z"), "Australia/Lord_Howe").minuteOfDay).toBe(11 * 60);
  });
});

const utc = (part: Omit<TimeIntervalPart, "timeZone">): TimeIntervalPart => ({ timeZone: "UTC", ...part });

test.each<[string, TimeIntervalPart, string, boolean]>([
  ["the last day of February", utc({ daysOfMonth: [{ from: -1, to: -1 }] }), "2026-02-28T12:00Z", true],
  ["the last day of a leap February", utc({ daysOfMonth: [{ from: -1, to: -1 }] }), "2028-02-28T12:00Z", false],
  ["the last three days", utc({ daysOfMonth: [{ from: -3, to: -1 }] }), "2026-04-28T00:00Z", true],
  ["the day before those", utc({ daysOfMonth: [{ from: -3, to: -1 }] }), "2026-04-27T23:59Z", false],
  ["from the 15th to the last but one", utc({ daysOfMonth: [{ from: 15, to: -2 }] }), "2026-01-31T12:00Z", false],
  ["the 31st of a month that has none", utc({ daysOfMonth: [{ from: 31, to: 31 }] }), "2026-04-30T12:00Z", false],
  ["the 29th to 31st of February", utc({ daysOfMonth: [{ from: 29, to: 31 }] }), "2026-02-28T12:00Z", false],
  ["from before the first", utc({ daysOfMonth: [{ from: -31, to: -30 }] }), "2026-02-01T12:00Z", false],
  ["a month", utc({ months: [{ from: 12, to: 12 }] }), "2026-12-31T23:59:59Z", true],
  ["another month", utc({ months: [{ from: 6, to: 8 }] }), "2026-09-01T00:00Z", false],
  ["years", utc({ years: [{ from: 2026, to: 2027 }] }), "2027-06-01T00:00Z", true],
  ["years before", utc({ years: [{ from: 2027, to: 2028 }] }), "2026-12-31T23:59Z", false],
  ["midnight to midnight", utc({ times: [{ from: 0, to: 1440 }] }), "2026-01-05T23:59:59Z", true],
  [
    "all of several conditions",
    utc({ months: [{ from: 1, to: 1 }], weekdays: [{ from: 0, to: 0 }] }),
    "2026-01-05T00:00Z",
    false,
  ],
  ["nothing said", utc({}), "2026-01-05T00:00Z", true],
  ["an empty list", utc({ weekdays: [] }), "2026-01-05T00:00Z", true],
  ["Sunday is 0", utc({ weekdays: [{ from: 0, to: 0 }] }), "2026-01-04T00:00Z", true],
])("%s", (_, part, at, expected) => {
  expect(within(part, at)).toBe(expected);
});

test("the day is that of the zone", () => {
  const newYear: TimeIntervalPart = {
    timeZone: "Pacific/Auckland",
    months: [{ from: 1, to: 1 }],
    daysOfMonth: [{ from: 1, to: 1 }],
  };
  expect(within(newYear, "2026-12-31T11:00Z")).toBe(true);
  expect(within(newYear, "2026-12-31T10:59Z")).toBe(false);
});

test("one of several parts, or of several intervals of a name, is enough", () => {
  const morning = utc({ times: [{ from: 0, to: 60 }] });
  const noon = utc({ times: [{ from: 720, to: 780 }] });
  expect(within([morning, noon], "2026-01-05T12:30Z")).toBe(true);
  const twice = compileTimeIntervals([
    { name: "x", intervals: [morning] },
    { name: "x", intervals: [noon] },
  ]);
  expect(twice.contains("x", Date.parse("2026-01-05T00:30Z"))).toBe(true);
  expect(twice.contains("x", Date.parse("2026-01-05T12:30Z"))).toBe(true);
  expect(twice.contains("x", Date.parse("2026-01-05T06:30Z"))).toBe(false);
});

test("a zone that does not exist is an error", () => {
  expect(() => within({ timeZone: "Mars/Olympus" }, "2026-01-05T00:00Z")).toThrow(RangeError);
});
