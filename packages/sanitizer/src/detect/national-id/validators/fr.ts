import type { Digits } from "./checksum.ts";
import { digitAt, numberAt, twoAt } from "./checksum.ts";

/** Corsica: 2A counts as 19 and 2B as 18 in the key, that is one or two millions less than 20. */
export const CORSICA: Readonly<Record<string, number>> = { A: 1_000_000, B: 2_000_000 };

/** INSEE: sex, month and department of the thirteen digits of a NIR; months beyond 12 stand for unknown ones. */
export function hasNirStructure(digits: Digits): boolean {
  if (![1, 2, 3, 4, 7, 8].includes(digitAt(digits, 0))) return false;
  const month = twoAt(digits, 3);
  const department = twoAt(digits, 5);
  return ((month >= 1 && month <= 12) || month === 20 || (month >= 30 && month <= 42) || month >= 50) && department > 0;
}

/** Born in a known month and a department that exists: what a number that is no NIR seldom says. */
export function isOrdinaryNir(digits: Digits): boolean {
  const month = twoAt(digits, 3);
  return digitAt(digits, 0) <= 2 && month >= 1 && month <= 12 && twoAt(digits, 5) !== 96;
}

/** INSEE, "numéro de sécurité sociale": the key is 97 less the number modulo 97. */
export function isNir(digits: Digits, corsica = 0): boolean {
  const key = twoAt(digits, 13);
  return hasNirStructure(digits) && key === 97 - ((numberAt(digits, 0, 13) - corsica) % 97);
}
