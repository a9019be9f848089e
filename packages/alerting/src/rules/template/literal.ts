import type { Word } from "./lex.ts";
import type { Literal } from "./node.ts";
import { TemplateError } from "./template-error.ts";

const ESCAPE = /\\(?:([abfnrtv\\"'])|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|([\s\S]))/g;
const SIMPLE: Readonly<Record<string, string>> = { a: "\u{7}", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/** Value of a string, character or number as Go writes it. */
export function literalOf(word: Word, line: number): Literal {
  if (word.kind === "number") return numberOf(word.text);
  const inner = word.text.slice(1, -1);
  if (word.text.startsWith("`")) return inner.replaceAll("\r", "");
  const text = unescape(inner, line);
  if (word.kind === "string") return text;
  const code = text.codePointAt(0);
  if (code === undefined || text !== String.fromCodePoint(code)) {
    throw new TemplateError(`line ${line}: ${word.text} is not one character: write texts in double quotes`);
  }
  return { int: code };
}

function numberOf(text: string): Literal {
  const digits = text.replaceAll("_", "");
  const sign = digits.startsWith("-") ? -1 : 1;
  const value = sign * Number(digits.replace(/^[+-]/, ""));
  // Go takes 1e3 for a whole number, 1.0 too, but prints what was written with a point as what it is.
  return /^[+-]?(?:\d+|0[xXbBoO][\da-fA-F]+)$/.test(digits) ? { int: value } : value;
}

function unescape(text: string, line: number): string {
  return text.replaceAll(ESCAPE, (whole: string, simple?: string, ...more: unknown[]) => {
    if (simple !== undefined) return SIMPLE[simple] ?? simple;
    const [x, u, long, octal] = more;
    const hex = [x, u, long].find((digits) => typeof digits === "string");
    const code = typeof hex === "string" ? Number.parseInt(hex, 16) : Number.parseInt(String(octal), 8);
    if (code <= 0x10_ff_ff) return String.fromCodePoint(code);
    throw new TemplateError(`line ${line}: "${whole}" is no escape: write a backslash as two`);
  });
}
