import { codeAt, isAlphanumeric } from "../../scan/characters.ts";
import { EQUALS, isBlank, isQuote, skipBlanks, tableOf } from "../signs.ts";

const LONGEST = 40;
const IN_TYPES = tableOf("_.[]<>|&?: ");

/** Behind the `=` of `password: str = "…"`, where `start` is at the type; -1 if no type and quote stand there. */
export function annotationEnd(text: string, start: number): number {
  let i = start;
  for (; i - start < LONGEST; i++) {
    const code = codeAt(text, i);
    if (!(isAlphanumeric(code) || (code < 128 && IN_TYPES[code] === 1))) break;
  }
  if (i === start || codeAt(text, i) !== EQUALS || !isBlank(codeAt(text, i - 1))) return -1;
  return isQuote(codeAt(text, skipBlanks(text, i + 1))) ? i + 1 : -1;
}
