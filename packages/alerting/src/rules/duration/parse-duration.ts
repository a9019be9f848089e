const UNITS = { y: 31_536_000_000, w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;
const DURATION =
  /^(?:(?<y>\d+)y)?(?:(?<w>\d+)w)?(?:(?<d>\d+)d)?(?:(?<h>\d+)h)?(?:(?<m>\d+)m(?!s))?(?:(?<s>\d+)s)?(?:(?<ms>\d+)ms)?$/;

/** Two hundred years. */
const MAX_MS = 200 * UNITS.y;

/** A duration cannot be read: what was given, and how it is written. */
export class DurationError extends Error {
  override readonly name = "DurationError";
}

/** `30s`, `5m`, `1h30m`, `1d`, in Prometheus' order of units; `0` needs none. Milliseconds. */
export function parseDuration(text: string): number {
  if (text === "0") return 0;
  const groups = text === "" ? undefined : DURATION.exec(text)?.groups;
  if (groups === undefined) {
    throw new DurationError(
      `"${text.slice(0, 40)}" is no duration: write one like 30s, 5m, 1h30m or 1d${hintFor(text)}`,
    );
  }
  let ms = 0;
  for (const [unit, factor] of Object.entries(UNITS)) ms += Number(groups[unit] ?? 0) * factor;
  if (ms <= MAX_MS) return ms;
  throw new DurationError(`"${text.slice(0, 40)}" is longer than 200 years`);
}

function hintFor(text: string): string {
  if (/^\d+$/.test(text)) return ` (${text}s, if seconds are meant)`;
  if (/^\d*\.\d+\w+$/.test(text)) return " (whole numbers only: 1h30m, not 1.5h)";
  return /\s/.test(text) ? " (without spaces)" : "";
}

/** Seconds; with a minus in front for the past. */
export function parseDurationSeconds(text: string): number {
  return text.startsWith("-") ? -parseDuration(text.slice(1)) / 1000 : parseDuration(text) / 1000;
}

const SHOWN = ["d", "h", "m", "s", "ms"] as const;

/** As it can be read again: `1h30m`. */
export function formatDuration(ms: number): string {
  let left = Math.round(ms);
  let text = "";
  for (const unit of SHOWN) {
    const count = Math.floor(left / UNITS[unit]);
    if (count > 0) text += `${count}${unit}`;
    left -= count * UNITS[unit];
  }
  return text === "" ? "0s" : text;
}
