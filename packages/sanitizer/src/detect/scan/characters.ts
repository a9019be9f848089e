/** Bits of the class table: why a character makes the scan stop and look. */
export const DIGIT = 1;
/** A character that a detector asked for. */
export const ASKED = 2;
/** May begin an encoded character: `%40`, `&#64;`, `\u0040`; or a colour of the terminal. */
export const ESCAPE = 4;
/** Not ASCII: may be an ASCII character in disguise. */
export const FOREIGN = 8;

/**
 * The character code at `index`, 0 outside of the text. `charCodeAt` alone gives NaN there, and a function that met NaN
 * once is compiled to be three times slower for good.
 */
export const codeAt = (text: string, index: number): number =>
  index >= 0 && index < text.length ? text.charCodeAt(index) : 0;

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;

export const isUpper = (code: number): boolean => code >= 65 && code <= 90;

/** ASCII letter in either case. */
export function isLetter(code: number): boolean {
  const folded = code | 32;
  return folded >= 97 && folded <= 122;
}

export const isAlphanumeric = (code: number): boolean => isDigit(code) || isLetter(code);

export function isHex(code: number): boolean {
  const folded = code | 32;
  return isDigit(code) || (folded >= 97 && folded <= 102);
}
