import type { Anchor, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt, isAlphanumeric, isDigit, isLetter, isUpper } from "../scan/characters.ts";
import { skipBlanks } from "./auth-header-value.ts";
import { reportScheme } from "./authorization.ts";

const HYPHEN = 45;
const UNDERSCORE = 95;
const SLASH = 47;
const LONGEST_VERSION = 8;
const PLUS = 43;
const SPACE = 32;
const POINT = 46;
const EQUALS = 61;
/** What is longer is no word. */
const LONGEST_WORD = 16;

/** A scheme without its header's name: `sent 'Bearer …'`, or the whole text is the header's value. */
function lookAtScheme(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const before = codeAt(text, start - 1);
  if (isAlphanumeric(before) || before === HYPHEN || before === UNDERSCORE || before === SLASH) return GO_ON;
  return mayFollow(text, end) ? reportScheme(scan, start, "scheme") : GO_ON;
}

/** Cheap, for these are words of every day: whether the next word is long, or holds what words do not. */
function mayFollow(text: string, end: number): boolean {
  const at = codeAt(text, end - 1) === SPACE ? end : skipBlanks(text, end);
  if (at === end && codeAt(text, end - 1) !== SPACE) return false;
  for (let i = at; i < at + LONGEST_WORD; i++) {
    const code = codeAt(text, i);
    if (isTelling(code) || (i > at && isUpper(code))) return true;
    if (!isLetter(code) && !JOINING.has(code)) return false;
  }
  return true;
}

const isTelling = (code: number): boolean => isDigit(code) || code === POINT || code === EQUALS;
const JOINING: ReadonlySet<number> = new Set([HYPHEN, UNDERSCORE, PLUS]);

/** `AWS4-HMAC-SHA256 Credential=…`: the literal begins behind the version. */
function lookAtHmac(scan: Scan, start: number): number {
  const { text, floor } = scan;
  let from = start;
  while (from > floor && start - from < LONGEST_VERSION && isAlphanumeric(codeAt(text, from - 1))) from--;
  return from === start ? GO_ON : reportScheme(scan, from, "scheme");
}

export const schemeAnchors: readonly Anchor[] = [
  {
    literals: [
      ..."bearer basic negotiate ntlm digest dpop ssws geniekey splunk apikey hawk snowflake".split(" "),
      // In every second line of some logs, and seldom a scheme there.
      "token ",
      "oauth ",
      "SharedAccessSignature ",
      "SharedKey ",
      "GoogleLogin ",
    ],
    look: lookAtScheme,
  },
  { literals: ["-HMAC-SHA", "-RSA-SHA", "-ECDSA-"], look: lookAtHmac },
];
