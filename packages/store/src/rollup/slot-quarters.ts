import { bucketAt, QUARTER_MS } from "./time-buckets.ts";

/** A gap of many days is spread over at most as many quarters of an hour. */
const MAX_QUARTERS = 1_000;

export interface SlotSpan {
  readonly instantMs: number;
  /** Last instant of a gap. */
  readonly untilMs: number | undefined;
  /** Slots in it. */
  readonly weight: number;
}

/**
 * The quarters of an hour that a slot counts in, and how often: one, except for a gap, whose slots are spread evenly from
 * its first to its last quarter, as those of a regular schedule are.
 */
export function slotQuarters({
  instantMs,
  untilMs,
  weight,
}: SlotSpan): readonly (readonly [quarter: number, count: number])[] {
  const first = bucketAt(QUARTER_MS, instantMs);
  const covered = bucketAt(QUARTER_MS, Math.max(instantMs, untilMs ?? instantMs)) - first + 1;
  const parts = Math.min(covered, weight, MAX_QUARTERS);
  if (parts <= 1) return [[first, weight]];
  return Array.from({ length: parts }, (_, part): readonly [number, number] => [
    first + Math.round((part * (covered - 1)) / (parts - 1)),
    Math.floor((weight * (part + 1)) / parts) - Math.floor((weight * part) / parts),
  ]);
}
