import { isDate } from "./birth-date.ts";
import type { Digits } from "./checksum.ts";
import { allSame, digitAt, twoAt, weighted } from "./checksum.ts";

const TW_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO";

/** Ministry of the Interior (Taiwan): the letter stands for 10–35, then the sex (8, 9 foreigners), modulus 10. */
export function isTwId(letter: string, digits: Digits): boolean {
  const value = TW_LETTERS.indexOf(letter) + 10;
  if (value < 10 || ![1, 2, 8, 9].includes(digitAt(digits, 0))) return false;
  const sum = Math.floor(value / 10) + (value % 10) * 9 + weighted(digits, [8, 7, 6, 5, 4, 3, 2, 1, 1]);
  return sum % 10 === 0;
}

/** Immigration Department (Hong Kong): one or two letters (a space counts 36), six digits, modulus 11; `check` 0–10. */
export function isHkid(letters: string, digits: Digits, check: number): boolean {
  const [first, second] = letters.length === 2 ? letters : ` ${letters}`;
  const head = first === " " || first === undefined ? 36 : first.charCodeAt(0) - 55;
  const sum = head * 9 + ((second ?? "").charCodeAt(0) - 55) * 8 + weighted(digits, [7, 6, 5, 4, 3, 2]);
  return (sum + check) % 11 === 0;
}

/** Act on the Use of Numbers (Japan), ordinance 85: My Number, modulus 11. */
export function isMyNumber(digits: Digits): boolean {
  const rest = weighted(digits, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return !allSame(digits, 12) && digitAt(digits, 11) === (rest < 2 ? 0 : 11 - rest);
}

/** National Registration Department (Malaysia), MyKad: date and place of birth; no check digit. */
export function isMyKad(digits: Digits): boolean {
  const place = twoAt(digits, 6);
  return (
    place > 0 &&
    ![17, 18, 19, 20, 69, 70, 73, 80, 81, 94, 95, 96, 97].includes(place) &&
    isDate(twoAt(digits, 0), twoAt(digits, 2), twoAt(digits, 4))
  );
}
