import type { Detector, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { separatorOf, SPACE } from "../number/separators.ts";
import { codeAt, isAlphanumeric, isDigit, isLetter } from "../scan/characters.ts";
import { ACCOUNTS, countryIndex, DIGITS, LETTERS } from "./account-structures.ts";
import type { Places } from "./account-structures.ts";
import { ibanKind } from "./iban-kind.ts";
import { passesMod97 } from "./mod-97.ts";

const COUNTRY = 2;
/** Country and check digits. */
const HEAD = 4;
/** Russia's. */
const LONGEST = 33;
/** `IBAN` that is written together with what it names. */
const LABEL = "iban";

const characters = new Uint8Array(LONGEST + 1);

/** A word of letters and a digit: `DE89…`, also grouped, in lower case and behind `IBAN` without a space. */
function lookAtIban(scan: Scan, word: number, digit: number): number {
  const { text } = scan;
  const start = digit - COUNTRY;
  if (start !== word && !isLabel(text, word, start)) return GO_ON;
  if (!isDigit(codeAt(text, digit + 1))) return GO_ON;
  const places = ACCOUNTS[countryIndex(codeAt(text, start), codeAt(text, start + 1))];
  if (places === undefined) return GO_ON;
  const end = endOfAccount(text, start, places);
  if (end === GO_ON || isAlphanumeric(codeAt(text, end))) return GO_ON;
  if (!passesMod97(characters, HEAD + places.length)) return GO_ON;
  scan.report(ibanKind, start, end);
  return end;
}

/** Reads into {@link characters} what stands at `start`; the index behind it, or {@link GO_ON} if it is no account of this country. */
function endOfAccount(text: string, start: number, places: Places): number {
  for (let i = 0; i < HEAD; i++) characters[i] = codeAt(text, start + i);
  let index = start + HEAD;
  let separator = 0;
  for (let place = 0; place < places.length; place++, index++) {
    let code = codeAt(text, index);
    const gap = isAlphanumeric(code) ? 0 : separatorOf(code);
    if (gap !== 0) {
      if (separator !== 0 && separator !== gap) return GO_ON;
      separator = gap;
      index += gapWidth(text, index);
      code = codeAt(text, index);
    }
    if (!fits(code, places[place] as number)) return GO_ON;
    characters[HEAD + place] = code;
  }
  return index;
}

/** Two spaces are one gap. */
const gapWidth = (text: string, index: number): number =>
  separatorOf(codeAt(text, index)) === SPACE && separatorOf(codeAt(text, index + 1)) === SPACE ? 2 : 1;

const fits = (code: number, place: number): boolean =>
  isDigit(code) ? (place & DIGITS) !== 0 : isLetter(code) && (place & LETTERS) !== 0;

function isLabel(text: string, start: number, end: number): boolean {
  if (end - start !== LABEL.length) return false;
  for (let i = 0; i < LABEL.length; i++) if ((codeAt(text, start + i) | 32) !== LABEL.charCodeAt(i)) return false;
  return true;
}

export const ibanDetector: Detector = { name: "iban", codes: [lookAtIban] };
