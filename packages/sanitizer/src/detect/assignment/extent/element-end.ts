import { codeAt, isAlphanumeric, isLetter } from "../../scan/characters.ts";
import {
  AND,
  CLOSING_SQUARE,
  GREATER,
  HYPHEN,
  LESS,
  NEWLINE,
  POINT,
  SEMICOLON,
  SLASH,
  SPACE,
  COLON,
  UNDERSCORE,
  isBlank,
} from "../signs.ts";
import { wordEnd } from "./word-end.ts";

const LONGEST_ELEMENT = 4_096;
const LONGEST_CUT = 16_384;
/** The tags between a key and its value: `<Password type="text"><Value>`. */
const LONGEST_TAGS = 256;
const LONGEST_NAME = 96;
const MOST_BLANKS = 64;

/** Behind the text of an element or cell, blanks at its end cut off; -1 where no other tag follows. */
export function elementEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + LONGEST_ELEMENT);
  let end = start;
  for (let i = start; i < limit; i++) {
    const code = codeAt(text, i);
    // `--token <token> --password <pw>` explains how a program is called.
    if (code === LESS) return codeAt(text, i - 1) === SPACE && codeAt(text, i + 1) !== SLASH ? -1 : end;
    if (code === CLOSING_SQUARE && text.startsWith("]]>", i)) return end;
    if (code === AND && text.startsWith("&lt;", i)) return end;
    if (code > SPACE) end = i + 1;
  }
  return -1;
}

/**
 * Behind the text of `<key>…</key>`, blanks at its end cut off; -1 where no tag of the same name closes it: `<password>` in
 * a sentence is a placeholder, and what follows nobody's. A text that ends within the value was cut off.
 */
export function namedElementEnd(text: string, keyStart: number, start: number): number {
  const isEscaped = codeAt(text, keyStart - 1) === SEMICOLON;
  const limit = Math.min(text.length, start + LONGEST_ELEMENT);
  let end = start;
  for (let i = start; i < limit; i++) {
    const code = codeAt(text, i);
    const opening = isEscaped ? escapedLength(text, i, code) : Number(code === LESS);
    if (opening > 0) return closes(text, start, i + opening) ? end : -1;
    if (code === CLOSING_SQUARE && text.startsWith("]]>", i)) return end;
    if (code > SPACE) end = i + 1;
  }
  return limit === text.length && isCutOff(text, keyStart, start) ? cutEnd(text, start) : -1;
}

const escapedLength = (text: string, at: number, code: number): number =>
  code === AND && text.startsWith("&lt;", at) ? 4 : 0;

/** Whether `/name` at `at` closes the tag in front of the value; a text cut off within the name is believed. */
function closes(text: string, start: number, at: number): boolean {
  if (codeAt(text, at) !== SLASH) return false;
  const opened = nameAt(text, openedBefore(text, start));
  const closing = nameAt(text, at + 1);
  if (at + 1 + closing.length >= text.length) return opened.startsWith(closing);
  return opened !== "" && opened === closing;
}

/** Where the name of the last tag in front of the value begins. */
function openedBefore(text: string, start: number): number {
  const lowest = Math.max(0, start - LONGEST_TAGS);
  for (let i = start - 1; i >= lowest; i--) {
    const code = codeAt(text, i);
    if (code === LESS && isLetter(codeAt(text, i + 1))) return i + 1;
    if (code === AND && text.startsWith("&lt;", i)) return i + 4;
  }
  return start;
}

function nameAt(text: string, start: number): string {
  let end = start;
  while (end - start < LONGEST_NAME && isNamePart(codeAt(text, end))) end++;
  return text.slice(start, end).toLowerCase();
}

const isNamePart = (code: number): boolean =>
  isAlphanumeric(code) || code === COLON || code === UNDERSCORE || code === HYPHEN || code === POINT || code > 127;

/** The tag begins its line or follows another tag, and the value its tag. */
function isCutOff(text: string, keyStart: number, start: number): boolean {
  if (!isAlphanumeric(codeAt(text, start)) || !isTagEnd(codeAt(text, start - 1))) return false;
  let i = openingOf(text, keyStart) - 1;
  const lowest = i - MOST_BLANKS;
  while (i > lowest && isBlank(codeAt(text, i))) i--;
  const before = codeAt(text, i);
  return i < 0 || before === NEWLINE || isTagEnd(before);
}

/** Of the tag whose name the key is or ends. */
function openingOf(text: string, keyStart: number): number {
  if (codeAt(text, keyStart - 1) === SEMICOLON) return keyStart - 4;
  let i = keyStart - 1;
  while (keyStart - i < LONGEST_NAME && codeAt(text, i) !== LESS) i--;
  return i;
}

/** `>`, `&gt;`, `<![CDATA[`. */
const isTagEnd = (code: number): boolean => code === GREATER || code === SEMICOLON || code === 91;

function cutEnd(text: string, start: number): number {
  const end = wordEnd(text, start, { form: "element", limit: LONGEST_CUT });
  return end === text.length ? end : -1;
}
