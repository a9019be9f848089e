import { codeAt, isAlphanumeric, isLetter } from "../../scan/characters.ts";
import type { Form } from "../join/place.ts";
import { entityQuote } from "../join/separator.ts";
import {
  AND,
  APOSTROPHE,
  BACKSLASH,
  CLOSING_BRACE,
  CLOSING_ROUND,
  CLOSING_SQUARE,
  COLON,
  COMMA,
  EQUALS,
  POINT,
  SEMICOLON,
  isQuote,
  tableOf,
} from "../signs.ts";

const LONGEST_KEY = 48;
const NO_BREAK_SPACE = 0xa0;

const PLAIN = 0;
/** Ends a value always. */
const HARD = 1;
/** Ends it unless it goes on behind. */
const SOFT = 2;
const OPENS = 3;
/** Ends it unless it was opened within, or it goes on behind. */
const CLOSES = 4;
/** May be any sign, encoded. */
const ENCODES = 5;

/** Blanks and control characters. */
const WHITE = String.fromCharCode(...Array.from({ length: 33 }, (_, code) => code));
const SIGNS: Uint8Array = signTable();
/** Where more of a value does not begin. */
const ENDS_AT_ONCE = tableOf(`${WHITE}"<>\`|,;&)]}'\\{[`);

function signTable(): Uint8Array {
  const table = new Uint8Array(128);
  const mark = (characters: string, sign: number): void => {
    for (const character of characters) table[character.charCodeAt(0)] = sign;
  };
  mark(`${WHITE}"<>\`|`, HARD);
  mark(",;&'\\", SOFT);
  mark("([{", OPENS);
  mark(")]}", CLOSES);
  mark("%", ENCODES);
  return table;
}

/** Behind the unquoted value, at most `limit` characters from `start`. */
export function wordEnd(text: string, start: number, options: { readonly form: Form; readonly limit: number }): number {
  const last = Math.min(text.length, start + options.limit);
  const within: Within = { open: 0, isEncoded: options.form === "percent", isHash: text.startsWith("$argon2", start) };
  let end = start;
  for (; end < last; end++) {
    const sign = signOf(codeAt(text, end));
    if (sign === PLAIN) continue;
    if (sign === HARD || stops(text, end, within)) break;
  }
  return withoutPoint(text, start, end);
}

/** What was seen of the value so far. */
interface Within {
  open: number;
  /** Whether `%26` is a sign of the text around it. */
  readonly isEncoded: boolean;
  /** `$argon2id$v=19$m=65536,t=3,p=4$…` */
  readonly isHash: boolean;
}

function signOf(code: number): number {
  if (code < 128) return SIGNS[code] as number;
  return code === NO_BREAK_SPACE ? HARD : PLAIN;
}

function stops(text: string, at: number, within: Within): boolean {
  const code = codeAt(text, at);
  const sign = SIGNS[code];
  if (sign === ENCODES) return within.isEncoded && isEncodedEnd(text, at);
  if (sign === OPENS) {
    within.open++;
    return false;
  }
  if (sign === CLOSES && within.open > 0) {
    within.open--;
    return false;
  }
  return !(within.isHash && code === COMMA) && endsAt(text, at, code);
}

/** `%26`, `%0A`, `%22` and others that would end it if they were not encoded. */
function isEncodedEnd(text: string, at: number): boolean {
  const high = codeAt(text, at + 1);
  const low = codeAt(text, at + 2) | 32;
  if (high === 48) return true;
  if (high === 50) return low === 54 || low === 50 || low === 55 || low === 99 || low === 48;
  return (high === 55 && low === 100) || (high === 51 && low === 98);
}

/** Whether the sign at `at` stands behind the value and not within it: `Tr0ub4dor&3`, but `x&user=…`. */
function endsAt(text: string, at: number, code: number): boolean {
  const next = codeAt(text, at + 1);
  switch (code) {
    case APOSTROPHE:
    case CLOSING_BRACE:
    case CLOSING_ROUND:
    case CLOSING_SQUARE:
      return !isAlphanumeric(next);
    case BACKSLASH:
      return isQuote(next) || "nrtu\\/&".includes(text.charAt(at + 1));
    case AND:
      return next === AND || entityQuote(text, at) > 0 || text.startsWith("amp;", at + 1) || !goesOn(text, at + 1);
    default:
      return !goesOn(text, at + 1);
  }
}

/** Whether what stands at `at` is more of the value: no blank, no end, no next `key=`. */
function goesOn(text: string, at: number): boolean {
  const first = codeAt(text, at);
  if (first < 128 && ENDS_AT_ONCE[first] === 1) return false;
  let i = at;
  while (i - at < LONGEST_KEY && isKeyPart(codeAt(text, i))) i++;
  const behind = codeAt(text, i);
  return !(i > at && (behind === EQUALS || behind === COLON) && isLetter(first));
}

const isKeyPart = (code: number): boolean => isAlphanumeric(code) || (code < 128 && KEY_SIGNS[code] === 1);
const KEY_SIGNS = tableOf("_-.[]%");

/** Signs at the end belong to the sentence, but `!`, `?` and `=` to passwords and base64. */
function withoutPoint(text: string, start: number, end: number): number {
  let last = end;
  while (last > start + 1) {
    const code = codeAt(text, last - 1);
    if (code !== POINT && code !== COMMA && code !== SEMICOLON && code !== COLON) break;
    last--;
  }
  return last;
}
