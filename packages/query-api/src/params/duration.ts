import { echoed } from "./echoed.ts";
import { scalar } from "./scalar.ts";
import type { Scalar } from "./scalar.ts";

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const ISO = /^P(?:(?<d>\d{1,4})D)?(?:T(?:(?<h>\d{1,5})H)?(?:(?<m>\d{1,6})M)?(?:(?<s>\d{1,9})S)?)?$/;

interface DurationLimits {
  readonly minMs: number;
  readonly maxMs: number;
  /** It must be a multiple of this. */
  readonly unitMs: number;
}

/** A length of time: `5m`, `1h`, `PT5M`, or seconds. Milliseconds. */
export function duration({ minMs, maxMs, unitMs }: DurationLimits): Scalar<number> {
  return scalar(
    (given, refuse) => {
      const ms = parsed(given) * 1000;
      if (ms >= minMs && ms <= maxMs && ms % unitMs === 0) return ms;
      const range = `${durationText(minMs)} to ${durationText(maxMs)}`;
      const fix = `Send whole multiples of ${durationText(unitMs)}, ${range}, such as 5m, 1h, 1d, PT15M or 300 (seconds).`;
      return refuse(`${echoed(given)} is no length that is allowed.`, fix);
    },
    { override: { pattern: String.raw`^(\d{1,9}[smhdw]?|P.*)$`, examples: ["5m", "1h", "1d", "PT15M", "300"] } },
  );
}

/** Seconds; `NaN` where it is none. */
function parsed(given: string): number {
  if (/^\d{1,9}$/.test(given)) return Number(given);
  const short = /^(?<amount>\d{1,9})(?<unit>[smhdw])$/.exec(given)?.groups;
  if (short !== undefined) return Number(short["amount"]) * (UNITS[short["unit"] ?? ""] ?? Number.NaN);
  const iso = ISO.exec(given)?.groups;
  if (iso === undefined || /[PT]$/.test(given)) return Number.NaN;
  return Object.entries(iso).reduce((sum, [unit, amount]) => sum + Number(amount ?? 0) * (UNITS[unit] ?? 0), 0);
}

/** As this reads it: `90m`, `1d`. */
export function durationText(ms: number): string {
  const seconds = ms / 1000;
  const unit = (["d", "h", "m"] as const).find((name) => seconds % (UNITS[name] ?? 1) === 0) ?? "s";
  return `${seconds / (UNITS[unit] ?? 1)}${unit}`;
}
