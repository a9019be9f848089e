import { PolicyError } from "../model/policy-error.ts";
import { didYouMean } from "./did-you-mean.ts";
import { withoutSecrets } from "./without-secrets.ts";

/** The field of the policy itself. */
export const ROOT = "(root)";

/** What was given, for a message: without what is found in it, and cut. Never for what is a secret by its place. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(cut(withoutSecrets(value)));
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value);
  return kindOfValue(value);
}

const cut = (text: string): string => (text.length > 64 ? `${text.slice(0, 64)}…` : text);

/** The same without the value itself. */
export function kindOfValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (typeof value === "string") return "a text";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** @throws {PolicyError} where it is no object. */
export function readObject(field: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return Object.fromEntries(Object.entries(value));
  throw new PolicyError(field, `${kindOfValue(value)} was given; give an object with fields.`);
}

/** An object with no other fields than these. @throws {PolicyError} */
export function readFields(
  field: string,
  value: unknown,
  allowed: readonly string[],
): Readonly<Record<string, unknown>> {
  const fields = readObject(field, value);
  for (const name of Object.keys(fields)) {
    if (allowed.includes(name)) continue;
    const problem = `there is no such field.${didYouMean(name, allowed)} Fields: ${allowed.join(", ")}.`;
    throw new PolicyError(within(field, name), problem);
  }
  return fields;
}

export const within = (field: string, name: string): string => {
  const shownName = /^[\w.*-]{1,64}$/u.test(name) ? withoutSecrets(name) : shown(name);
  return field === ROOT ? shownName : `${field}.${shownName}`;
};

/** Each element with its field; none where nothing was given. @throws {PolicyError} */
export function readList<T>(
  field: string,
  value: unknown,
  read: (element: unknown, elementField: string) => T,
): readonly T[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new PolicyError(field, `${kindOfValue(value)} was given; give a list.`);
  if (value.length > MAX_ELEMENTS) {
    throw new PolicyError(
      field,
      `${String(value.length)} elements were given; at most ${String(MAX_ELEMENTS)} are used.`,
    );
  }
  return Array.from(value, (element: unknown, i) => read(element, `${field}[${String(i)}]`));
}

const MAX_ELEMENTS = 1_000;

/** @throws {PolicyError} where it is no whole number in the range. */
export function readInteger(field: string, value: unknown, [least, most]: readonly [number, number]): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new PolicyError(
    field,
    `${shown(value)} was given; give a whole number from ${String(least)} to ${String(most)}.`,
  );
}

/** @throws {PolicyError} where it is none of the words. */
export function readOneOf<T extends string>(field: string, value: unknown, words: readonly T[]): T {
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  const hint = typeof value === "string" ? didYouMean(value, words) : "";
  throw new PolicyError(field, `${shown(value)} is not known.${hint} Allowed: ${words.join(", ")}.`);
}
