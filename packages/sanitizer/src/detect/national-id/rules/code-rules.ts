import { codeAt, isDigit } from "../../scan/characters.ts";
import { numberAt } from "../validators/checksum.ts";
import { isHkid, isTwId } from "../validators/east-asia.ts";
import { isNie, isNif } from "../validators/es.ts";
import { isNino } from "../validators/gb.ts";
import { isPanHolder } from "../validators/in.ts";
import { isItFiscalCode } from "../validators/it.ts";
import { isCurp, isRfc } from "../validators/latin-america.ts";
import { isNric } from "../validators/sg.ts";
import type { CodeRule } from "./rule.ts";
import { nationalId, ownWords, words } from "./rule.ts";
import { digitsOf, hasShape, upperAt } from "./shape.ts";

const HYPHEN = 45;
const SPACE = 32;

/** Letter, seven digits, letter; a hyphen may stand before the last. */
function readSpanish(text: string, start: number, holds: (number: number, letter: string) => boolean): number {
  if (!hasShape(text, start, "A9999999")) return 0;
  const letter = start + (codeAt(text, start + 8) === HYPHEN ? 9 : 8);
  return holds(numberAt(digitsOf(text, start + 1, start + 8), 0, 7), upperAt(text, letter)) ? letter + 1 : 0;
}

/** Two letters, three pairs of digits, a letter, with or without spaces. */
function readNino(text: string, start: number): number {
  let index = start + 2;
  for (let pair = 0; pair < 3; pair++) {
    if (codeAt(text, index) === SPACE) index++;
    if (!isDigit(codeAt(text, index)) || !isDigit(codeAt(text, index + 1))) return 0;
    index += 2;
  }
  if (codeAt(text, index) === SPACE) index++;
  const suffix = upperAt(text, index);
  return suffix !== "" && isNino(upperAt(text, start), upperAt(text, start + 1), suffix) ? index + 1 : 0;
}

/** Ten digits of a hash or an address in memory. */
const isHexText = (code: string): boolean => /^[0-9A-F]*$/u.test(code);

const checkOf = (character: string): number => (character === "A" ? 10 : "0123456789".indexOf(character));

/** `A123456(7)`; in parentheses or not the last is the check digit. */
function readHkid(text: string, letters: readonly [number, number], parentheses: boolean): number {
  const [start, first] = letters;
  const end = first + 6;
  if (!hasShape(text, first, "999999")) return 0;
  const checkAt = parentheses ? end + 1 : end;
  if (parentheses && (text.charAt(end) !== "(" || text.charAt(end + 2) !== ")")) return 0;
  const check = checkOf(upperAt(text, checkAt));
  const head = text.slice(start, first).toUpperCase();
  return check >= 0 && isHkid(head, digitsOf(text, first, end), check) ? checkAt + (parentheses ? 2 : 1) : 0;
}

function readShaped(
  text: string,
  start: number,
  [pattern, holds]: readonly [string, (code: string) => boolean],
): number {
  if (!hasShape(text, start, pattern)) return 0;
  const end = start + pattern.length;
  return holds(text.slice(start, end).toUpperCase()) ? end : 0;
}

const HKID = { kind: nationalId("hk_id"), words: ownWords("hkid", "hkidno", "hongkongid") } as const;
const NIF_WORDS = words("nif", "nie", "dni", "niedni", "dninie", "documentonacionaldeidentidad", "documento");

/** The number before each rule: how many of a thousand ordinary codes of the shape pass. */
export const CODE_RULES: readonly CodeRule[] = [
  // 43
  {
    kind: nationalId("es_nie"),
    letters: 1,
    alone: "any case",
    words: NIF_WORDS,
    read: (text, start) => readSpanish(text, start, (number, letter) => isNie(upperAt(text, start), number, letter)),
  },
  // 43: minors, and people without another number; K, L, M are sizes and models as well.
  {
    kind: nationalId("es_nif"),
    letters: 1,
    alone: "never",
    words: NIF_WORDS,
    read: (text, start) => ("KLM".includes(upperAt(text, start)) ? readSpanish(text, start, isNif) : 0),
  },
  // 91
  {
    kind: nationalId("sg_nric"),
    letters: 1,
    alone: "upper case",
    words: words("nric", "nricno", "nricfin", "fin", "finno"),
    read: (text, start) => {
      if (!"STFGM".includes(upperAt(text, start)) || !hasShape(text, start, "A9999999A")) return 0;
      return isNric(upperAt(text, start), digitsOf(text, start + 1, start + 8), upperAt(text, start + 8))
        ? start + 9
        : 0;
    },
  },
  // 20, but `A123456789` is what many write for a number that is none.
  {
    kind: nationalId("tw_id"),
    letters: 1,
    alone: "never",
    words: ownWords("taiwanid", "twid", "身分證", "身分證字號"),
    read: (text, start) =>
      hasShape(text, start, "A999999999") && isTwId(upperAt(text, start), digitsOf(text, start + 1, start + 10))
        ? start + 10
        : 0,
  },
  // 91; the parentheses are this id's own.
  { ...HKID, letters: 1, alone: "upper case", read: (text, start) => readHkid(text, [start, start + 1], true) },
  { ...HKID, letters: 2, alone: "upper case", read: (text, start) => readHkid(text, [start, start + 2], true) },
  { ...HKID, letters: 1, alone: "never", read: (text, start) => readHkid(text, [start, start + 1], false) },
  { ...HKID, letters: 2, alone: "never", read: (text, start) => readHkid(text, [start, start + 2], false) },
  // 85, without a check digit.
  {
    kind: nationalId("gb_nino"),
    unchecked: true,
    letters: 2,
    alone: "upper case",
    read: readNino,
    words: ownWords(
      "nino",
      "ni",
      "nin",
      "nino",
      "nationalinsurance",
      "nationalinsuranceno",
      "nationalinsurancenumber",
      "ninumber",
      "nino",
    ),
  },
  // Less than 0.1
  {
    kind: nationalId("mx_curp"),
    letters: 4,
    alone: "any case",
    words: words("curp"),
    read: (text, start) =>
      readShaped(text, start, ["AAAA999999AAAAAAX9", (code) => "HMX".includes(code.charAt(10)) && isCurp(code)]),
  },
  {
    kind: nationalId("mx_rfc"),
    letters: 4,
    alone: "upper case",
    words: words("rfc"),
    read: (text, start) => readShaped(text, start, ["AAAA999999XXX", isRfc]),
  },
  // 420 of words of five letters, four digits and one letter, which are rare.
  {
    kind: nationalId("in_pan"),
    unchecked: true,
    letters: 5,
    alone: "upper case",
    words: words("pan", "panno", "pancard", "permanentaccount"),
    read: (text, start) =>
      readShaped(text, start, ["AAAAA9999A", (code) => isPanHolder(code.charAt(3)) && !isHexText(code)]),
  },
  // Less than 0.1
  {
    kind: nationalId("it_codice_fiscale"),
    letters: 6,
    alone: "any case",
    words: words("codicefiscale", "cf", "codfisc", "fiscalcode"),
    read: (text, start) => readShaped(text, start, ["AAAAAA9XAXXAXXXA", isItFiscalCode]),
  },
];
