const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `2026-11-25 10:02:03 UTC`: whoever is woken up knows what it means wherever he is. */
export function timeText(ms: number): string {
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return "unknown";
  return `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** The two largest units: `3 d 4 h`, `2 h 3 min`, `4 min 10 s`, `12 s`. */
export function durationText(ms: number): string {
  const total = Number.isFinite(ms) ? Math.max(0, ms) : 0;
  if (total >= DAY) return two([Math.floor(total / DAY), "d"], [Math.floor((total % DAY) / HOUR), "h"]);
  if (total >= HOUR) return two([Math.floor(total / HOUR), "h"], [Math.floor((total % HOUR) / MINUTE), "min"]);
  if (total >= MINUTE) return two([Math.floor(total / MINUTE), "min"], [Math.floor((total % MINUTE) / SECOND), "s"]);
  return `${Math.floor(total / SECOND)} s`;
}

function two(large: readonly [number, string], small: readonly [number, string]): string {
  return small[0] === 0 ? large.join(" ") : `${large.join(" ")} ${small.join(" ")}`;
}
