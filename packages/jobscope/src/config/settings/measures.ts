const DURATION_UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Decimal and binary units as printed: 1 kB = 1,000 bytes, 1 KiB = 1,024. */
const SIZE_UNITS: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** `90d`, `1.5h`, `30 s` in milliseconds; undefined where it is none. A number without unit is none: it reads either way. */
export function parseDuration(text: string): number | undefined {
  return parseMeasure(text, DURATION_UNITS);
}

/** `5GB`, `64MiB` in bytes; undefined where it is none. */
export function parseSize(text: string): number | undefined {
  return parseMeasure(text, SIZE_UNITS);
}

function parseMeasure(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const match = /^(\d{1,12}(?:\.\d{1,6})?) ?([a-z]{1,3})$/i.exec(text.trim());
  const unit = (match?.[2] ?? "").toLowerCase();
  if (match === null || !Object.hasOwn(units, unit)) return undefined;
  return Math.round(Number(match[1]) * (units[unit] ?? 0));
}

/** Bounds of a duration or size, as people write them. */
export interface MeasureRange {
  readonly min: string;
  readonly max: string;
}
