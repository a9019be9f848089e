import { z } from "zod";

import { echoed } from "./echoed.ts";
import { innermost } from "./innermost.ts";
import { nearest } from "./nearest.ts";

/** Refuses a value; `fix` says what to send instead. The parser of a query string turns both into a problem. */
function refuse(context: z.core.$RefinementCtx<string>, detail: string, fix: string): never {
  context.addIssue({ code: "custom", message: detail, params: { fix } });
  return z.NEVER;
}

/**
 * Text that becomes a value. `meta` states beside the check, as JSON Schema, what passes it: zod cannot look into a
 * transform. `param` is how a query string writes it.
 */
type Scalar<T> = z.ZodPipe<z.ZodString, z.ZodTransform<T, string>>;

/** A whole number from `min` to `max`. */
export function integer(min: number, max: number): Scalar<number> {
  return z
    .string()
    .transform((given, context): number => {
      const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
      if (value >= min && value <= max) return value;
      return refuse(context, `${echoed(given)} is not a whole number from ${min} to ${max}.`, `Send ${min} to ${max}.`);
    })
    .meta({ override: { type: "integer", minimum: min, maximum: max } });
}

/** A name of at most 500 characters. */
export function text(): Scalar<string> {
  return z
    .string()
    .transform((given, context): string => {
      if (given.length > 500) return refuse(context, `${echoed(given)} is too long.`, "Send at most 500 characters.");
      return given;
    })
    .meta({ override: { maxLength: 500 } });
}

/** A name that may not be empty. */
export function name(): Scalar<string> {
  return z
    .string()
    .transform((given, context): string => {
      if (given === "") return refuse(context, "The value is empty.", "Give a value or leave the parameter out.");
      if (given.length > 2000)
        return refuse(context, `${echoed(given)} is too long.`, "Send at most 2,000 characters.");
      return given;
    })
    .meta({ override: { minLength: 1, maxLength: 2000 } });
}

/** Exactly one of `allowed`. */
export function oneOf<const T extends string>(allowed: readonly T[]): Scalar<T> {
  return z
    .string()
    .transform((given, context): T => {
      if (isMember(allowed, given)) return given;
      return refuse(context, `${echoed(given)} is not a known value.`, `Allowed: ${allowed.join(", ")}.`);
    })
    .meta({ override: { enum: [...allowed] } });
}

/** Several values in one parameter: `a,b`. */
const LIST = { style: "form", explode: false } as const;

/** Whether a parameter is one of {@link someOf}; what else is given twice is a mistake. */
export function isList(schema: unknown): boolean {
  return innermost(schema)?.meta()?.["param"] === LIST;
}

/** One or more of `allowed`, separated by commas or by repeating the parameter. */
export function someOf<const T extends string>(allowed: readonly T[]): Scalar<readonly T[]> {
  return z
    .string()
    .transform((given, context): readonly T[] => {
      const parts = given.split(",").map((part) => part.trim());
      const unknown = parts.find((part) => !isMember(allowed, part));
      if (unknown === undefined) return [...new Set(parts.filter((part) => isMember(allowed, part)))];
      const guess = nearest(unknown, allowed);
      const hint = guess === undefined ? "" : `Did you mean ${JSON.stringify(guess)}? `;
      return refuse(context, `${echoed(unknown)} is not a known value.`, `${hint}Allowed: ${allowed.join(", ")}.`);
    })
    .meta({
      param: LIST,
      override: { type: "array", minItems: 1, items: { type: "string", enum: [...allowed] } },
    });
}

function isMember<T extends string>(allowed: readonly T[], value: string): value is T {
  return allowed.some((member) => member === value);
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** An instant in ISO 8601 with its zone, or a date, which is its midnight in UTC. Epoch milliseconds. */
export function instant(): Scalar<number> {
  return z
    .string()
    .transform((given, context): number => {
      // A `+` that was not escaped arrives as a space.
      const iso = given.replace(/ (\d{2}:\d{2})$/, "+$1");
      const value = DATE.test(iso) || INSTANT.test(iso) ? Date.parse(iso) : Number.NaN;
      if (Number.isFinite(value) && isRealDate(iso)) return value;
      const fix = "Send ISO 8601 with a zone, such as 2026-11-25T09:00:00Z, or a date, which means midnight UTC.";
      return refuse(context, `${echoed(given)} is not an instant.`, fix);
    })
    .meta({ override: { anyOf: [{ format: "date-time" }, { format: "date" }] } });
}

/** `Date.parse` takes 2026-02-30 for the 2nd of March. */
function isRealDate(iso: string): boolean {
  const day = iso.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) === day;
}
