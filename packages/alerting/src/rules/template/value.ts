import { formatGeneral } from "./format-number.ts";
import type { GoInt } from "./node.ts";
import { TemplateError } from "./template-error.ts";

/** What templates compute with. `undefined` is Go's nil. */
export type Value = string | number | boolean | undefined | GoInt | ValueList | ValueMap;
export type ValueList = readonly Value[];

/** Looked up by name; what is not there is `missing` (`""` in a set of labels). */
export class ValueMap {
  readonly entries: ReadonlyMap<string, Value>;
  readonly missing: Value;
  /** Fields that are not there are mistakes, as in a Go struct. */
  readonly strict: boolean;

  constructor(entries: ReadonlyMap<string, Value>, kind: "labels" | "map" | "record") {
    this.entries = entries;
    this.missing = kind === "labels" ? "" : undefined;
    this.strict = kind === "record";
  }

  field(name: string): Value {
    if (this.entries.has(name)) return this.entries.get(name);
    if (!this.strict) return this.missing;
    throw new TemplateError(
      `there is no .${name} here: there are ${[...this.entries.keys()].map((key) => `.${key}`).join(", ")}`,
    );
  }
}

export function labelMap(labels: Readonly<Record<string, string>>): ValueMap {
  return new ValueMap(new Map(Object.entries(labels)), "labels");
}

export function isInt(value: Value): value is GoInt {
  return typeof value === "object" && "int" in value;
}

export function isList(value: Value): value is ValueList {
  return Array.isArray(value);
}

export function isTrue(value: Value): boolean {
  if (value === undefined) return false;
  if (isInt(value)) return value.int !== 0;
  if (isList(value)) return value.length > 0;
  if (value instanceof ValueMap) return value.entries.size > 0;
  // NaN differs from zero.
  return typeof value === "number" ? value !== 0 : Boolean(value);
}

export function typeOf(value: Value): string {
  if (value === undefined) return "nil";
  if (isInt(value)) return "int";
  if (isList(value)) return "list";
  if (value instanceof ValueMap) return "map";
  if (typeof value === "number") return "float64";
  return typeof value === "boolean" ? "bool" : "string";
}

/** Go's `%v`. */
export function textOf(value: Value, depth = 0): string {
  if (value === undefined) return depth === 0 ? "<no value>" : "<nil>";
  if (typeof value === "string") return value;
  if (typeof value === "number") return formatGeneral(value);
  if (typeof value === "boolean") return String(value);
  if (isInt(value)) return String(value.int);
  if (depth > 4) return "…";
  if (value instanceof ValueMap) {
    const entries = [...value.entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `map[${entries.map(([name, entry]) => `${name}:${textOf(entry, depth + 1)}`).join(" ")}]`;
  }
  return `[${value.map((entry) => textOf(entry, depth + 1)).join(" ")}]`;
}

/** As Prometheus' functions take numbers: texts that hold one, too. */
export function numberFrom(value: Value): number {
  if (typeof value === "number") return value;
  if (isInt(value)) return value.int;
  if (typeof value === "string") return parseFloatText(value);
  throw new TemplateError(`a ${typeOf(value)} is no number`);
}

function parseFloatText(text: string): number {
  const special = /^([+-]?)(?:inf(?:inity)?|(nan))$/i.exec(text);
  if (special !== null) {
    if (special[2] !== undefined) return Number.NaN;
    return special[1] === "-" ? -Infinity : Infinity;
  }
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  throw new TemplateError(`"${text.slice(0, 80)}" is no number`);
}

export function stringFrom(value: Value): string {
  if (typeof value === "string") return value;
  // A key that is not there prints as nothing where a text is wanted.
  if (value === undefined) return "";
  throw new TemplateError(`a ${typeOf(value)} was given where a text is wanted`);
}
