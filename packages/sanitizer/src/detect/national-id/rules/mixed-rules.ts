import { codeAt, isAlphanumeric, isDigit, isLetter } from "../../scan/characters.ts";
import { isDate, isRecentDate } from "../validators/birth-date.ts";
import type { Digits } from "../validators/checksum.ts";
import { numberAt, twoAt } from "../validators/checksum.ts";
import { isResidentId } from "../validators/cn.ts";
import { isSnils } from "../validators/east-europe.ts";
import { isNie, isNif } from "../validators/es.ts";
import { CENTURY_SIGNS, isHetu } from "../validators/fi.ts";
import { CORSICA, isNir } from "../validators/fr.ts";
import { isNino } from "../validators/gb.ts";
import { isPps } from "../validators/ie.ts";
import { isRut } from "../validators/latin-america.ts";
import { isPersonnummer } from "../validators/se.ts";
import type { Found, MixedInput, MixedRule } from "./rule.ts";
import { nationalId, ownWords, words } from "./rule.ts";
import { digitsOf, hasShape, upperAt } from "./shape.ts";

const HYPHEN = 45;
const SPACE = 32;

const isJoint = (code: number): boolean => code === HYPHEN || code === SPACE;

/** Where the letter behind the digits stands: at once, or behind a hyphen or space. */
function letterBehind({ text, digitsEnd }: MixedInput): number {
  const index = isJoint(codeAt(text, digitsEnd)) ? digitsEnd + 1 : digitsEnd;
  return isLetter(codeAt(text, index)) && !isAlphanumeric(codeAt(text, index + 1)) ? index : -1;
}

const isLower = (letter: string): boolean => letter !== letter.toUpperCase();

const isUpperAt = (text: string, index: number): boolean => codeAt(text, index) < 97;

function set(found: Found, start: number, end: number): true {
  found.start = start;
  found.end = end;
  return true;
}

/** Sizes end in these, as in `14336000K->9830400K(14680064K)` and `size=12345678B`; an id seldom stands among such signs. */
const UNITS = "BKM";
const BEHIND_SIZES = "-(/";
/** Neither hexadecimal nor a unit. */
const PLAIN_LOWER_LETTERS = "jqrtvwyz";

/** `20261125-A` is a date and a batch. */
function isCalendarDate(digits: Digits): boolean {
  const century = twoAt(digits, 0);
  return (century === 19 || century === 20) && isDate(twoAt(digits, 2), twoAt(digits, 4), twoAt(digits, 6));
}

function readDni(input: MixedInput, found: Found): boolean {
  const { text, run, digitsEnd } = input;
  const index = letterBehind(input);
  const count = countOf(input);
  if (index < 0 || !isNif(numberAt(run.digits, 0, count), upperAt(text, index))) return false;
  found.canonical = count === 8 && !isCalendarDate(run.digits) && isDniLetter(text, [run.start, digitsEnd, index]);
  return set(found, run.start, index + 1);
}

function isDniLetter(text: string, [start, digitsEnd, index]: readonly [number, number, number]): boolean {
  const letter = text.charAt(index);
  if (isLower(letter)) return index === digitsEnd && PLAIN_LOWER_LETTERS.includes(letter);
  if (index > digitsEnd) return codeAt(text, digitsEnd) === HYPHEN;
  return !UNITS.includes(letter) || !isSize(text, start, index);
}

function isSize(text: string, start: number, letter: number): boolean {
  const behind = text.charAt(letter + 1);
  return text.charAt(start - 1) === "=" || (behind !== "" && BEHIND_SIZES.includes(behind));
}

/** Digits of the layout. */
function countOf({ run, digitsEnd }: MixedInput): number {
  let count = 0;
  while (count < run.count && (run.at[count] ?? digitsEnd) < digitsEnd) count++;
  return count;
}

/** `X-1234567-L` */
function readNie(input: MixedInput, found: Found): boolean {
  const { text, run, floor } = input;
  const start = run.start - 2;
  if (start < floor || !isJoint(codeAt(text, start + 1)) || isAlphanumeric(codeAt(text, start - 1))) return false;
  const index = letterBehind(input);
  if (index < 0 || !isNie(upperAt(text, start), numberAt(run.digits, 0, 7), upperAt(text, index))) return false;
  found.canonical = true;
  return set(found, start, index + 1);
}

/** `AB 12 34 56 C` */
function readSpacedNino(input: MixedInput, found: Found): boolean {
  const { text, run, floor } = input;
  const start = run.start - 3;
  if (start < floor || !isJoint(codeAt(text, start + 2)) || isAlphanumeric(codeAt(text, start - 1))) return false;
  const index = letterBehind(input);
  if (index < 0 || !isLetter(codeAt(text, start)) || !isLetter(codeAt(text, start + 1))) return false;
  if (!isNino(upperAt(text, start), upperAt(text, start + 1), upperAt(text, index))) return false;
  found.canonical = isUpperAt(text, start) && isUpperAt(text, start + 1) && isUpperAt(text, index);
  return set(found, start, index + 1);
}

function readPps({ text, run, digitsEnd }: MixedInput, found: Found): boolean {
  if (!isLetter(codeAt(text, digitsEnd))) return false;
  const second = isLetter(codeAt(text, digitsEnd + 1)) ? upperAt(text, digitsEnd + 1) : "";
  found.canonical = false;
  return isPps(run.digits, upperAt(text, digitsEnd), second) && set(found, run.start, digitsEnd + 1 + second.length);
}

/** `131052-308T`, `131052A308T`: the sign of the century, three digits, the check. */
function readHetu({ text, run, digitsEnd }: MixedInput, found: Found): boolean {
  const sign = upperAt(text, digitsEnd);
  if (sign === "" || !CENTURY_SIGNS.includes(sign) || !hasShape(text, digitsEnd + 1, "999X")) return false;
  const end = digitsEnd + 5;
  if (!isHetu(digitsOf(text, run.start, end - 1), upperAt(text, end - 1))) return false;
  // A check that is a digit leaves a form in which dates with a counter are written: `241125-1234`.
  const dated = isDigit(codeAt(text, end - 1)) && isRecentDate(run.digits);
  found.canonical = isUpperAt(text, digitsEnd) && isUpperAt(text, end - 1) && !dated;
  return set(found, run.start, end);
}

/** Over a hundred years old: `121212+1212`. */
function readOldPersonnummer({ text, run, digitsEnd }: MixedInput, found: Found): boolean {
  if (text.charAt(digitsEnd) !== "+" || !hasShape(text, digitsEnd + 1, "9999")) return false;
  found.canonical = true;
  return isPersonnummer(digitsOf(text, run.start, digitsEnd + 5)) && set(found, run.start, digitsEnd + 5);
}

/** `1 84 12 2A 004 123 45`: the letter of Corsica in the place of a digit. */
function readCorsican({ text, run, digitsEnd }: MixedInput, found: Found): boolean {
  const corsica = CORSICA[upperAt(text, digitsEnd)];
  if (corsica === undefined || run.digits[5] !== 2) return false;
  let index = digitsEnd + 1;
  for (let digits = 0; digits < 8; digits++) {
    if (codeAt(text, index) === SPACE) index++;
    if (!isDigit(codeAt(text, index++))) return false;
  }
  const written = text.slice(run.start, digitsEnd) + "0" + text.slice(digitsEnd + 1, index);
  found.canonical = true;
  return isNir(digitsOf(written, 0, written.length), corsica) && set(found, run.start, index);
}

function readResidentId({ text, run, digitsEnd }: MixedInput, found: Found): boolean {
  if (upperAt(text, digitsEnd) !== "X" || !isResidentId(run.digits, "X")) return false;
  found.canonical = true;
  return set(found, run.start, digitsEnd + 1);
}

/** `12.345.678-K` */
function readRut(input: MixedInput, found: Found): boolean {
  const { text, run, digitsEnd } = input;
  if (codeAt(text, digitsEnd) !== HYPHEN || upperAt(text, digitsEnd + 1) !== "K") return false;
  const count = countOf(input);
  found.canonical = digitsEnd - run.start > count;
  return isRut(numberAt(run.digits, 0, count), "K") && set(found, run.start, digitsEnd + 2);
}

/** `112-233-445 95`: the space ends the run of digits. */
function readSnils({ text, run, digitsEnd }: MixedInput, found: Found): boolean {
  const end = digitsEnd + 3;
  if (codeAt(text, digitsEnd) !== SPACE || !hasShape(text, digitsEnd + 1, "99")) return false;
  found.canonical = true;
  return isSnils(digitsOf(text, run.start, end)) && set(found, run.start, end);
}

const NIF_WORDS = words("nif", "dni", "nie", "nifdni", "documentonacionaldeidentidad", "documento");
const RUT_WORDS = ownWords("rut", "rutnumber", "rolunico", "rolunicotributario");

export const MIXED_RULES: readonly MixedRule[] = [
  { kind: nationalId("es_nie"), layouts: ["7"], read: readNie, words: NIF_WORDS },
  { kind: nationalId("es_nif"), layouts: ["8", "2.3.3", "7", "1.3.3"], read: readDni, words: NIF_WORDS },
  {
    kind: nationalId("gb_nino"),
    unchecked: true,
    layouts: ["6", "2 2 2", "2-2-2"],
    read: readSpacedNino,
    words: ownWords("nino", "ni", "ninumber", "nationalinsurance", "nationalinsuranceno", "nationalinsurancenumber"),
  },
  {
    kind: nationalId("ie_pps"),
    layouts: ["7"],
    read: readPps,
    words: words("pps", "ppsn", "ppsno", "ppsnumber", "publicservice", "personalpublicservice"),
  },
  {
    kind: nationalId("fi_hetu"),
    layouts: ["6"],
    read: readHetu,
    words: words("hetu", "henkilotunnus", "personbeteckning", "sotu"),
  },
  { kind: nationalId("se_personnummer"), layouts: ["6", "8"], read: readOldPersonnummer, words: words() },
  { kind: nationalId("fr_nir"), layouts: ["6", "1 2 2 1"], read: readCorsican, words: words("nir", "secu") },
  { kind: nationalId("ru_snils"), layouts: ["3-3-3"], read: readSnils, words: ownWords("snils", "снилс") },
  { kind: nationalId("cn_resident_id"), layouts: ["17"], read: readResidentId, words: words() },
  { kind: nationalId("cl_rut"), layouts: ["7", "8", "1.3.3", "2.3.3"], read: readRut, words: RUT_WORDS },
];
