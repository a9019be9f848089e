import { isDigit } from "../scan/characters.ts";

const SHORTEST = 3;

/**
 * The literal that announces a prefix. At a digit the scan turns to the number or the word and may resume behind
 * further hexadecimal digits, so it ends with its first digit; the one that begins with a digit ends before the next.
 * Undefined where that leaves too little.
 */
export function literalOf(prefix: string): string | undefined {
  const first = firstDigit(prefix, 0);
  const end = first === 0 ? firstDigit(prefix, 1) : first + 1;
  const literal = prefix.slice(0, end);
  return literal.length < SHORTEST ? undefined : literal;
}

function firstDigit(prefix: string, from: number): number {
  let at = from;
  while (at < prefix.length && !isDigit(prefix.charCodeAt(at))) at++;
  return at;
}
