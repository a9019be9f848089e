import { echoed } from "./echoed.ts";
import { innermost } from "./innermost.ts";
import { nearest } from "./nearest.ts";
import { parseInstant } from "./parse-instant.ts";
import { scalar } from "./scalar.ts";
import type { Scalar } from "./scalar.ts";

/** A whole number from `min` to `max`. */
export function integer(min: number, max: number): Scalar<number> {
  return scalar(
    (given, refuse) => {
      const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
      if (value >= min && value <= max) return value;
      return refuse(`${echoed(given)} is not a whole number from ${min} to ${max}.`, `Send ${min} to ${max}.`);
    },
    { override: { type: "integer", minimum: min, maximum: max } },
  );
}

/** Longest name that may be empty, characters. */
const MAX_TEXT = 500;

/** A name, or `""` for what has none. */
export function text(): Scalar<string> {
  return scalar(
    (given, refuse) => {
      if (given.length <= MAX_TEXT) return given;
      return refuse(`${echoed(given)} is too long.`, `Send at most ${MAX_TEXT} characters.`);
    },
    { override: { maxLength: MAX_TEXT } },
  );
}

/** Longest name, which may be an id made of others; characters. */
const MAX_NAME = 2000;

/** A cursor may hold the id of a job, escaped and escaped again; the head of a request has 16 KiB. Characters. */
const MAX_CURSOR = 12_000;

/** A name that may not be empty. */
export function name(): Scalar<string> {
  return notEmpty(MAX_NAME, { minLength: 1, maxLength: MAX_NAME });
}

/** What a list gave as `next_cursor`; whether it did, the store knows. */
export function cursor(): Scalar<string> {
  return notEmpty(MAX_CURSOR, { minLength: 1, pattern: "^[A-Za-z0-9_-]+$" });
}

function notEmpty(max: number, override: Readonly<Record<string, unknown>>): Scalar<string> {
  return scalar(
    (given, refuse) => {
      if (given === "") return refuse("The value is empty.", "Give a value or leave the parameter out.");
      if (given.length <= max) return given;
      return refuse(`${echoed(given)} is too long.`, `Send at most ${max.toLocaleString("en")} characters.`);
    },
    { override },
  );
}

/** Exactly one of `allowed`. */
export function oneOf<const T extends string>(allowed: readonly T[]): Scalar<T> {
  return scalar(
    (given, refuse): T => {
      if (isMember(allowed, given)) return given;
      return refuse(`${echoed(given)} is not a known value.`, `Allowed: ${allowed.join(", ")}.`);
    },
    { override: { enum: [...allowed] } },
  );
}

/** Several values in one parameter: `a,b`. */
const LIST = { style: "form", explode: false } as const;

/** Whether a parameter is one of {@link someOf}; what else is given twice is a mistake. */
export function isList(schema: unknown): boolean {
  return innermost(schema)?.meta()?.["param"] === LIST;
}

/** One or more of `allowed`, separated by commas or by repeating the parameter. */
export function someOf<const T extends string>(allowed: readonly T[]): Scalar<readonly T[]> {
  return scalar(
    (given, refuse): readonly T[] => {
      const parts = given.split(",").map((part) => part.trim());
      const unknown = parts.find((part) => !isMember(allowed, part));
      if (unknown === undefined) return [...new Set(parts.filter((part) => isMember(allowed, part)))];
      const guess = nearest(unknown, allowed);
      const hint = guess === undefined ? "" : `Did you mean ${JSON.stringify(guess)}? `;
      return refuse(`${echoed(unknown)} is not a known value.`, `${hint}Allowed: ${allowed.join(", ")}.`);
    },
    {
      param: LIST,
      override: { type: "array", minItems: 1, items: { type: "string", enum: [...allowed] } },
    },
  );
}

function isMember<T extends string>(allowed: readonly T[], value: string): value is T {
  return allowed.some((member) => member === value);
}

/** An instant in ISO 8601 with its zone, or a date, which is its midnight in UTC. Epoch milliseconds. */
export function instant(): Scalar<number> {
  return scalar(
    (given, refuse) => {
      // A `+` that was not escaped arrives as a space.
      const value = parseInstant(given.replace(/ (\d{2}:\d{2})$/, "+$1"));
      if (value !== undefined) return value;
      const fix = "Send ISO 8601 with a zone, such as 2026-11-25T09:00:00Z, or a date, which means midnight UTC.";
      return refuse(`${echoed(given)} is not an instant.`, fix);
    },
    { override: { anyOf: [{ format: "date-time" }, { format: "date" }] } },
  );
}
