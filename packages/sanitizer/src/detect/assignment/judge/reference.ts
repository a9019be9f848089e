import { codeAt, isAlphanumeric, isDigit, isLetter, isUpper } from "../../scan/characters.ts";
import { BACKSLASH, COLON, EQUALS, PLUS, POINT, SLASH, TILDE } from "../signs.ts";
import { isWordsJoined } from "./secret-like.ts";

const SHORTEST_RANDOM_PART = 16;
const LONGEST_SCHEME = 16;
const HEADS: readonly string[] = [
  "arn:",
  "op://",
  "vault:",
  "env:",
  "file:",
  "ssm:",
  "secret:",
  "ref+",
  "projects/",
  "data:",
];

/** `/run/secrets/token`, `./key.pem`, `C:\\keys`, `https://…`, `arn:…`: where a value is, not the value. */
export function isReference(text: string, start: number, end: number): boolean {
  const first = codeAt(text, start);
  if (first === SLASH || first === TILDE) return isPath(text, start, end);
  if (first === POINT) return isStep(codeAt(text, start + 1)) && isPath(text, start, end);
  if (!isLetter(first)) return false;
  if (codeAt(text, start + 1) === COLON && codeAt(text, start + 2) === BACKSLASH) return true;
  if (hasScheme(text, start, end) || HEADS.some((head) => text.startsWith(head, start))) return true;
  return text.slice(start, end).includes("/") && isWordsJoined(text, start, end);
}

/** `./`, `../` */
const isStep = (code: number): boolean => code === SLASH || code === POINT;

function hasScheme(text: string, start: number, end: number): boolean {
  const limit = Math.min(end, start + LONGEST_SCHEME);
  let i = start + 1;
  while (i < limit && isAlphanumeric(codeAt(text, i))) i++;
  return codeAt(text, i) === COLON && codeAt(text, i + 1) === SLASH && codeAt(text, i + 2) === SLASH;
}

/** A path is made of words; base64 that begins with `/` has a part without any end that no word has. */
function isPath(text: string, start: number, end: number): boolean {
  let part = 0;
  let mixed = false;
  for (let i = start; i < end; i++) {
    const code = codeAt(text, i);
    part = code === SLASH ? 0 : part + 1;
    if (isUpper(code) || isDigit(code)) mixed = true;
    if ((part > SHORTEST_RANDOM_PART && mixed) || code === PLUS || code === EQUALS) return false;
  }
  return true;
}
