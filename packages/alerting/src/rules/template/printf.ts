import { formatExponent, formatFixed, formatGeneral } from "./format-number.ts";
import { isInt, isList, textOf, typeOf, ValueMap, type Value } from "./value.ts";

/** Widths and precisions beyond this are cut: they only make the text long. */
const MAX_WIDTH = 200;

const DIRECTIVE = /%([-+# 0]*)(\d*)(?:\.(\d*))?([\s\S]?)/gu;

interface Directive {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly verb: string;
}

/** Go's `fmt.Sprintf` for the verbs %v %s %q %d %f %e %g %t %x %c; what does not fit is shown as Go shows it. */
export function printf(format: string, values: readonly Value[]): string {
  let next = 0;
  const text = format.replaceAll(DIRECTIVE, (...groups: unknown[]) => {
    const directive = readDirective(groups);
    if (directive.verb === "%") return "%";
    if (directive.verb === "") return "%!(NOVERB)";
    if (next >= values.length) return `%!${directive.verb}(MISSING)`;
    const value = values[next];
    next += 1;
    return pad(one(directive, value), directive, value);
  });
  const extra = values.slice(next);
  if (extra.length === 0) return text;
  return `${text}%!(EXTRA ${extra.map((value) => `${typeOf(value)}=${inner(value)}`).join(", ")})`;
}

function readDirective([, flags, width, precision, verb]: readonly unknown[]): Directive {
  return {
    flags: String(flags),
    width: Math.min(Number(width), MAX_WIDTH),
    precision: typeof precision === "string" ? Math.min(Number(precision), MAX_WIDTH) : undefined,
    verb: String(verb),
  };
}

function inner(value: Value): string {
  return textOf(value, 1);
}

function one(directive: Directive, value: Value): string {
  const text = formatted(directive, value);
  if (text !== undefined) return text;
  return `%!${directive.verb}(${value === undefined ? "<nil>" : `${typeOf(value)}=${inner(value)}`})`;
}

function formatted(directive: Directive, value: Value): string | undefined {
  const { verb } = directive;
  if (verb === "v") return typeof value === "number" ? float(directive, value) : inner(value);
  if (isList(value) || value instanceof ValueMap) return verb === "s" ? inner(value) : undefined;
  if (typeof value === "number") return float(directive, value);
  if (typeof value === "string") return string(directive, value);
  if (typeof value === "boolean") return verb === "t" ? String(value) : undefined;
  return isInt(value) ? integer(directive, value.int) : undefined;
}

function float({ verb, precision, flags }: Directive, value: number): string | undefined {
  switch (verb) {
    case "f":
    case "F":
      return signed(formatFixed(value, precision ?? 6), flags);
    case "e":
      return signed(formatExponent(value, precision ?? 6), flags);
    case "g":
      return signed(formatGeneral(value, precision), flags);
    case "v":
      // The plus means something else there.
      return formatGeneral(value, precision);
    default:
      return undefined;
  }
}

function signed(text: string, flags: string): string {
  if (/^[-+]/.test(text)) return text;
  if (flags.includes("+")) return `+${text}`;
  return flags.includes(" ") ? ` ${text}` : text;
}

function integer({ verb, flags }: Directive, value: number): string | undefined {
  if (verb === "d") return signed(String(value), flags);
  if (verb === "x") return value.toString(16);
  if (verb !== "c" && verb !== "q") return undefined;
  const character = String.fromCodePoint(Math.min(Math.max(value, 0), 0x10_ff_ff));
  return verb === "c" ? character : `'${escape(character, "'")}'`;
}

function string({ verb, precision }: Directive, value: string): string | undefined {
  const cut = precision === undefined ? value : Array.from(value).slice(0, precision).join("");
  if (verb === "s") return cut;
  if (verb === "q") return quote(cut);
  if (verb !== "x") return undefined;
  return [...new TextEncoder().encode(cut)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const QUOTED: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\u{7}": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\v": "\\v",
};

function quote(text: string): string {
  return `"${escape(text, '"')}"`;
}

/** What Go cannot print, and the quotation mark around the text. */
function escape(text: string, mark: string): string {
  return text.replaceAll(/["'\\]|\p{Cc}/gu, (character) => {
    if (character === '"' || character === "'") return character === mark ? `\\${character}` : character;
    const hex = (character.codePointAt(0) ?? 0).toString(16);
    return (
      QUOTED[character] ??
      (hex.length <= 2 && character < "\u{80}" ? `\\x${hex.padStart(2, "0")}` : `\\u${hex.padStart(4, "0")}`)
    );
  });
}

function pad(text: string, { flags, width }: Directive, value: Value): string {
  const missing = width - Array.from(text).length;
  if (missing <= 0) return text;
  if (flags.includes("-")) return text + " ".repeat(missing);
  const numeric = typeof value === "number" || isInt(value);
  if (!flags.includes("0") || !numeric || /[IN]/.test(text)) return " ".repeat(missing) + text;
  const sign = /^[-+ ]/.exec(text)?.[0] ?? "";
  return sign + "0".repeat(missing) + text.slice(sign.length);
}
