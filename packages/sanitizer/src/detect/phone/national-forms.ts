import { HYPHEN, POINT, SLASH, SPACE } from "../number/separators.ts";
import { BRACKET } from "./read-phone.ts";
import type { PhoneDigits } from "./read-phone.ts";

/** What a form needs to be taken for a phone number. */
export const SURE = 1;
/** A word before it that may speak of phones. */
const AMBIGUOUS = 2;

interface Form {
  /** Its first digits, one pattern for each place: see {@link fitsLead}. */
  readonly lead: string;
  /** Bit per separator that may stand between its groups. */
  readonly gaps: number;
  readonly certainty: number;
}

const MAX_FORM_GROUPS = 6;
const LONGEST_EXTENSION = 4;

const BITS: ReadonlyMap<string, number> = new Map([
  ["s", 1],
  ["h", 2],
  ["p", 4],
  ["l", 8],
]);
/** A bracket, or several separators: in no form of this table. */
const OTHER = 16;

function bitOf(gap: number): number {
  if (gap === SPACE) return 1;
  if (gap === HYPHEN) return 2;
  if (gap === POINT) return 4;
  return gap === SLASH ? 8 : OTHER;
}

/**
 * Groups, first digits (`0` zero and then none, `n` 2–9, `d` any, or the digit), and how sure the form is with which gaps:
 * `s`pace, `h`yphen, `p`oint, s`l`ash; before `?` sure, behind it only with a word.
 */
const FORMS: readonly string[] = [
  // North America
  "3-3-4 n hp?s",
  "3-3-4 d ?hps",
  "1-3-3-4 1n shp",
  "3-4 n ?hps",
  "1-3-4 1d ?hs",
  "4-3-4 1 ?hs",
  "4-3-3 1 ?s",
  // Groups behind a trunk 0: United Kingdom, Australia, Japan, Korea, Turkey, Switzerland, Sweden, the Netherlands, Italy …
  "3-4-4 0 sh",
  "4-3-4 0 sh",
  "4-3-3 0 sh",
  "4-4-4 0 sl?h",
  "4-4-3 0 s?h",
  "5-3-3 0 s?h",
  "5-6 0 s?hl",
  "5-5 0 s?hl",
  "4-3-2-2 0 shl",
  "4-2-2-2 0 shl",
  "3-3-4 0 shp",
  "3-3-2-2 0 shl",
  "3-3-3-2 0 shl",
  "3-4-2-2 0 shl",
  "3-2-2-2 0 l?sh",
  "3-3-3 0 ?shlp",
  "2-4-4 0 sh",
  "2-3-4 0 h?s",
  "2-3-2-2 0 s?h",
  "2-3-3 0 ?sh",
  "2-3-3-2 0 sh",
  "2-2-2-2-2 0 shp",
  "2-8 06 sh",
  "2-7 0 ?shl",
  "2-8 0 ?shl",
  // Germany, Austria: area code and number
  "3-6 0 sl?h",
  "3-7 0 slh",
  "3-8 0 slh",
  "3-5 0 ?slh",
  "4-5 0 ?slh",
  "4-6 0 sl?h",
  "4-7 0 sl?h",
  "4-8 0 sl?h",
  "4-7 01 slh",
  "4-8 01 slh",
  "5-4 0 ?slh",
  "5-5 0 sl?h",
  "5-7 0 sl?h",
  // Russia
  "1-3-3-2-2 8 sh",
  "1-3-3-2-2 7 ?sh",
  "3-3-2-2 n ?sh",
  // Brazil
  "2-5-4 d ?sh",
  "2-4-4 d ?sh",
  "5-4 9 ?sh",
  "4-4 d ?sh",
  // China, India, Spain, Poland, Portugal, France without 0, Denmark, Norway, Singapore
  "3-4-4 1 ?sh",
  "5-5 n ?sh",
  "5-6 d ?sh",
  "3-3-3 n ?shp",
  "3-2-2-2 n ?shp",
  "2-3-2-2 n ?sh",
  "2-2-2-2 n ?shp",
  "2-3-3 n ?sh",
  "4-6 d ?sh",
  "3-7 d ?sh",
  "3-6 d ?sh",
  "3-8 d ?sh",
];

const keyOf = (lengths: ArrayLike<number>, groups: number): number => {
  let key = 0;
  for (let i = 0; i < groups; i++) key = key * 16 + (lengths[i] as number);
  return key;
};

const forms = new Map<number, Form[]>();
for (const line of FORMS) {
  const [groups = "", lead = "", gaps = ""] = line.split(" ");
  const lengths = groups.split("-").map(Number);
  const key = keyOf(lengths, lengths.length);
  const [sure = "", ambiguous = ""] = gaps.split("?");
  const list = forms.get(key) ?? [];
  if (sure !== "") list.push({ lead, gaps: bitsOf(sure), certainty: SURE });
  if (ambiguous !== "") list.push({ lead, gaps: bitsOf(sure + ambiguous), certainty: AMBIGUOUS });
  forms.set(key, list);
}

function bitsOf(letters: string): number {
  let bits = 0;
  for (const letter of letters) bits |= BITS.get(letter) ?? 0;
  return bits;
}

/** How certain it is that the first `groups` groups are a number as people of some country write it; 0 if they are none. */
export function nationalCertainty(phone: PhoneDigits, groups: number): number {
  const certainty = formCertainty(phone, groups);
  return certainty === 0 && hasExtension(phone, groups) ? formCertainty(phone, groups - 1) : certainty;
}

/** `030 901820-17`: the digits behind the only hyphen are dialled on. */
function hasExtension({ lengths, gaps, digits }: PhoneDigits, groups: number): boolean {
  if (groups !== 3 || digits[0] !== 0 || gaps[1] === HYPHEN) return false;
  return gaps[2] === HYPHEN && (lengths[2] as number) <= LONGEST_EXTENSION;
}

function formCertainty(phone: PhoneDigits, groups: number): number {
  if (groups > MAX_FORM_GROUPS) return 0;
  const candidates = forms.get(keyOf(phone.lengths, groups));
  if (candidates === undefined) return 0;
  let gaps = 0;
  for (let i = 1; i < groups; i++) gaps |= bitOf(phone.gaps[i] as number);
  let best = 0;
  for (const { lead, gaps: allowed, certainty } of candidates) {
    if ((gaps & ~allowed) !== 0 || !fitsLead(phone.digits, lead)) continue;
    if (best === 0 || certainty < best) best = certainty;
  }
  return best;
}

/** Of numbers whose area code stands in brackets: `(555) 123-4567`, `(11) 91234-5678`, `(495) 123-45-67`. */
const BRACKETED: ReadonlySet<number> = new Set([
  keyOf([3, 3, 4], 3),
  keyOf([2, 5, 4], 3),
  keyOf([2, 4, 4], 3),
  keyOf([3, 3, 2, 2], 4),
]);
const BRACKETED_WITH_WORD: ReadonlySet<number> = new Set([keyOf([3, 7], 2), keyOf([2, 8], 2), keyOf([2, 9], 2)]);
const SHORTEST_BEHIND = 6;

/** The same where the first group stands in brackets. */
export function bracketedCertainty(phone: PhoneDigits, groups: number): number {
  const { lengths, gaps } = phone;
  if (groups < 2 || groups > MAX_FORM_GROUPS || gaps[1] !== BRACKET) return 0;
  for (let i = 2; i < groups; i++) if (gaps[i] === BRACKET) return 0;
  const key = keyOf(lengths, groups);
  if (BRACKETED.has(key) || hasTrunkArea(phone, groups)) return SURE;
  return BRACKETED_WITH_WORD.has(key) ? AMBIGUOUS : 0;
}

/** An area code with its trunk 0: `(020) 7946 0958`, `(0171) 1234567`. */
function hasTrunkArea({ lengths, digits, totals }: PhoneDigits, groups: number): boolean {
  if (digits[0] !== 0 || digits[1] === 0) return false;
  const area = lengths[0] as number;
  const total = totals[groups - 1] as number;
  return area >= 2 && area <= 5 && total >= 9 && total <= 12 && total - area >= SHORTEST_BEHIND;
}

function fitsLead(digits: ArrayLike<number>, lead: string): boolean {
  for (let i = 0; i < lead.length; i++) {
    const digit = digits[i] as number;
    const wanted = lead.charAt(i);
    if (wanted === "n" ? digit < 2 : wanted !== "d" && digit !== Number(wanted)) return false;
  }
  return lead !== "0" || digits[1] !== 0;
}
