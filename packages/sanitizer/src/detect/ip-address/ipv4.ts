import type { DigitRun, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt, isAlphanumeric, isDigit } from "../scan/characters.ts";
import { ipv4Kind } from "./ip-kind.ts";
import { readV4 } from "./parse-ip.ts";
import { isSpecialV4 } from "./special-v4.ts";
import { isVersion } from "./version-context.ts";

const GROUPS = 4;
const SPACE = 32;
const POINT = 46;
const UNDERSCORE = 95;
const GREATER = 62;
const V = 118;

const buffer = new Uint8Array(16);

/** Judges four numbers with points between. What has the shape and is no address is nobody else's number either. */
export function judgeV4(scan: Scan, run: DigitRun): number {
  const first = run.groupLengths[0] ?? 0;
  if (run.groups < GROUPS || first > 3) return GO_ON;
  const { text } = scan;
  const { start } = run;
  if (codeAt(text, start + first) !== POINT) return GO_ON;
  const end = readV4(text, start, { bytes: buffer, offset: 0 });
  if (end === 0 || belongs(text, end)) return GO_ON;
  if (codeAt(text, end) === POINT && isDigit(codeAt(text, end + 1))) return longer(scan, run, end);
  if (isNobodys() || isVersion(text, start, end)) return end;
  scan.report(ipv4Kind, start, end);
  return end;
}

/** Whether the four numbers before `end` are part of a word; `_203.0.113.7_` is written in italics. */
function belongs(text: string, end: number): boolean {
  const code = codeAt(text, end);
  return isAlphanumeric(code) || (code === UNDERSCORE && isAlphanumeric(codeAt(text, end + 1)));
}

/** Anonymised already, or special. */
const isNobodys = (): boolean => buffer[3] === 0 || isSpecialV4(buffer, 0);

/** More than four numbers are a version or an object id, but for the port in what tcpdump prints: `203.0.113.7.443 >`. */
function longer(scan: Scan, run: DigitRun, end: number): number {
  const { text } = scan;
  const { start } = run;
  let portEnd = end + 1;
  while (isDigit(codeAt(text, portEnd))) portEnd++;
  const sends = codeAt(text, portEnd) === SPACE && codeAt(text, portEnd + 1) === GREATER;
  const receives = codeAt(text, start - 1) === SPACE && codeAt(text, start - 2) === GREATER;
  if (run.groups !== GROUPS + 1 || !(sends || receives) || isNobodys()) return run.end;
  scan.report(ipv4Kind, start, end);
  return portEnd;
}

/** `v1.2.3.4`: the letter hides the number from the judges of numbers; behind its first point the rest is looked at. */
export function leaveVersion(scan: Scan, start: number, digit: number): number {
  if (digit !== start + 1 || (codeAt(scan.text, start) | 32) !== V) return GO_ON;
  let end = digit;
  for (let code = codeAt(scan.text, end); isDigit(code) || code === POINT; code = codeAt(scan.text, ++end));
  return end;
}
