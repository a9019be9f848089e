import type { Anchor, Look, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt, isDigit } from "../scan/characters.ts";
import { alphabets, endOfRun, isOf, startOfRun } from "../value/alphabet.ts";
import { beginsAt, endsAt } from "../value/boundary.ts";
import { looksRandom, MIXED, STRICT } from "../value/randomness.ts";
import { tokenKind } from "./family.ts";
import type { Middle } from "./middles.ts";
import { MIDDLES } from "./middles.ts";
import { endOfSegments } from "./segment.ts";

const CAPITAL_Q = 81;
const EXCLAMATION = 33;
const POINT = 46;
const azure = tokenKind("azure");
const salesforce = tokenKind("salesforce");
const BEFORE_TILDE = { of: alphabets.tilde, max: 4 };
const BEHIND_TILDE = { of: alphabets.tilde, max: 36 };
const ORGANISATION = { of: alphabets.alnum, max: 19 };
const openshift = tokenKind("openshift");
const OPENSHIFT_LENGTH = 43;
const OPENSHIFT = { of: alphabets.url, max: OPENSHIFT_LENGTH + 1 };
const SESSION = { of: alphabets.dotted, max: 200 };

/** `~` and `!` stand within tokens of Microsoft Entra, OpenShift and Salesforce that nothing else announces. */
export const lookAroundSign: Look = (scan, sign) =>
  codeAt(scan.text, sign) === EXCLAMATION ? salesforceSession(scan, sign) : entraSecret(scan, sign);

/** Three characters, a digit, `Q~`, 31 to 34 more. */
function entraSecret(scan: Scan, tilde: number): number {
  const { text } = scan;
  if (text.startsWith("sha256", tilde - 6)) return openshiftToken(scan, tilde);
  if (codeAt(text, tilde - 1) !== CAPITAL_Q || !isDigit(codeAt(text, tilde - 2))) return GO_ON;
  const start = startOfRun(scan, tilde - 2, BEFORE_TILDE);
  if (tilde - 2 - start !== 3) return GO_ON;
  const end = withoutPoint(text, endOfRun(text, tilde + 1, BEHIND_TILDE));
  if (end - tilde <= 28 || end - tilde > 35 || !looksRandom(text.slice(start, end), STRICT)) return GO_ON;
  scan.report(azure, start, end);
  return end;
}

/** The end of the sentence is none of the token. */
const withoutPoint = (text: string, end: number): number => (codeAt(text, end - 1) === POINT ? end - 1 : end);

/** `sha256~` and 43 characters. */
function openshiftToken(scan: Scan, tilde: number): number {
  const { text, floor } = scan;
  const start = tilde - 6;
  const end = endOfRun(text, tilde + 1, OPENSHIFT);
  if (start < floor || end - tilde - 1 !== OPENSHIFT_LENGTH || !beginsAt(text, start, floor)) return GO_ON;
  if (!looksRandom(text.slice(tilde + 1, end))) return GO_ON;
  scan.report(openshift, start, end);
  return end;
}

/** `00D`, an organisation's id of 15 or 18 characters in all, `!`, the session. */
function salesforceSession(scan: Scan, sign: number): number {
  const { text } = scan;
  if (!isOf(alphabets.alnum, codeAt(text, sign - 1)) || !isOf(alphabets.alnum, codeAt(text, sign + 1))) return GO_ON;
  const start = startOfRun(scan, sign, ORGANISATION);
  if ((sign - start !== 15 && sign - start !== 18) || !text.startsWith("00D", start)) return GO_ON;
  const end = withoutPoint(text, endOfRun(text, sign + 1, SESSION));
  if (end - sign <= 60 || !looksRandom(text.slice(sign + 1, end), MIXED)) return GO_ON;
  scan.report(salesforce, start, end);
  return end;
}

function lookAround({ issuer, mark, before, after }: Middle): Look {
  const kind = tokenKind(issuer);
  return (scan, start) => {
    const { text } = scan;
    if (!isOf(before.of, codeAt(text, start - 1)) || !text.startsWith(mark, start)) return GO_ON;
    const to = endOfSegments(text, start + mark.length, after);
    if (to < 0 || !endsAt(text, to)) return GO_ON;
    const from = startOfRun(scan, start, before);
    if (start - from < before.min || !beginsAt(text, from, scan.floor)) return GO_ON;
    if (!looksRandom(text.slice(from, to), MIXED)) return GO_ON;
    scan.report(kind, from, to);
    return to;
  };
}

/** Tokens that show what they are in the middle or at the end. */
export const middleAnchors: readonly Anchor[] = MIDDLES.map((middle) => ({
  // Behind a digit the scan may resume too late.
  literals: [middle.mark.replace(/(?<=.{3})\d.*$/, "")],
  caseSensitive: true,
  look: lookAround(middle),
}));
