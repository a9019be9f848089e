import { codeAt, isAlphanumeric } from "../scan/characters.ts";

const SPACE = 32;
const COMMA = 44;
const LONGEST_PLACEHOLDER = 64;

const codes = (signs: string): ReadonlySet<number> => new Set(Array.from(signs, (sign) => sign.charCodeAt(0)));

/** End a value wherever they stand; wide blanks and the punctuation of other scripts belong to the sentence. */
const ENDS = codes("&#\"'<>`|\\^;\u00a0\u202f\u3000\u3001\u3002\uff0c\uff1b\u300d\u300f\u300b\u201d\u2019\u00bb");
const CLOSING = codes(")]}");
/** Belong to the sentence around a URL, if they stand at its end. */
const TRAILING = codes(".,:!?)]}*");
const PAIRS: ReadonlyMap<string, string> = new Map([
  ["<", ">"],
  ["{", "}"],
  ["[", "]"],
]);

/** Behind the value of a parameter that begins at `start`. */
export function valueEnd(text: string, start: number): number {
  const placeholder = placeholderEnd(text, start);
  if (placeholder !== start) return placeholder;
  let end = start;
  for (let code = codeAt(text, end); code > SPACE && !ENDS.has(code); code = codeAt(text, ++end)) {
    if (CLOSING.has(code) && !isAlphanumeric(codeAt(text, end + 1))) break;
    if (code === COMMA && text.startsWith("http", end + 1)) break;
  }
  while (end > start && TRAILING.has(codeAt(text, end - 1))) end--;
  return end;
}

/** Behind `<token>`, `${TOKEN}`, `{{ token }}`, `[REDACTED:x]`; `start` if none begins here. */
function placeholderEnd(text: string, start: number): number {
  const opening = text[start] ?? "";
  const closing = opening === "$" && text[start + 1] === "{" ? "}" : PAIRS.get(opening);
  if (closing === undefined) return start;
  const limit = Math.min(text.length, start + LONGEST_PLACEHOLDER);
  for (let i = start + 1; i < limit; i++) {
    if (text[i] === closing) return text[i + 1] === closing ? i + 2 : i + 1;
  }
  return start;
}
