/** Bits of the class table: why a character makes the scan stop and look. */
export const DIGIT = 1;
/** A character that a detector asked for. */
export const ASKED = 2;
/** May begin an encoded character: `%40`, `&#64;`, `\u0040`. */
export const ESCAPE = 4;
/** Not ASCII: may be an ASCII character in disguise. */
export const FOREIGN = 8;

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
