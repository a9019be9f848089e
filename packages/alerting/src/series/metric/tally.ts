import type { SeriesLimits } from "../../model/series.ts";

/** Counts of one store, written where the things happen. */
export interface Tally {
  streams: number;
  points: number;
  overflowed: number;
  duplicates: number;
  overlaps: number;
  resets: number;
  tooOld: number;
  tooNew: number;
  invalid: number;
}

export function newTally(): Tally {
  return {
    streams: 0,
    points: 0,
    overflowed: 0,
    duplicates: 0,
    overlaps: 0,
    resets: 0,
    tooOld: 0,
    tooNew: 0,
    invalid: 0,
  };
}

/** Limits with their defaults, the watch time excepted: it is known with the first point. */
export type Bounds = Required<Omit<SeriesLimits, "watchedSinceMs">>;

export function boundsOf(limits: SeriesLimits): Bounds {
  return {
    streams: limits.streams ?? 200_000,
    outOfOrderMs: limits.outOfOrderMs ?? 300_000,
    futureMs: limits.futureMs ?? 600_000,
    idleMs: limits.idleMs ?? 3_600_000,
    points: limits.points ?? 5_000_000,
    pointsPerStream: limits.pointsPerStream ?? 8192,
  };
}
