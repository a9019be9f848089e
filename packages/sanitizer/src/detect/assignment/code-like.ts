import { isAlphanumeric, isDigit, isLetter, isUpper } from "../scan/characters.ts";
import { isWordsJoined } from "./secret-like.ts";
import {
  CLOSING_ROUND,
  COLON,
  DOLLAR,
  GREATER,
  HYPHEN,
  OPENING_ROUND,
  OPENING_SQUARE,
  POINT,
  QUESTION,
  SLASH,
  TILDE,
  UNDERSCORE,
  tableOf,
} from "./signs.ts";

const SHORTEST_RANDOM_PART = 16;
const REFERENCES: readonly string[] = [
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

/** Stand in front of names in code: `:password`, `@Password`, `&str`, `$request`, `!valid`. */
const PREFIXES = tableOf(":@&*!$");

/** `getPassword()`, `config.password`, `params[:password]`, `&str`, `$request->x`: code, not the value. */
export function isCode(text: string, start: number, end: number): boolean {
  const first = text.charCodeAt(start);
  const prefixed = first < 128 && PREFIXES[first] === 1;
  const from = prefixed ? start + 1 : start;
  let i = from;
  let points = 0;
  let digits = 0;
  for (; i < end; i++) {
    const code = text.charCodeAt(i);
    if (isDigit(code)) digits++;
    else if (code === POINT || (code === COLON && i > from)) points++;
    else if (!isLetter(code) && code !== UNDERSCORE && code !== DOLLAR) break;
  }
  if (i === from) return false;
  if (i < end)
    return isAccess(text, i, end) && (digits === 0 || points > 0 || text.charCodeAt(end - 1) === CLOSING_ROUND);
  return digits === 0 && (prefixed || (points > 0 && text.charCodeAt(end - 1) !== POINT));
}

/** `(`, `[`, `->` and `?.` behind a name. */
function isAccess(text: string, at: number, end: number): boolean {
  const code = text.charCodeAt(at);
  if (code === OPENING_ROUND || code === OPENING_SQUARE) return true;
  const next = text.charCodeAt(at + 1);
  return (code === HYPHEN && at + 1 === end && next === GREATER) || (code === QUESTION && next === POINT);
}

/** `/run/secrets/token`, `./key.pem`, `C:\keys`, `https://…`, `arn:…`: where a value is, not the value. */
export function isReference(text: string, start: number, end: number): boolean {
  const first = text.charCodeAt(start);
  if (first === SLASH || first === POINT || first === TILDE) return isPath(text, start, end);
  if (isLetter(first) && text.charCodeAt(start + 1) === COLON && text.charCodeAt(start + 2) === 92) return true;
  if (!isLetter(first)) return false;
  if (REFERENCES.some((head) => text.startsWith(head, start))) return true;
  if (text.slice(start, end).includes("/") && isWordsJoined(text, start, end)) return true;
  const limit = Math.min(end, start + 16);
  for (let i = start + 1; i < limit; i++) {
    const code = text.charCodeAt(i);
    if (code === COLON) return text.charCodeAt(i + 1) === SLASH && text.charCodeAt(i + 2) === SLASH;
    if (!isAlphanumeric(code)) return false;
  }
  return false;
}

/** A path is made of words; base64 that begins with `/` has a part without any end that no word has. */
function isPath(text: string, start: number, end: number): boolean {
  if (text.charCodeAt(start) === POINT && text.charCodeAt(start + 1) !== SLASH && text.charCodeAt(start + 1) !== POINT)
    return false;
  let part = 0;
  let mixed = false;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === SLASH) part = 0;
    else part++;
    if (isUpper(code) || isDigit(code)) mixed = true;
    if (part > SHORTEST_RANDOM_PART && mixed) return false;
    if (code === 43 || code === 61) return false;
  }
  return true;
}
