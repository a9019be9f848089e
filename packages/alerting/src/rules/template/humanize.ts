import { formatGeneral } from "./format-number.ts";
import { TemplateError } from "./template-error.ts";

/** Prometheus' functions for people, with exactly its texts. */

function isSpecial(value: number): boolean {
  return value === 0 || !Number.isFinite(value);
}

export function humanize(value: number): string {
  if (isSpecial(value)) return formatGeneral(value, 4);
  const [scaled, prefix] =
    Math.abs(value) >= 1
      ? scaleDown(value, ["k", "M", "G", "T", "P", "E", "Z", "Y"], 1000)
      : scaleUp(value, ["m", "u", "n", "p", "f", "a", "z", "y"]);
  return formatGeneral(scaled, 4) + prefix;
}

export function humanize1024(value: number): string {
  if (Math.abs(value) <= 1 || isSpecial(value)) return formatGeneral(value, 4);
  const [scaled, prefix] = scaleDown(value, ["ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"], 1024);
  return formatGeneral(scaled, 4) + prefix;
}

export function humanizePercentage(value: number): string {
  return `${formatGeneral(value * 100, 4)}%`;
}

/** Seconds, as `1d 2h 3m 4s`; below a minute with four digits. */
export function humanizeDuration(seconds: number): string {
  if (seconds === 0) return "0s";
  if (!Number.isFinite(seconds)) return formatGeneral(seconds, 4);
  const magnitude = Math.abs(seconds);
  if (magnitude < 1) {
    const [scaled, prefix] = scaleUp(seconds, ["m", "u", "n", "p", "f", "a", "z", "y"]);
    return `${formatGeneral(scaled, 4)}${prefix}s`;
  }
  const sign = seconds < 0 ? "-" : "";
  const whole = Math.trunc(magnitude);
  const [days, hours, minutes] = [
    Math.trunc(whole / 86_400),
    Math.trunc(whole / 3600) % 24,
    Math.trunc(whole / 60) % 60,
  ];
  const parts = [`${days}d`, `${hours}h`, `${minutes}m`, `${whole % 60}s`];
  const first = [days, hours, minutes].findIndex((part) => part !== 0);
  return sign + (first === -1 ? `${formatGeneral(magnitude, 4)}s` : parts.slice(first).join(" "));
}

/** Nanoseconds in 64 bits. */
const MAX_SECONDS = 9_223_372_036.854_776;

/** Unix seconds, as `2022-01-25 12:36:43 +0000 UTC`. */
export function humanizeTimestamp(seconds: number): string {
  if (!Number.isFinite(seconds)) return formatGeneral(seconds, 4);
  if (Math.abs(seconds) > MAX_SECONDS)
    throw new TemplateError(`${formatGeneral(seconds)} is no time: Unix seconds are wanted`);
  const ms = Math.trunc(Math.trunc(seconds * 1e9) / 1e6);
  const [date = "", time = ""] = new Date(ms).toISOString().replace("Z", "").split("T");
  const [clock = "", fraction = ""] = time.split(".");
  const shown = fraction.replace(/0+$/, "");
  return `${date} ${clock}${shown === "" ? "" : `.${shown}`} +0000 UTC`;
}

function scaleDown(value: number, prefixes: readonly string[], step: number): readonly [number, string] {
  let scaled = value;
  let used = "";
  for (const prefix of prefixes) {
    if (Math.abs(scaled) < step) break;
    used = prefix;
    scaled /= step;
  }
  return [scaled, used];
}

function scaleUp(value: number, prefixes: readonly string[]): readonly [number, string] {
  let scaled = value;
  let used = "";
  for (const prefix of prefixes) {
    if (Math.abs(scaled) >= 1) break;
    used = prefix;
    scaled *= 1000;
  }
  return [scaled, used];
}
