import { hashOf } from "../model/labels.ts";

const FIRST_MS = 1_000;
const LONGEST_MS = 300_000;

/**
 * Full jitter: anywhere between 0 and min(5 min, 1 s × 2^n). The place is a hash of message and attempt, so that the same
 * inputs give the same times and many messages still spread.
 */
export function backoffMs(id: string, attempt: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(30, Math.max(0, attempt - 1)));
  const share = Number.parseInt(hashOf(`${id}:${attempt}`).slice(0, 8), 16) / 0x1_00_00_00_00;
  return Math.round(longest * share);
}
