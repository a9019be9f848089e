import { codeAt, isAlphanumeric } from "../../scan/characters.ts";
import { isBlank, tableOf } from "../signs.ts";

/** `prompt("Password:");`: the quote closes what the key stands in, it opens no value. */
const BEHIND = tableOf("),;]}>");
/** What a closing quote stands before. */
const BEHIND_VALUE = tableOf(" \t\n\r,;)]}.");
const LONGEST = 128;

/** Whether the quote in front of `start` closes what the key stands in: what follows is code, no value that is closed. */
export function closesKey(text: string, start: number, quote: number): boolean {
  const code = codeAt(text, start);
  if (code > 127 || BEHIND[code] !== 1) return false;
  if (!isAlphanumeric(codeAt(text, start + 1))) return true;
  const limit = start + LONGEST;
  let i = start + 1;
  while (i < limit && codeAt(text, i) !== quote) {
    if (i >= text.length || isBlank(codeAt(text, i)) || codeAt(text, i) < 32) return true;
    i++;
  }
  const behind = codeAt(text, i + 1);
  return i === limit || (i + 1 < text.length && (behind > 127 || BEHIND_VALUE[behind] !== 1));
}
