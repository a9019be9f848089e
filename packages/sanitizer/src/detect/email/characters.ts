import { isAlphanumeric } from "../scan/characters.ts";

const PLUS = 43;
const HYPHEN = 45;
const POINT = 46;
const UNDERSCORE = 95;
const CJK = 0x2e80;

/** A letter or mark beyond ASCII, roughly: no punctuation, space, symbol or private character. */
export function isForeignLetter(code: number): boolean {
  if (code < 0xaa) return false;
  if (code < 0x2000) return code >= 0xc0 && code !== 0xd7 && code !== 0xf7;
  if (code < CJK) return false;
  return (code < 0x3000 || code > 0x303f) && (code < 0xd800 || code > 0xfaff) && (code < 0xfe00 || code > 0xff9f);
}

/** Written without spaces between words: a Latin address stands directly behind the sentence. */
export const isIdeograph = (code: number): boolean => code >= CJK;

/**
 * What the part before `@` is read over. The standard allows a dozen signs more; in logs they are what stands around an
 * address (`email=a@b.example`, `/a@b.example`).
 */
export const isLocal = (code: number): boolean =>
  isAlphanumeric(code) ||
  code === POINT ||
  code === UNDERSCORE ||
  code === HYPHEN ||
  code === PLUS ||
  isForeignLetter(code);

export const isDomainLetter = (code: number): boolean => isAlphanumeric(code) || isForeignLetter(code);
