import { codeAt, isAlphanumeric } from "../../scan/characters.ts";
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
  UNDERSCORE,
  tableOf,
} from "../signs.ts";
import { countDigits } from "./secret-like.ts";

/** Stand in front of names in code: `:password`, `@Password`, `&str`, `$request`, `!valid`. */
const PREFIXES = tableOf(":@&*!$");

/** `getPassword()`, `config.password`, `params[:password]`, `&str`, `$request->x`: code, not the value. */
export function isCode(text: string, start: number, end: number): boolean {
  const first = codeAt(text, start);
  const prefixed = first < 128 && PREFIXES[first] === 1;
  const from = prefixed ? start + 1 : start;
  const name = nameEnd(text, from, end);
  if (name === from) return false;
  const digits = countDigits(text, from, name) > 0;
  const dotted = text.slice(from + 1, name - 1).search(JOINT) >= 0;
  if (name === end) return !digits && (prefixed || dotted) && !isJoint(codeAt(text, end - 1));
  return isAccess(text, name, end) && (!digits || dotted || codeAt(text, end - 1) === CLOSING_ROUND);
}

/** Behind a name and its members: `a.b`, `A::b`. */
function nameEnd(text: string, start: number, end: number): number {
  let i = start;
  while (i < end && (isNamePart(codeAt(text, i)) || (i > start && isJoint(codeAt(text, i))))) i++;
  return i;
}

const JOINT = /[.:]/u;
const isJoint = (code: number): boolean => code === POINT || code === COLON;
const isNamePart = (code: number): boolean => isAlphanumeric(code) || code === UNDERSCORE || code === DOLLAR;

/** `(`, `[`, `->` and `?.` behind a name. */
function isAccess(text: string, at: number, end: number): boolean {
  const code = codeAt(text, at);
  if (code === OPENING_ROUND || code === OPENING_SQUARE) return true;
  const next = codeAt(text, at + 1);
  return (code === HYPHEN && at + 1 === end && next === GREATER) || (code === QUESTION && next === POINT);
}
