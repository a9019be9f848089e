import type { AnyValue, Attributes } from "@jobscope/otlp";

/** Largest instant taken as it is: the end of the year 9999, in epoch milliseconds. */
const MAX_INSTANT_MS = 253_402_300_799_999;
/** Largest duration taken as it is: ten years. */
const MAX_DURATION_MS = 315_576_000_000;
/** Instants in one attribute that are read; a schedule declares 20. */
const MAX_INSTANTS = 1000;
/** Numbers below are seconds, above milliseconds, then microseconds, then nanoseconds since the epoch. */
const EPOCH_UNITS = [
  { below: 1e11, perMs: 1e-3 },
  { below: 1e14, perMs: 1 },
  { below: 1e17, perMs: 1e3 },
] as const;

/** Something is there and is not what the contract says: the event as a whole is malformed. */
export class MalformedAttribute extends Error {
  override readonly name = "MalformedAttribute";
}

export const boundInstant = (ms: number): number => Math.min(MAX_INSTANT_MS, Math.max(0, ms));

function malformed(name: string, expected: string, value: AnyValue): MalformedAttribute {
  return new MalformedAttribute(`attribute ${name} should be ${expected}, got ${typeof value}`);
}

const asNumber = (value: AnyValue): number =>
  typeof value === "string" && value.trim() !== "" ? Number(value) : typeof value === "bigint" ? Number(value) : NaN;

export function readString(attributes: Attributes, name: string): string | undefined {
  const value = attributes[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  throw malformed(name, "a string", value);
}

export function readNumber(attributes: Attributes, name: string): number | undefined {
  const value = attributes[name];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === "number" ? value : asNumber(value);
  if (!Number.isFinite(number)) throw malformed(name, "a finite number", value);
  return number;
}

export function readCount(attributes: Attributes, name: string): number | undefined {
  const number = readNumber(attributes, name);
  return number === undefined ? undefined : Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.trunc(number)));
}

/** Seconds on the wire, milliseconds here. */
export function readDurationMs(attributes: Attributes, name: string): number | undefined {
  const seconds = readNumber(attributes, name);
  return seconds === undefined ? undefined : Math.min(MAX_DURATION_MS, Math.max(0, seconds * 1000));
}

function toInstant(name: string, value: AnyValue): number {
  const text = typeof value === "string" ? Date.parse(value) : NaN;
  if (!Number.isNaN(text)) return boundInstant(text);
  const number = typeof value === "number" ? value : asNumber(value);
  if (!Number.isFinite(number)) throw malformed(name, "an RFC 3339 instant", value);
  const unit = EPOCH_UNITS.find(({ below }) => Math.abs(number) < below);
  return boundInstant(number / (unit?.perMs ?? 1e6));
}

export function readInstant(attributes: Attributes, name: string): number | undefined {
  const value = attributes[name];
  return value === undefined || value === null ? undefined : toInstant(name, value);
}

/** Ascending and distinct. */
export function readInstants(attributes: Attributes, name: string): readonly number[] {
  const value = attributes[name];
  if (value === undefined || value === null) return [];
  const list = Array.isArray(value) ? value : [value];
  const instants = list.slice(0, MAX_INSTANTS).map((item: AnyValue) => toInstant(name, item));
  return [...new Set(instants)].toSorted((a, b) => a - b);
}

export function readStrings(attributes: Attributes, name: string): readonly string[] | undefined {
  const value = attributes[name];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) return typeof value === "string" ? [value] : undefined;
  return value.filter((item): item is string => typeof item === "string");
}

/** `undefined` where absent or not of the closed set: a newer sender may know more values than we do. */
export function readEnum<const T extends readonly string[]>(
  attributes: Attributes,
  name: string,
  values: T,
): T[number] | undefined {
  const value = attributes[name];
  return values.find((known): known is T[number] => known === value);
}
