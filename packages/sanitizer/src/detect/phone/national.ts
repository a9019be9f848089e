import { HYPHEN, POINT } from "../number/separators.ts";
import { bracketedCertainty, nationalCertainty, SURE } from "./national-forms.ts";
import { goesOnInList, isMeasure, isOtherShape, isSequence } from "./no-phone.ts";
import type { NumberPlace } from "./no-phone.ts";
import { contextBefore, DIRECT, FAR } from "./phone-context.ts";
import { OTHER, STRONG, WEAK } from "./phone-words.ts";
import type { PhoneDigits } from "./read-phone.ts";

const FEWEST = 7;
const MOST = 13;

/** How many of the first groups are a phone number in a national form; 0 if none are. */
export function nationalGroups(place: NumberPlace, phone: PhoneDigits): number {
  const certaintyOf = place.bracketed ? bracketedCertainty : nationalCertainty;
  for (let { groups } = phone; groups > 1; groups--) {
    const certainty = certaintyOf(phone, groups);
    if (certainty === 0) continue;
    return (certainty === SURE && isSure(place, phone, groups)) || isKnownByWord(place, phone, groups) ? groups : 0;
  }
  return isDigitsByWord(place, phone) ? phone.groups : 0;
}

/** A form that needs no word, unless something about it says that it is no phone number. */
function isSure(place: NumberPlace, phone: PhoneDigits, groups: number): boolean {
  if (place.bracketed) return true;
  if (goesOnInList(phone, groups) || isSequence(phone, groups)) return false;
  const { meaning, closeness } = contextBefore(place.text, place.from);
  return meaning !== OTHER || closeness === FAR;
}

/** A form that people use, and a word before it. */
function isKnownByWord({ text, from }: NumberPlace, phone: PhoneDigits, groups: number): boolean {
  const { meaning, closeness } = contextBefore(text, from);
  if (meaning < WEAK || isMeasure(text, phone.ends[groups - 1] as number)) return false;
  return meaning === STRONG || closeness !== FAR || phone.gaps[1] === HYPHEN;
}

/** Digits in no known grouping, or in none at all, and a word close before them. */
function isDigitsByWord({ text, from }: NumberPlace, phone: PhoneDigits): boolean {
  const { count, groups } = phone;
  if (count < FEWEST || count > MOST || isOtherShape(phone, groups)) return false;
  const { meaning, closeness } = contextBefore(text, from);
  if (meaning < WEAK || isMeasure(text, phone.ends[groups - 1] as number)) return false;
  if (groups > 1) return meaning === STRONG && closeness !== FAR && phone.gaps[1] !== POINT;
  if (isPlausibleBare(phone)) return meaning === STRONG || closeness !== FAR;
  return meaning === STRONG && closeness === DIRECT;
}

/** Whether digits without a gap have the length and beginning of a phone number somewhere. */
function isPlausibleBare({ digits, count }: PhoneDigits): boolean {
  const first = digits[0] as number;
  const second = digits[1] as number;
  if (first === 0) return second !== 0 && count >= 9 && count <= 12;
  if (count === 10) return first > 1;
  if (count === 11) return first !== 1 || second > 1;
  return count === 12 || (count === 13 && first !== 1);
}
