import type { Detector, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { LONGEST_MASK, MASK_START } from "../../model/kind.ts";
import { codeAt, isAlphanumeric } from "../scan/characters.ts";

const WORD = MASK_START.slice(1);
const OPENING = 91;
const CLOSING = 93;
const COLON = 58;
const HYPHEN = 45;
const UNDERSCORE = 95;
const LONGEST_KEY_ID = 64;
const PSEUDONYM = 22;

/** What an earlier pass put in the place of a value is spoken for: nobody looks at it, and nobody takes it for context. */
function lookAtMask(scan: Scan, start: number, end: number): number {
  return scan.leave(codeAt(scan.text, start - 1) === OPENING ? maskEnd(scan.text, end) : end);
}

function maskEnd(text: string, start: number): number {
  for (let i = start; i < start + LONGEST_MASK; i++) {
    const code = codeAt(text, i);
    if (code === CLOSING) return i + 1;
    if (!isAlphanumeric(code) && code !== COLON && code !== UNDERSCORE) break;
  }
  return start;
}

/** `hmac:<kid>:<22 characters of base64url>` */
function lookAtPseudonym(scan: Scan, _start: number, end: number): number {
  const { text } = scan;
  let colon = end;
  while (colon - end < LONGEST_KEY_ID && isIdPart(codeAt(text, colon))) colon++;
  if (colon === end || codeAt(text, colon) !== COLON) return GO_ON;
  const from = colon + 1;
  let behind = from;
  while (behind - from < PSEUDONYM && isIdPart(codeAt(text, behind))) behind++;
  return behind - from === PSEUDONYM ? scan.leave(behind) : GO_ON;
}

const isIdPart = (code: number): boolean => isAlphanumeric(code) || code === HYPHEN || code === UNDERSCORE;

/** Finds nothing: it keeps the others from what is masked. */
export const maskedDetector: Detector = {
  name: "masked",
  anchors: [
    { literals: [WORD], caseSensitive: true, look: lookAtMask },
    { literals: ["hmac:"], caseSensitive: true, look: lookAtPseudonym },
  ],
};
