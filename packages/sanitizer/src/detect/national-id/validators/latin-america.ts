import { isDate } from "./birth-date.ts";
import type { Digits } from "./checksum.ts";
import { digitAt, isLuhn, twoAt, weighted } from "./checksum.ts";

/** Servicio de Registro Civil (Chile), RUT: weights 2–7 from the right; 11 is 0 and 10 is K. Upper case. */
export function isRut(number: number, check: string): boolean {
  if (number < 100_000) return false;
  let sum = 0;
  let weight = 2;
  for (let rest = number; rest > 0; rest = Math.floor(rest / 10)) {
    sum += (rest % 10) * weight;
    weight = weight === 7 ? 2 : weight + 1;
  }
  return "0K987654321"[sum % 11] === check;
}

const CUIT_PREFIXES: ReadonlySet<number> = new Set([20, 23, 24, 25, 26, 27, 30, 33, 34]);

/** AFIP (Argentina), CUIT and CUIL: modulus 11. */
export const isCuit = (digits: Digits): boolean =>
  CUIT_PREFIXES.has(twoAt(digits, 0)) &&
  (weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) + digitAt(digits, 10)) % 11 === 0;

/** Registro Civil (Ecuador), cédula: province 01–24 or 30, a person's third digit, Luhn. */
export function isCedula(digits: Digits): boolean {
  const province = twoAt(digits, 0);
  return province > 0 && (province <= 24 || province === 30) && digitAt(digits, 2) < 6 && isLuhn(digits, 0, 10);
}

const CURP_CHARACTERS = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ";

/** RENAPO (Mexico), CURP: eighteen characters in upper case, weights 18–2, modulus 10. */
export function isCurp(code: string): boolean {
  if (!isDate(Number(code.slice(4, 6)), Number(code.slice(6, 8)), Number(code.slice(8, 10)))) return false;
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += CURP_CHARACTERS.indexOf(code.charAt(i)) * (18 - i);
  return String((10 - (sum % 10)) % 10) === code.charAt(17);
}

const RFC_CHARACTERS = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ";

/** SAT (Mexico), RFC of a person: thirteen characters in upper case, weights 13–2, modulus 11. */
export function isRfc(code: string): boolean {
  if (!isDate(Number(code.slice(4, 6)), Number(code.slice(6, 8)), Number(code.slice(8, 10)))) return false;
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += RFC_CHARACTERS.indexOf(code.charAt(i)) * (13 - i);
  return "0A987654321"[sum % 11] === code.charAt(12);
}
