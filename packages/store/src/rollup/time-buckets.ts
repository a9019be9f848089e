import type { RollupResolution } from "../port/metrics.ts";

export const MINUTE_MS = 60_000;
export const QUARTER_MS: number = 15 * MINUTE_MS;
export const HOUR_MS: number = 60 * MINUTE_MS;
export const DAY_MS: number = 24 * HOUR_MS;

/** Finest first. The index is the number in stored rows. */
export const RESOLUTIONS: readonly RollupResolution[] = ["minute", "hour", "day"];

export const RESOLUTION_MS: Readonly<Record<RollupResolution, number>> = {
  minute: MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
};

/** From when on each resolution is kept whole, epoch milliseconds. */
export type KeptSince = Readonly<Record<RollupResolution, number>>;

/** Number of the bucket of this width, counted from the epoch, that the instant lies in. */
export const bucketAt = (widthMs: number, atMs: number): number => Math.floor(atMs / widthMs);

/**
 * The coarsest resolution whose buckets fill each step, which reads the fewest rows; a coarser one than that where the
 * range begins before the time it is kept for.
 */
export function resolutionFor(stepMs: number, fromMs: number, kept: KeptSince): RollupResolution {
  const fitting = RESOLUTIONS.findLastIndex((resolution) => stepMs % RESOLUTION_MS[resolution] === 0);
  const candidates = RESOLUTIONS.slice(Math.max(0, fitting));
  return candidates.find((resolution) => fromMs >= kept[resolution]) ?? "day";
}

/** Buckets [from, to) of one resolution. */
export interface BucketRange {
  readonly resolution: RollupResolution;
  readonly from: number;
  readonly to: number;
}

/**
 * [fromMs, toMs), both whole minutes, as whole days where it covers them, whole hours before and after these, and minutes
 * at the ends: at most 730 days, 46 hours and 118 minutes instead of a million minutes.
 */
export function coveringRanges(fromMs: number, toMs: number): readonly BucketRange[] {
  return split(RESOLUTIONS.length - 1, fromMs, toMs);
}

function split(level: number, fromMs: number, toMs: number): readonly BucketRange[] {
  const resolution = RESOLUTIONS[level];
  if (resolution === undefined || fromMs >= toMs) return [];
  const width = RESOLUTION_MS[resolution];
  const from = Math.ceil(fromMs / width);
  const to = Math.floor(toMs / width);
  if (from >= to) return split(level - 1, fromMs, toMs);
  return [...split(level - 1, fromMs, from * width), { resolution, from, to }, ...split(level - 1, to * width, toMs)];
}
