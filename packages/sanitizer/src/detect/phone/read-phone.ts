import { separatorOf, SPACE } from "../number/separators.ts";
import { codeAt, isDigit } from "../scan/characters.ts";

const OPENING = 40;
const CLOSING = 41;
const ZERO = 48;

/** E.164 has 15 digits; `00` or a trunk 0 may stand before or in them. */
const MAX_DIGITS = 18;
const MAX_GROUPS = 8;
/** Of a gap: ` - `. */
const MAX_GAP = 3;

/** The gap before a group was a bracket, with whatever stood beside it. */
export const BRACKET: number = OPENING;

/** Digits as people write phone numbers, in groups between spaces, hyphens, points, slashes and brackets. Reused. */
export interface PhoneDigits {
  count: number;
  /** Values 0–9, without a trunk 0 in brackets: `+44 (0)20`. */
  readonly digits: Uint8Array;
  groups: number;
  readonly lengths: Uint8Array;
  /** How many digits the groups up to and with this one have. */
  readonly totals: Uint8Array;
  /** Behind each group. */
  readonly ends: Int32Array;
  /** Before each group: a separator or {@link BRACKET}; 0 before the first. */
  readonly gaps: Uint8Array;
}

const phone: PhoneDigits = {
  count: 0,
  digits: new Uint8Array(MAX_DIGITS),
  groups: 0,
  lengths: new Uint8Array(MAX_GROUPS),
  totals: new Uint8Array(MAX_GROUPS),
  ends: new Int32Array(MAX_GROUPS),
  gaps: new Uint8Array(MAX_GROUPS),
};

/** Of {@link readGap}: how far the gap goes, and whether a bracket is open. */
let gapEnd = 0;
let opened = false;

/** Reads the groups from `start` on, whole ones only; `open` tells that a bracket was opened before. */
export function readPhone(text: string, start: number, open: boolean): PhoneDigits {
  phone.count = 0;
  phone.groups = 0;
  opened = open;
  let gap = 0;
  let index = start;
  do {
    index = readGroup(text, index, gap);
    if (index === 0) break;
    gap = readGap(text, index);
    index = gapEnd;
  } while (gap !== 0 && phone.groups < MAX_GROUPS);
  return phone;
}

/** Adds one group; the index behind it, or 0 if it does not fit. */
function readGroup(text: string, start: number, gap: number): number {
  const { digits, groups, lengths, totals, ends, gaps } = phone;
  const { length } = text;
  let { count } = phone;
  let index = start;
  for (; index < length; index++) {
    const digit = codeAt(text, index) - ZERO;
    if (digit < 0 || digit > 9) break;
    if (count === MAX_DIGITS) return 0;
    digits[count++] = digit;
  }
  lengths[groups] = index - start;
  totals[groups] = count;
  ends[groups] = index;
  gaps[groups] = gap;
  phone.groups++;
  phone.count = count;
  return index;
}

/** What stands between the group that ends at `index` and the next: a separator, {@link BRACKET}, or 0 if none follows. */
function readGap(text: string, index: number): number {
  let gap = 0;
  let end = index;
  if (opened && codeAt(text, end) === CLOSING) {
    opened = false;
    gap = BRACKET;
    end++;
  }
  const most = end + MAX_GAP;
  for (let code = separatorOf(codeAt(text, end)); code !== 0 && end < most; code = separatorOf(codeAt(text, ++end))) {
    // One separator, with or without spaces about it; two of a kind are no gap.
    if (gap === 0 || gap === SPACE) gap = code;
    else if (code !== SPACE && gap !== BRACKET) return 0;
  }
  if (codeAt(text, end) === OPENING && !opened) {
    end = skipTrunk(text, end);
    gap = BRACKET;
  }
  gapEnd = end;
  return isDigit(codeAt(text, end)) ? gap : 0;
}

/** A bracket opens at `index`: where the digits go on, behind it or behind `(0)` with what separates it. */
function skipTrunk(text: string, index: number): number {
  if (codeAt(text, index + 1) !== ZERO || codeAt(text, index + 2) !== CLOSING) {
    opened = true;
    return index + 1;
  }
  return separatorOf(codeAt(text, index + 3)) === 0 ? index + 3 : index + 4;
}
