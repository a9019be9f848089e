import type { Anchor, Look, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt } from "../scan/characters.ts";
import type { Run } from "../value/alphabet.ts";
import { alphabets, endOfRun } from "../value/alphabet.ts";
import { memberKind } from "./private-key-kinds.ts";

/** Secret members of a JSON Web Key (RFC 7518, 6.2.2, 6.3.2 and 6.4.1). */
const MEMBERS: readonly string[] = ["d", "p", "q", "dp", "dq", "qi", "k"];
export const SECRET_JWK_MEMBERS: ReadonlySet<string> = new Set(MEMBERS);
/** The same of the XML that .NET writes. */
const ELEMENTS: readonly string[] = ["D", "P", "Q", "DP", "DQ", "InverseQ"];
/** 128 bits. */
const SHORTEST = 20;
/** Where the text ends within it. */
const SHORTEST_CUT = 8;
const LONGEST = 4_096;
const MEMBER: Run = { of: alphabets.padded, max: LONGEST };
const ELEMENT: Run = { of: alphabets.paddedBase64, max: LONGEST };
const LOOKED_BEHIND = 2_048;
const LOOKED_AHEAD = 4_096;

const BACKSLASH = 92;
const QUOTE = 34;
const COLON = 58;
const SPACE = 32;
const LESS = 60;
/** Behind a member, or where a limit cut it off. */
const ENDS: ReadonlySet<number> = new Set(Array.from("\"'\\.…[<", (sign) => sign.charCodeAt(0)));

/** `"d":"…"`, also within a JSON string: `[start, end)` is the name with its quotes, the last one perhaps still to come. */
function lookAtMember(scan: Scan, _start: number, end: number): number {
  const { text } = scan;
  let at = end;
  if (codeAt(text, at - 1) === BACKSLASH) {
    while (at - end < 4 && codeAt(text, at) === BACKSLASH) at++;
    if (codeAt(text, at) !== QUOTE) return GO_ON;
    at++;
  }
  if (codeAt(text, at) !== COLON) return GO_ON;
  at++;
  while (at - end < 12 && (codeAt(text, at) === SPACE || codeAt(text, at) === BACKSLASH)) at++;
  return codeAt(text, at) === QUOTE ? reportMember(scan, at + 1) : GO_ON;
}

const lookAtProperty: Look = (scan, _start, end) => reportMember(scan, end);

function reportMember(scan: Scan, from: number): number {
  const { text } = scan;
  const to = endOfRun(text, from, MEMBER);
  if (to - from < (to === text.length ? SHORTEST_CUT : SHORTEST)) return GO_ON;
  if (to < text.length && !ENDS.has(codeAt(text, to))) return GO_ON;
  // A key says what it is: without its type it may be any value of this name.
  if (
    !text.slice(to, to + LOOKED_AHEAD).includes("kty") &&
    !text.slice(Math.max(0, from - LOOKED_BEHIND), from).includes("kty")
  )
    return GO_ON;
  scan.report(memberKind, from, to);
  return to;
}

/** `<D>…</D>` */
function lookAtElement(scan: Scan, _start: number, end: number): number {
  const { text } = scan;
  const to = endOfRun(text, end, ELEMENT);
  if (to - end < SHORTEST || (to < text.length && codeAt(text, to) !== LESS)) return GO_ON;
  scan.report(memberKind, end, to);
  return to;
}

export const memberAnchors: readonly Anchor[] = [
  { literals: MEMBERS.flatMap((name) => [`"${name}"`, `"${name}\\`]), caseSensitive: true, look: lookAtMember },
  { literals: MEMBERS.map((name) => ` ${name}: '`), caseSensitive: true, look: lookAtProperty },
  { literals: ELEMENTS.map((name) => `<${name}>`), caseSensitive: true, look: lookAtElement },
];
