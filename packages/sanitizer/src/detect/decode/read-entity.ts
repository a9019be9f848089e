import { isAlphanumeric, isDigit, isHex } from "../scan/characters.ts";
import { ENTITY_NAMES, LONGEST_ENTITY_NAME } from "./entity-names.ts";
import type { Escape } from "./escape.ts";
import { escapeOf, NO_ESCAPE } from "./escape.ts";
import { hexadecimalAt } from "./hexadecimal.ts";

const HASH = 35;
const SEMICOLON = 59;
const SMALL_X = 120;
/** Leading zeros are allowed: `&#0000064;`. */
const MOST_DIGITS = 8;

/** `&#64;`, `&#x40;`, `&commat;`. A number may lack its semicolon, as browsers read it; a name may not (`?a=b&copy=1`). */
export function readEntity(codes: ArrayLike<number>, start: number): Escape {
  const next = codes[start + 1] ?? 0;
  if (next !== HASH) return isAlphanumeric(next) ? readName(codes, start) : NO_ESCAPE;
  return ((codes[start + 2] ?? 0) | 32) === SMALL_X ? readHexadecimal(codes, start) : readDecimal(codes, start);
}

function readDecimal(codes: ArrayLike<number>, start: number): Escape {
  const first = start + 2;
  let value = 0;
  let end = first;
  for (; end - first < MOST_DIGITS && isDigit(codes[end] ?? 0); end++) value = value * 10 + (codes[end] as number) - 48;
  return numbered(codes, { start, first, end }, value);
}

function readHexadecimal(codes: ArrayLike<number>, start: number): Escape {
  const first = start + 3;
  let end = first;
  while (end - first < MOST_DIGITS && isHex(codes[end] ?? 0)) end++;
  return numbered(codes, { start, first, end }, hexadecimalAt(codes, first, end));
}

interface Place {
  readonly start: number;
  readonly first: number;
  readonly end: number;
}

function numbered(codes: ArrayLike<number>, { start, first, end }: Place, value: number): Escape {
  if (end === first || value === 0) return NO_ESCAPE;
  return escapeOf(end - start + (codes[end] === SEMICOLON ? 1 : 0), value);
}

function readName(codes: ArrayLike<number>, start: number): Escape {
  const first = start + 1;
  let end = first + 1;
  while (end - first < LONGEST_ENTITY_NAME && isAlphanumeric(codes[end] ?? 0)) end++;
  if (codes[end] !== SEMICOLON) return NO_ESCAPE;
  let name = "";
  for (let i = first; i < end; i++) name += String.fromCharCode(codes[i] as number);
  const character = ENTITY_NAMES.get(name);
  return character === undefined ? NO_ESCAPE : escapeOf(end + 1 - start, character.charCodeAt(0));
}
