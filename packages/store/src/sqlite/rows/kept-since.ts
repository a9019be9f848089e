import type { RollupResolution } from "../../port/metrics.ts";
import { type KeptSince, RESOLUTIONS } from "../../rollup/time-buckets.ts";
import type { Connection } from "../database/connection.ts";
import { readMeta, writeMeta } from "../database/settings.ts";

const nameOf = (resolution: RollupResolution): string => `rollups.${resolution}.since_ms`;

const keptFrom = (connection: Connection, resolution: RollupResolution): number =>
  Number(readMeta(connection, nameOf(resolution)) ?? 0);

/** What retention has left of each resolution. */
export function keptSince(connection: Connection): KeptSince {
  const [minute = 0, hour = 0, day = 0] = RESOLUTIONS.map((resolution) => keptFrom(connection, resolution));
  return { minute, hour, day };
}

/** Before the first row goes. It never moves back: what was deleted under a shorter retention does not return. */
export function moveKeptSince(connection: Connection, resolution: RollupResolution, sinceMs: number): void {
  if (sinceMs > keptFrom(connection, resolution)) writeMeta(connection, nameOf(resolution), String(sinceMs));
}
