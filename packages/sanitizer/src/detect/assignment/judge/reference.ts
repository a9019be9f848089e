import { codeAt, isAlphanumeric, isLetter } from "../../scan/characters.ts";
import { BACKSLASH, COLON, POINT, SLASH, TILDE } from "../signs.ts";
import { isDrawn, isPath } from "./path.ts";
import { isWordsJoined } from "./secret-like.ts";

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
  if (first === SLASH) return isPath(text, start, end);
  if (first === TILDE) return codeAt(text, start + 1) === SLASH && !isDrawn(text, start, end);
  if (first === POINT) return isStep(codeAt(text, start + 1)) && !isDrawn(text, start, end);
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
