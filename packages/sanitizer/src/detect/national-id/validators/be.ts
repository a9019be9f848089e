import { isDate } from "./birth-date.ts";
import type { Digits } from "./checksum.ts";
import { numberAt, twoAt } from "./checksum.ts";

/** Nobody is born later yet: of the others only the century before is possible. */
const LATEST_YEAR = 35;
const BORN_AFTER_2000 = 2_000_000_000;

/**
 * Belgian national register (KB 3 April 1984): the last two digits are 97 less the rest modulo 97, with a 2 before it for
 * people born since 2000. Bis numbers add 20 or 40 to the month; an unknown month or day is 00.
 */
export function isBeNationalNumber(digits: Digits): boolean {
  const month = twoAt(digits, 2) % 20;
  const day = twoAt(digits, 4);
  if (
    twoAt(digits, 2) >= 60 ||
    !(month === 0 || day === 0 ? day <= 31 && month <= 12 : isDate(twoAt(digits, 0), month, day))
  ) {
    return false;
  }
  const number = numberAt(digits, 0, 9);
  const check = twoAt(digits, 9);
  return (
    check === 97 - (number % 97) ||
    (twoAt(digits, 0) <= LATEST_YEAR && check === 97 - ((BORN_AFTER_2000 + number) % 97))
  );
}
