/** What a wall clock and a calendar in a zone show. */
export interface LocalTime {
  readonly minuteOfDay: number;
  /** 0 = Sunday. */
  readonly weekday: number;
  readonly day: number;
  readonly daysInMonth: number;
  /** From 1. */
  readonly month: number;
  readonly year: number;
}

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** The last minute that was asked for: many routes ask for the same one. */
  minute: number;
  time: LocalTime | undefined;
}

const MINUTE_MS = 60_000;
/** There are some 600 names; one that a configuration invents does not compile. */
const zones = new Map<string, Zone>();

/** Throws `RangeError` for a zone that the platform does not know. */
export function localTimeOf(atMs: number, timeZone: string): LocalTime {
  let zone = zones.get(timeZone);
  if (zone === undefined) {
    zone = { format: formatIn(timeZone), minute: Number.NaN, time: undefined };
    zones.set(timeZone, zone);
  }
  const minute = Math.floor(atMs / MINUTE_MS);
  if (zone.time === undefined || zone.minute !== minute) {
    zone.time = read(zone.format, minute * MINUTE_MS);
    zone.minute = minute;
  }
  return zone.time;
}

function formatIn(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
}

function read(format: Intl.DateTimeFormat, atMs: number): LocalTime {
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? Number.NaN;
  const year = part("year");
  const month = part("month");
  const day = part("day");
  return {
    minuteOfDay: part("hour") * 60 + part("minute"),
    weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay(),
    day,
    daysInMonth: new Date(Date.UTC(year, month, 0)).getUTCDate(),
    month,
    year,
  };
}
