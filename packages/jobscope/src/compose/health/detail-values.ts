import { isoTime } from "@jobscope/query-api";

/** An instant among the details of a component, as the API writes instants; no detail before there was one. */
export function timeDetail(name: `${string}_time`, ms: number | undefined): Readonly<Record<string, string>> {
  return ms === undefined || ms === 0 ? {} : { [name]: isoTime(ms) };
}

/** Seconds with milliseconds. */
export function secondsOf(ms: number): number {
  return Math.round(ms) / 1_000;
}
