import { parseDuration } from "../duration/parse-duration.ts";

export type QuantityKind = "number" | "percent" | "duration" | "size";

export interface ReadQuantity {
  /** Percent as a share of 1, durations in seconds, sizes in bytes. */
  readonly value: number;
  readonly kind: QuantityKind;
}

const SIZES: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

/** `5`, `5%`, `90s`, `512MiB`; undefined where it is none of these. */
export function readQuantity(input: number | string): ReadQuantity | undefined {
  if (typeof input === "number") return Number.isFinite(input) ? { value: input, kind: "number" } : undefined;
  const text = input.trim();
  const parts = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?) ?([%A-Za-z]*)$/.exec(text);
  return (parts === null ? undefined : withUnit(Number(parts[1]), parts[2] ?? "")) ?? durationQuantity(text);
}

function withUnit(value: number, unit: string): ReadQuantity | undefined {
  if (unit === "") return { value, kind: "number" };
  // Through the decimal text: 0.07 * 100 and the like do not come out even.
  if (unit === "%") return { value: Number((value / 100).toPrecision(15)), kind: "percent" };
  const size = SIZES[unit];
  return size === undefined ? undefined : { value: value * size, kind: "size" };
}

function durationQuantity(text: string): ReadQuantity | undefined {
  try {
    return { value: parseDuration(text) / 1000, kind: "duration" };
  } catch {
    return undefined;
  }
}
