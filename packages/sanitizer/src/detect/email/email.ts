import type { Detector, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt } from "../scan/characters.ts";
import { isDomainLetter, isLocal } from "./characters.ts";
import { domainEnd } from "./domain.ts";
import { emailKind } from "./email-kind.ts";
import { localStart } from "./local-part.ts";
import { isNoAddress } from "./not-an-address.ts";
import { lookAtBracketedAt, lookAtSpokenDot } from "./obfuscated.ts";

const QUOTE = 34;
const OPENING = 91;
const CLOSING = 93;

function lookAtSign(scan: Scan, sign: number): number {
  const { text, floor } = scan;
  // `jane[@]example.com`
  const wrapped = codeAt(text, sign + 1) === CLOSING && codeAt(text, sign - 1) === OPENING;
  const at = wrapped ? sign - 1 : sign;
  const domain = wrapped ? sign + 2 : sign + 1;
  if (at <= floor) return GO_ON;
  const before = codeAt(text, at - 1);
  const after = codeAt(text, domain);
  if ((!isLocal(before) && before !== QUOTE) || (!isDomainLetter(after) && after !== OPENING)) return GO_ON;
  const end = domainEnd(text, domain);
  if (end === 0) return GO_ON;
  const start = localStart(text, at, floor);
  if (start === at || isNoAddress(text, { start, at, end })) return GO_ON;
  scan.report(emailKind, start, end);
  return end;
}

/** E-mail addresses: as they are written, of any script, quoted, in brackets, and as people hide them from machines. */
export const emailDetector: Detector = {
  name: "email",
  characters: { of: "@", look: lookAtSign },
  anchors: [
    { literals: ["(at)", "[at]", "{at}"], look: lookAtBracketedAt },
    { literals: [" dot "], look: lookAtSpokenDot },
  ],
};
