import type { Channel } from "../model/channel.ts";
import type { ChannelState } from "../model/notification.ts";

type Bucket = Pick<ChannelState, "tokens" | "refilledMs">;
type Rate = Channel["rate"];

const MINUTE_MS = 60_000;

export function tokensAt(bucket: Bucket, rate: Rate, nowMs: number): number {
  const gained = (Math.max(0, nowMs - bucket.refilledMs) / MINUTE_MS) * rate.perMinute;
  return Math.min(burstOf(rate), bucket.tokens + gained);
}

/** When the next token is there; `nowMs` if it is. */
export function nextTokenMs(bucket: Bucket, rate: Rate, nowMs: number): number {
  const missing = 1 - tokensAt(bucket, rate, nowMs);
  if (missing <= 0) return nowMs;
  return nowMs + Math.ceil((missing * MINUTE_MS) / Math.max(rate.perMinute, 1 / 60));
}

/** A bucket that never holds a whole token would never send. */
export function burstOf(rate: Rate): number {
  return Math.max(1, rate.burst);
}
