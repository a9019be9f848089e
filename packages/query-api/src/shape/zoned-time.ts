import type { ZonedTimeResource } from "../model/common-resource.ts";
import { isoTime } from "../model/iso-time.ts";

/** Zones whose formatter is kept; there are about 600 in all, a service uses few. */
const MAX_FORMATTERS = 100;

const formatters = new Map<string, Intl.DateTimeFormat | undefined>();

/** An instant in UTC and on the clock of `timezone`, each said as what it is. */
export function shapeZonedTime(ms: number, timezone: string | undefined): ZonedTimeResource {
  return {
    time: isoTime(ms),
    timezone: timezone ?? null,
    local_time: timezone === undefined ? null : localTime(ms, timezone),
  };
}

/** `2026-11-25T10:00:00+01:00`; null where the zone is not known here: it is the sender's text. */
function localTime(ms: number, timezone: string): string | null {
  const formatter = formatterOf(timezone);
  if (formatter === undefined) return null;
  const parts = new Map(formatter.formatToParts(ms).map((part) => [part.type, part.value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? "";
  const offset = part("timeZoneName").replace("GMT", "") || "+00:00";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}:${part("second")}${offset}`;
}

function formatterOf(timezone: string): Intl.DateTimeFormat | undefined {
  if (formatters.has(timezone)) return formatters.get(timezone);
  if (formatters.size >= MAX_FORMATTERS) formatters.clear();
  const formatter = createFormatter(timezone);
  formatters.set(timezone, formatter);
  return formatter;
}

function createFormatter(timeZone: string): Intl.DateTimeFormat | undefined {
  const two = "2-digit";
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone,
      calendar: "iso8601",
      hourCycle: "h23",
      year: "numeric",
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
      timeZoneName: "longOffset",
    });
  } catch {
    return undefined;
  }
}
