import type { Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt, isAlphanumeric, isLetter } from "../scan/characters.ts";
import { obfuscatedEmailKind } from "./email-kind.ts";
import { localStart } from "./local-part.ts";
import { SPOKEN_TOP_LEVEL_DOMAINS } from "./no-top-level-domains.ts";

const SPACE = 32;
const POINT = 46;
const MAX_LABEL = 63;
const MAX_LABELS = 5;
const DOTS: readonly string[] = ["(dot)", "[dot]", "{dot}", "[.]", "(.)"];

/** `jane (at) example (dot) com`, `jane[at]example.com`: `[start, end)` is the `(at)`. */
export function lookAtBracketedAt(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const at = codeAt(text, start - 1) === SPACE ? start - 1 : start;
  const local = localStart(text, at, scan.floor);
  if (local === at) return GO_ON;
  const last = labelsEnd(text, skipSpace(text, end));
  if (last === GO_ON) return GO_ON;
  scan.report(obfuscatedEmailKind, local, last);
  return last;
}

/** `jane at example dot com`: `[start, end)` is the ` dot `. Only before a well-known end: it is ordinary language. */
export function lookAtSpokenDot(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const last = labelEnd(text, end);
  if (last === end || !SPOKEN_TOP_LEVEL_DOMAINS.has(text.slice(end, last).toLowerCase())) return GO_ON;
  let domain = start;
  while (domain > start - MAX_LABEL && isAlphanumeric(codeAt(text, domain - 1))) domain--;
  if (domain === start || text.slice(domain - 4, domain).toLowerCase() !== " at ") return GO_ON;
  const local = localStart(text, domain - 4, scan.floor);
  if (local === domain - 4) return GO_ON;
  scan.report(obfuscatedEmailKind, local, last);
  return last;
}

function labelsEnd(text: string, start: number): number {
  let label = start;
  for (let labels = 1; labels <= MAX_LABELS; labels++) {
    const end = labelEnd(text, label);
    if (end === label) return GO_ON;
    const next = dotEnd(text, end);
    if (next === GO_ON) return labels > 1 && isName(text, label, end) ? end : GO_ON;
    label = next;
  }
  return GO_ON;
}

function labelEnd(text: string, start: number): number {
  let end = start;
  while (end - start < MAX_LABEL && (isAlphanumeric(codeAt(text, end)) || codeAt(text, end) === 45)) end++;
  return end;
}

function dotEnd(text: string, at: number): number {
  if (codeAt(text, at) === POINT && isAlphanumeric(codeAt(text, at + 1))) return at + 1;
  const sign = skipSpace(text, at);
  for (const dot of DOTS) {
    if (text.slice(sign, sign + dot.length).toLowerCase() === dot) return skipSpace(text, sign + dot.length);
  }
  return text.slice(at, at + 5).toLowerCase() === " dot " ? at + 5 : GO_ON;
}

const skipSpace = (text: string, at: number): number => (codeAt(text, at) === SPACE ? at + 1 : at);

function isName(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (!isLetter(codeAt(text, i))) return false;
  return end - start >= 2;
}
