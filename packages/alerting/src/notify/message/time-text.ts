import { lengthOf } from "../../evaluate/words.ts";

/** `2026-11-25 10:02:03 UTC`: whoever is woken up knows what it means wherever he is. */
export function timeText(ms: number): string {
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return "unknown";
  return `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** The two largest units: `3 d 4 h`, `2 h 3 min`, `4 min 10 s`, `12 s`. */
export function durationText(ms: number): string {
  const seconds = Number.isFinite(ms) ? Math.max(0, Math.floor(ms / 1000)) : 0;
  return seconds === 0 ? "0 s" : lengthOf(seconds * 1000);
}
