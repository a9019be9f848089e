import type { CalendarQuarter, CalendarQuery } from "../../port/metrics.ts";
import type { Connection } from "../database/connection.ts";

export function queryCalendar(_connection: Connection, _query: CalendarQuery): readonly CalendarQuarter[] {
  throw new Error("not there yet");
}
