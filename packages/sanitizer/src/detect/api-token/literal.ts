import { isDigit, isLetter } from "../scan/characters.ts";

/** Longer words the scan does not hand over at their first digit. */
const MOST_LETTERS = 6;
/** `{"` in base64. */
const JSON_BEGINS = "eyJ";

/** How many letters stand before the first digit of a prefix that begins with a few letters and a digit, else 0. */
export function lettersBeforeDigit(prefix: string): number {
  let letters = 0;
  while (letters < prefix.length && isLetter(prefix.charCodeAt(letters))) letters++;
  return letters <= MOST_LETTERS && isDigit(prefix.charCodeAt(letters)) ? letters : 0;
}

/**
 * The literal that announces a prefix: up to its first digit, since behind it the scan may resume too late; one that
 * begins with a digit up to the next.
 */
export function literalOf(prefix: string): string {
  // Whoever looks for JSON Web Tokens is asked at these three, and reads on behind the rest.
  if (prefix.startsWith(JSON_BEGINS)) return JSON_BEGINS;
  const first = firstDigit(prefix, 0);
  const end = first === 0 ? firstDigit(prefix, 1) : first + 1;
  return prefix.slice(0, end);
}

function firstDigit(prefix: string, from: number): number {
  let at = from;
  while (at < prefix.length && !isDigit(prefix.charCodeAt(at))) at++;
  return at;
}
