import type { KeptTimes, RollupResolution } from "../../port/metrics.ts";
import { HOUR_MS, type KeptSince, MINUTE_MS, RESOLUTION_MS, RESOLUTIONS } from "../../rollup/time-buckets.ts";
import type { Connection } from "../database/connection.ts";
import { readMeta, writeMeta } from "../database/settings.ts";

/** Counts by time, and points of metrics. */
type Kept = RollupResolution | "point";

const nameOf = (kept: Kept): string => `rollups.${kept}.since_ms`;

const keptFrom = (connection: Connection, kept: Kept): number => Number(readMeta(connection, nameOf(kept)) ?? 0);

/** What retention has left of each resolution. */
export function keptSince(connection: Connection): KeptSince {
  const [minute = 0, hour = 0, day = 0] = RESOLUTIONS.map((resolution) => keptFrom(connection, resolution));
  return { minute, hour, day };
}

/** From when on points of metrics are there. */
export const pointsKeptSince = (connection: Connection): number => keptFrom(connection, "point");

/** Hours of metrics are there for as long as their streams. */
export function keptTimes(connection: Connection): KeptTimes {
  const since = keptSince(connection);
  return {
    runs: RESOLUTIONS.map((resolution) => ({ widthMs: RESOLUTION_MS[resolution], sinceMs: since[resolution] })),
    metrics: [
      { widthMs: MINUTE_MS, sinceMs: pointsKeptSince(connection) },
      { widthMs: HOUR_MS, sinceMs: 0 },
    ],
  };
}

/** Before the first row goes. It never moves back: what was deleted under a shorter retention does not return. */
export function moveKeptSince(connection: Connection, kept: Kept, sinceMs: number): void {
  if (sinceMs > keptFrom(connection, kept)) writeMeta(connection, nameOf(kept), String(sinceMs));
}
