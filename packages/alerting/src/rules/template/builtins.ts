import { printf } from "./printf.ts";
import { TemplateError } from "./template-error.ts";
import { isInt, isList, isTrue, numberFrom, stringFrom, textOf, typeOf, ValueMap, type Value } from "./value.ts";

export type TemplateFunction = (...values: readonly Value[]) => Value;

/** Functions of Go's text/template itself. */
export const BUILTINS: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ["and", (...values) => values.find((value) => !isTrue(value)) ?? values.at(-1)],
  ["or", (...values) => values.find(isTrue) ?? values.at(-1)],
  ["not", (value) => !isTrue(value)],
  ["len", (value) => ({ int: lengthOf(value) })],
  ["index", (value, ...keys) => keys.reduce(indexed, value)],
  ["print", (...values) => print(values)],
  ["println", (...values) => `${values.map((value) => textOf(value, 1)).join(" ")}\n`],
  ["printf", (format, ...values) => printf(stringFrom(format), values)],
  ["urlquery", (...values) => queryEscape(print(values))],
  ["eq", (first, ...others) => others.some((other) => compare(first, other) === 0)],
  ["ne", (a, b) => compare(a, b) !== 0],
  ["lt", (a, b) => compare(a, b) < 0],
  ["le", (a, b) => compare(a, b) <= 0],
  ["gt", (a, b) => compare(a, b) > 0],
  ["ge", (a, b) => compare(a, b) >= 0],
]);

/** A space between two values where neither is a text. */
function print(values: readonly Value[]): string {
  return values
    .map((value, at) => {
      const before = values[at - 1];
      const spaced = at > 0 && typeof value !== "string" && typeof before !== "string";
      return (spaced ? " " : "") + textOf(value, 1);
    })
    .join("");
}

export function queryEscape(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

function lengthOf(value: Value): number {
  if (typeof value === "string") return new TextEncoder().encode(value).length;
  if (isList(value)) return value.length;
  if (value instanceof ValueMap) return value.entries.size;
  throw new TemplateError(`len of a ${typeOf(value)}`);
}

function indexed(value: Value, key: Value): Value {
  if (value instanceof ValueMap) return value.field(stringFrom(key));
  if (!isList(value)) throw new TemplateError(`a ${typeOf(value)} has no index`);
  const at = numberFrom(key);
  if (at in value) return value[at];
  throw new TemplateError(`there is no element ${at} among ${value.length}`);
}

/** Unlike Go, whole and other numbers compare: `gt $value 3` is what people write. NaN is neither less, equal nor greater. */
function compare(a: Value, b: Value): number {
  if (typeof a === "string" && typeof b === "string") return a === b ? 0 : order(a < b);
  if (typeof a === "boolean" && typeof b === "boolean") return a === b ? 0 : order(!a);
  if (isNumber(a) && isNumber(b)) return difference(numberFrom(a), numberFrom(b));
  throw new TemplateError(`a ${typeOf(a)} and a ${typeOf(b)} cannot be compared`);
}

function order(less: boolean): number {
  return less ? -1 : 1;
}

function difference(a: number, b: number): number {
  if (a === b) return 0;
  if (a < b) return -1;
  return a > b ? 1 : Number.NaN;
}

function isNumber(value: Value): boolean {
  return typeof value === "number" || isInt(value);
}
