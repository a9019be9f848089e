const CONTROL = "TRWAGMYFPDXBNJZSQVHLCKE";

/** Ministerio del Interior, "Cálculo del dígito de control del NIF/NIE": the number modulo 23 picks the letter. */
export const isNif = (number: number, letter: string): boolean => number > 0 && CONTROL[number % 23] === letter;

/** A foreigner's number: X, Y and Z count as a leading 0, 1 and 2. */
export function isNie(first: string, number: number, letter: string): boolean {
  const leading = "XYZ".indexOf(first);
  return leading >= 0 && CONTROL[(leading * 10_000_000 + number) % 23] === letter;
}
