import { codeAt, isAlphanumeric, isLetter } from "../../scan/characters.ts";
import { AND, COLON, GREATER, LESS, NEWLINE, SEMICOLON, SLASH, SPACE } from "../signs.ts";
import type { Place } from "./place.ts";
import { place, placeAt } from "./place.ts";

const LONGEST_ATTRIBUTES = 128;
const LONGEST_PREFIX = 24;
const LONGEST_GAP = 16;
/** A cell for a name and the cell behind it for its value. */
const CELLS: readonly (readonly [closing: string, opening: string])[] = [
  ["</key>", "<string"],
  ["</th>", "<td"],
  ["</td>", "<td"],
  ["</dt>", "<dd"],
];

/** `<key>value`, `<ns:key>value`, `name="key">value`, `&lt;key&gt;value`; `at` is the `>`, behind blanks. */
export function afterElement(
  text: string,
  start: number,
  { end, at }: { readonly end: number; readonly at: number },
): Place {
  if (codeAt(text, at) === AND) {
    const opens = codeAt(text, start - 1) === SEMICOLON && text.startsWith("&lt;", start - 4);
    return opens && at === end && text.startsWith("&gt;", at) ? placeAt("element", at + 4) : placeAt("none", at);
  }
  if (!(place.quoted || (at === end && isTagName(text, start)))) return placeAt("none", at);
  return placeAt("element", text.startsWith("<![CDATA[", at + 1) ? at + 10 : at + 1);
}

/** Whether `<` or `<ns:` stands before the key. */
export function isTagName(text: string, start: number): boolean {
  const before = codeAt(text, start - 1);
  if (before === LESS) return true;
  if (before !== COLON || !isLetter(codeAt(text, start - 2))) return false;
  let i = start - 2;
  while (start - i < LONGEST_PREFIX && isAlphanumeric(codeAt(text, i))) i--;
  return codeAt(text, i) === LESS;
}

/** `<key type="text">value`. */
export function afterAttributes(text: string, at: number): Place {
  const end = tagEnd(text, at);
  return end < 0 || codeAt(text, end - 2) === SLASH ? placeAt("none", at) : placeAt("element", end);
}

/** Behind the `>` of the tag around `at`; -1 if it is too far. */
export function tagEnd(text: string, at: number): number {
  const limit = Math.min(text.length, at + LONGEST_ATTRIBUTES);
  for (let i = at; i < limit; i++) {
    const code = codeAt(text, i);
    if (code === LESS || code === NEWLINE) return -1;
    if (code === GREATER) return i + 1;
  }
  return -1;
}

/** `<key>password</key><string>…</string>`, `<th>Password</th><td>…</td>`; `closed` is behind the name. */
export function afterCell(text: string, closed: number): Place {
  const cell = CELLS.find(([closing]) => text.startsWith(closing, closed));
  if (cell === undefined) return placeAt("none", closed);
  let i = closed + cell[0].length;
  const limit = i + LONGEST_GAP;
  while (i < limit && codeAt(text, i) <= SPACE) i++;
  const end = text.startsWith(cell[1], i) ? tagEnd(text, i + 1) : -1;
  return end < 0 ? placeAt("none", closed) : placeAt(cell[1] === "<string" ? "element" : "cell", end);
}
