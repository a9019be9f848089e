import type { Channel } from "../model/channel.ts";
import type { ChannelState } from "../model/notification.ts";

type Bucket = Pick<ChannelState, "tokens" | "refilledMs">;
type Rate = Channel["rate"];

const MINUTE_MS = 60_000;
/** Tenths of tokens do not add up to a whole one exactly. */
const ROUNDING = 1e-6;

export function tokensAt(bucket: Bucket, rate: Rate, nowMs: number): number {
  const gained = (Math.max(0, nowMs - bucket.refilledMs) / MINUTE_MS) * rate.perMinute;
  return Math.min(burstOf(rate), bucket.tokens + gained);
}

export function hasToken(bucket: Bucket, rate: Rate, nowMs: number): boolean {
  return tokensAt(bucket, rate, nowMs) >= 1 - ROUNDING;
}

/** When the next token is there; `nowMs` if it is. */
export function nextTokenMs(bucket: Bucket, rate: Rate, nowMs: number): number {
  const missing = 1 - tokensAt(bucket, rate, nowMs);
  if (missing <= ROUNDING) return nowMs;
  return nowMs + Math.ceil((missing * MINUTE_MS) / Math.max(rate.perMinute, 1 / 60) - ROUNDING);
}

/** A bucket that never holds a whole token would never send. */
export function burstOf(rate: Rate): number {
  return Math.max(1, rate.burst);
}
