import { codeAt, isDigit } from "../../scan/characters.ts";
import {
  BACKSLASH,
  COLON,
  EQUALS,
  HYPHEN,
  NEWLINE,
  OPENING_ROUND,
  OPENING_SQUARE,
  RETURN,
  SEMICOLON,
  isBlank,
  isQuote,
  skipBlanks,
} from "../signs.ts";
import type { Place } from "./place.ts";
import { placeAt } from "./place.ts";

const LETTER_S = 115;
const MOST_OPENERS = 4;
const LONGEST_INDENT = 32;

/** Key and value as two of a list: `["key", "value"]`, `{"name":"key","value":"…"}`, `s:3:"key";s:5:"value"`. */
export function afterPair(text: string, start: number, at: number): Place {
  const code = codeAt(text, at);
  // One part of a form: `name="password"`, an empty line, the value.
  if (code === RETURN) return text.startsWith("\r\n\r\n", at) ? placeAt("equals", at + 4) : placeAt("none", at);
  if (code === SEMICOLON) return afterSerialized(text, at + 1);
  let next = skipIndent(text, at + 1);
  if (codeAt(text, next) === BACKSLASH && isQuote(codeAt(text, next + 1))) next++;
  const named = afterValueWord(text, next);
  if (named.form !== "none") return named;
  next = skipBlanks(text, at + 1);
  const first = codeAt(text, next) === BACKSLASH ? codeAt(text, next + 1) : codeAt(text, next);
  if (!isQuote(first)) return placeAt("none", at);
  return opensPair(text, start) ? placeAt("pair", next) : placeAt("none", at);
}

/** Blanks, and what begins the next line: `"name": "KEY",` and below it `"value": "…"`. */
function skipIndent(text: string, at: number): number {
  const end = skipBlanks(text, at);
  const line = codeAt(text, end) === RETURN ? end + 1 : end;
  if (codeAt(text, line) !== NEWLINE) return end;
  let i = line + 1;
  while (i - line < LONGEST_INDENT && isBlank(codeAt(text, i))) i++;
  return i;
}

/** `key="password" value="…"`, `name='password' Value='…'`, `"value": "…"`. */
export function afterValueWord(text: string, at: number): Place {
  let i = isQuote(codeAt(text, at)) ? at + 1 : at;
  if (text.slice(i, i + 5).toLowerCase() === "value") i += 5;
  else if (text.startsWith("val", i)) i += 3;
  else return placeAt("none", at);
  if (codeAt(text, i) === BACKSLASH) i++;
  if (isQuote(codeAt(text, i))) i++;
  i = skipBlanks(text, i);
  const separator = codeAt(text, i);
  return separator === EQUALS || separator === COLON ? placeAt("equals", i + 1) : placeAt("none", at);
}

/** `- name: KEY`, and on the next line `value: …`. */
export function afterValueLine(text: string, at: number): Place {
  let i = at + 1;
  while (i - at < LONGEST_INDENT && isBlank(codeAt(text, i))) i++;
  return text.startsWith("value:", i) ? placeAt("equals", i + 6) : placeAt("none", at);
}

/** The key's quote stands behind `[`, `(` or belongs to a flag: `["--password", "…"]`. */
function opensPair(text: string, start: number): boolean {
  let i = start - 1;
  if (codeAt(text, i) === HYPHEN) return true;
  while (start - i < MOST_OPENERS && (isQuote(codeAt(text, i)) || codeAt(text, i) === BACKSLASH)) i--;
  const code = codeAt(text, i);
  return code === OPENING_SQUARE || code === OPENING_ROUND;
}

/** PHP: `s:7:"hunter2"`. */
function afterSerialized(text: string, at: number): Place {
  if (codeAt(text, at) !== LETTER_S || codeAt(text, at + 1) !== COLON) return placeAt("none", at);
  let i = at + 2;
  while (i - at < 9 && isDigit(codeAt(text, i))) i++;
  return codeAt(text, i) === COLON ? placeAt("equals", i + 1) : placeAt("none", at);
}
