import { codeAt, isHex } from "../scan/characters.ts";

const PERCENT = 37;
const AMPERSAND = 38;
const BACKSLASH = 92;
const LESS = 60;
const LETTER_U = 117;

const literals = (words: string): readonly string[] => words.split(" ");
/** Blanks and line ends as URLs, XML and HTML write them, in lower case. */
const ENTITIES: readonly string[] = literals("&#10; &#13; &#xa; &#xd; &#x0a; &#x0d; &#32; &#x20; &nbsp;");
const TAGS: readonly string[] = literals("<br> <br/>");
const PERCENTS: readonly string[] = literals("%0a %0d %09 %20 %5cn %5cr %250a %250d");
/** Characters of base64 as JSON, URLs and XML write them. */
const ESCAPED_SIGNS: readonly string[] = literals(
  String.raw`\/ \u002b \u002f \u003d %2b %2f %3d %252b %252f %253d &#43; &#47; &#61; &#x2b; &#x2f; &#x3d;`,
);
const LONGEST = 6;

export const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

/** Length of the one of these that stands at `at`; 0 if none does. */
function lengthOf(text: string, at: number, words: readonly string[]): number {
  const lower = text.slice(at, at + LONGEST + 1).toLowerCase();
  return words.find((word) => lower.startsWith(word))?.length ?? 0;
}

/** Length of a blank or a line end at `at`, however it is written; 0 if none stands there. */
export function breakLength(text: string, at: number): number {
  const code = codeAt(text, at);
  if (isBlank(code)) return 1;
  switch (code) {
    case BACKSLASH:
      return escapeLength(text, at);
    case PERCENT:
      return lengthOf(text, at, PERCENTS);
    case AMPERSAND:
      return lengthOf(text, at, ENTITIES);
    case LESS:
      return lengthOf(text, at, TAGS);
    default:
      return 0;
  }
}

/** `\n`, `\\n`, `\u000a`; the backslash at the end of a line. */
function escapeLength(text: string, at: number): number {
  let end = at;
  while (end - at < 8 && codeAt(text, end) === BACKSLASH) end++;
  const code = codeAt(text, end);
  if (code === 110 || code === 114 || code === 116) return end + 1 - at;
  if (code === LETTER_U && text.startsWith("u000", end) && isHex(codeAt(text, end + 4))) return end + 5 - at;
  return code === 10 || code === 13 ? end - at : 0;
}

/** Length of an escaped `+`, `/` or `=` at `at`; 0 if none stands there. */
export function escapedSignLength(text: string, at: number): number {
  const code = codeAt(text, at);
  if (code !== BACKSLASH && code !== PERCENT && code !== AMPERSAND) return 0;
  return lengthOf(text, at, ESCAPED_SIGNS);
}
