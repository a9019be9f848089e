import type { Instance } from "../model/job.ts";

const LEASE_SLACK_MS = 5_000;
/** Longest lease on account of a block, and how long a lapse lasts until it is certain. */
export const LEASE_CAP_MS: number = 15 * 60_000;
export const CERTAIN_AFTER_MS: number = 15 * 60_000;
/** Blocks shorter than this cannot lengthen any lease worth speaking of and are not remembered. */
const MIN_BLOCK_MS = 1_000;
const HOUR_MS = 3_600_000;
const BLOCK_HOURS = 24;

/**
 * How long an instance may be silent: two beats and 5 s, or two of the longest blocks that its service reported within
 * 24 h and 5 s if that is more. A block as long as the service has shown itself able to have is no death.
 */
export function leaseMs(intervalMs: number, longestBlockMs: number): number {
  // The cap bounds what a block may add; between two beats of a slow sender nobody is lost.
  const blockedMs = Math.min(LEASE_CAP_MS, 2 * longestBlockMs + LEASE_SLACK_MS);
  return Math.max(2 * intervalMs + LEASE_SLACK_MS, blockedMs);
}

type Blocks = NonNullable<Instance["blocks"]>;

/** Longest block of each of the last 24 hours, with one more. */
export function addBlock(blocks: Blocks, atMs: number, blockMs: number): Blocks {
  if (blockMs < MIN_BLOCK_MS) return blocks;
  const hour = Math.floor(atMs / HOUR_MS);
  const same = blocks.find(([h]) => h === hour);
  if (same !== undefined && same[1] >= blockMs) return blocks;
  return [...blocks.filter(([h]) => h !== hour && h >= hour - BLOCK_HOURS), [hour, blockMs]];
}

export function longestBlockOf(blocks: Blocks, nowMs: number): number {
  const oldest = Math.floor(nowMs / HOUR_MS) - BLOCK_HOURS;
  return blocks.reduce((longest, [hour, blockMs]) => (hour >= oldest ? Math.max(longest, blockMs) : longest), 0);
}
