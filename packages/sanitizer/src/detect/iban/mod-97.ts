import { isDigit } from "../scan/characters.ts";

const MODULUS = 97;
const LETTER_A = 65;

/**
 * Rolls one character into a remainder of ISO 7064 MOD 97-10: a digit is itself, a letter 10 to 35 in either case.
 */
function rollMod97(remainder: number, code: number): number {
  if (isDigit(code)) return (remainder * 10 + code - 48) % MODULUS;
  return (remainder * 100 + (code & ~32) - LETTER_A + 10) % MODULUS;
}

/** ISO 13616: the account number, then country and check digits, leave the remainder 1. */
export function passesMod97(characters: ArrayLike<number>, count: number): boolean {
  let remainder = 0;
  for (let i = 4; i < count; i++) remainder = rollMod97(remainder, characters[i] as number);
  for (let i = 0; i < 4; i++) remainder = rollMod97(remainder, characters[i] as number);
  return remainder === 1;
}
