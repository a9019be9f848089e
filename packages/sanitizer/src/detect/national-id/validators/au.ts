import type { Digits } from "./checksum.ts";
import { allSame, digitAt, weighted } from "./checksum.ts";

/** ATO, tax file number: modulus 11 over all nine digits. */
export const isTfn = (digits: Digits): boolean =>
  !allSame(digits, 9) && weighted(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0;

/** Services Australia, Medicare card: begins with 2–6; the ninth digit is modulus 10, the tenth the issue. */
export function isAuMedicare(digits: Digits): boolean {
  const first = digitAt(digits, 0);
  return (
    first >= 2 &&
    first <= 6 &&
    weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === digitAt(digits, 8) &&
    digits[9] !== 0
  );
}

/** ABR, Australian business number: the first digit less one, modulus 89. */
export const isAbn = (digits: Digits): boolean =>
  digits[0] !== 0 && (weighted(digits, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0;
