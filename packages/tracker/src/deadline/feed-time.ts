import type { Instance } from "../model/job.ts";

/** A deadline is judged once feed time has passed it by this much, so that what was sent just before it is here. */
export const FEED_GRACE_MS = 5_000;
/** How far the feed of a sender without heartbeats advances on the monitor's clock after its newest record. */
export const FOREIGN_ADVANCE_MS = 35_000;

export const sendsHeartbeats = (instance: Instance): boolean => instance.heartbeatIntervalMs > 0;

/** The time in which deadlines of this instance are judged; it never advances by itself, except for a foreign sender. */
export function feedTimeOf(instance: Instance, sinceReceiptMs: number): number {
  if (sendsHeartbeats(instance)) return instance.feedMs;
  if (instance.lastEventMs === undefined) return 0;
  return instance.lastEventMs + Math.min(FOREIGN_ADVANCE_MS, Math.max(0, sinceReceiptMs));
}
