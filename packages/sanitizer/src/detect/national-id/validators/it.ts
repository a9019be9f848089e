import { isDate } from "./birth-date.ts";

/** D.M. 23/12/1976: the value of a character on an odd place, 0–9 and A–Z alike. */
const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
const MONTHS = "ABCDEHLMPRST";
/** Two people with one code: digits from the right on become letters (omocodia). */
const OMOCODIA = "LMNPQRSTUV";

function valueOf(code: number): number {
  return code <= 57 ? code - 48 : code - 65;
}

function digitOf(character: string): number {
  const letter = OMOCODIA.indexOf(character);
  return letter >= 0 ? letter : character.charCodeAt(0) - 48;
}

const twoOf = (code: string, at: number): number => digitOf(code.charAt(at)) * 10 + digitOf(code.charAt(at + 1));

/** Agenzia delle Entrate, "Codice fiscale": sixteen characters in upper case, the last one a sum modulo 26. */
export function isItFiscalCode(code: string): boolean {
  const day = twoOf(code, 9);
  const month = MONTHS.indexOf(code.charAt(8)) + 1;
  if (month === 0 || !isDate(twoOf(code, 6), month, day > 40 ? day - 40 : day)) return false;
  let sum = 0;
  for (let i = 0; i < 15; i++) {
    const value = valueOf(code.charCodeAt(i));
    sum += i % 2 === 0 ? (ODD[value] ?? 0) : value;
  }
  return 65 + (sum % 26) === code.charCodeAt(15);
}
