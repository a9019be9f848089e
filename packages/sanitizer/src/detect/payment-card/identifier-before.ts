import { codeAt, isLetter } from "../scan/characters.ts";

const UNDERSCORE = 95;
const LONGEST_WORD = 12;
/** Between a word and its number: `ean-13: `, `id="`. */
const MAX_GAP = 6;
const SHORTEST_USUAL = 15;
const LONGEST_USUAL = 16;

const WORDS: ReadonlySet<string> = new Set(
  `ean gtin upc isbn jan barcode id ids uid snowflake blk block order ref offset seq sequence trace span node ts epoch timestamp
  imei iccid imsi tracking parcel shipment item asset serial version`.split(/\s+/u),
);

/**
 * Whether a number of a length that few cards have stands behind a word for something else: one in ten article numbers and
 * generated ids passes the check digit too.
 */
export function isIdentifier(text: string, start: number, length: number): boolean {
  if (length === SHORTEST_USUAL || length === LONGEST_USUAL) return false;
  if (codeAt(text, start - 1) === UNDERSCORE && length > LONGEST_USUAL) return true;
  let end = start;
  while (end > start - MAX_GAP && !isLetter(codeAt(text, end - 1))) end--;
  let begin = end;
  while (begin > end - LONGEST_WORD && isLetter(codeAt(text, begin - 1))) begin--;
  return begin < end && WORDS.has(text.slice(begin, end).toLowerCase());
}
