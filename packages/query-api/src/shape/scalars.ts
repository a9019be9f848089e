import type { IsoTime } from "../model/common-resource.ts";
import { isoTime } from "../model/iso-time.ts";

export function isoTimeOrNull(ms: number | undefined): IsoTime | null {
  return ms === undefined || !Number.isFinite(ms) ? null : isoTime(ms);
}

/** Milliseconds to seconds, to the microsecond: no 0.30000000000000004. */
export function seconds(ms: number): number {
  return Math.round(ms * 1e3) / 1e6;
}

export function secondsOrNull(ms: number | undefined): number | null {
  return ms === undefined ? null : seconds(ms);
}

/** The convention of the store for "not set" is the empty string, that of JSON is null. */
export function textOrNull(text: string | undefined): string | null {
  return text === undefined || text === "" ? null : text;
}

/** The first `max` UTF-16 units of `text`, never half a character. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}
