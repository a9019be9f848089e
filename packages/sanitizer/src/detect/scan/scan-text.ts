import { plainDigitsEnd } from "../number/plain-digits.ts";
import { isDigit } from "./characters.ts";
import { lookAgain } from "./look-again.ts";
import type { Entry, Program } from "./program.ts";
import type { TextScan } from "./text-scan.ts";
import { TRIGRAM } from "./trigram.ts";
import { fillWindow, units } from "./window.ts";

/** One pass over `text`; what was found stands in `scan`. */
export function scanText(scan: TextScan, program: Program, text: string): void {
  scan.begin(text);
  let i = 0;
  while (i < text.length) {
    // Two characters of a window repeat those before it: a trigram may begin there.
    const from = Math.max(0, i - 2);
    const to = fillWindow(text, from);
    i = from + scanWindow(scan, program, { from, start: i - from, end: to - from });
  }
  if (program.certain !== undefined && scan.skipped.length > 0) lookAgain(scan, program.certain);
}

/** More than any literal, and than what tells whether digits are plain. */
const MARGIN = 64;

interface Span {
  /** Of the window, in the text. */
  readonly from: number;
  /** Within the window. */
  readonly start: number;
  readonly end: number;
}

/** Where, in the window, the scan goes on: at its end or behind it. */
function scanWindow(scan: TextScan, program: Program, { from, start, end }: Span): number {
  // Near the window's end what decides may stand behind it.
  const safe = from + end === scan.text.length ? end : end - MARGIN;
  let at = nextCandidate(program, start, end);
  while (at < end) {
    const behind = at < safe && (at + from > scan.floor || scan.floor === 0) ? step(program, at) : 0;
    const next = behind === 0 ? scan.advance(from + at) - from : behind;
    if (behind > at + 1 && program.certain !== undefined && isAnnounced(program.certain, at + 1, behind)) {
      scan.skipped.push(from + at + 1, from + behind);
    }
    at = nextCandidate(program, next, end);
  }
  return at;
}

/** Holds no call, so that everything it needs stays in registers: that is worth a factor of three. */
function nextCandidate({ trigrams, classes }: Program, start: number, end: number): number {
  let trigram = start > 0 ? (units[start - 1] as number) & 31 : 0;
  if (start > 1) trigram |= ((units[start - 2] as number) & 31) << 5;
  let i = start;
  for (; i < end; i++) {
    const code = units[i] as number;
    trigram = ((trigram << 5) | (code & 31)) & TRIGRAM;
    if (((trigrams[trigram] as number) | (classes[code] as number)) !== 0) break;
  }
  return i;
}

/** Whether any of its literals is announced in `[start, end)`; `start` is not the text's first character. */
function isAnnounced({ trigrams }: Program, start: number, end: number): boolean {
  let trigram = (units[start - 1] as number) & 31;
  if (start > 1) trigram |= ((units[start - 2] as number) & 31) << 5;
  for (let i = start; i < end; i++) {
    trigram = ((trigram << 5) | ((units[i] as number) & 31)) & TRIGRAM;
    if (trigrams[trigram] !== 0) return true;
  }
  return false;
}

/** Most candidates are nothing: digits that stand alone, trigrams of other words. Behind those, else 0. */
function step({ trigrams, bucketOf, buckets, classes }: Program, at: number): number {
  const code = units[at] as number;
  const before = at > 0 ? (units[at - 1] as number) & 31 : 0;
  const trigram = at > 1 ? (((units[at - 2] as number) & 31) << 10) | (before << 5) | (code & 31) : 0;
  const announced = at > 1 && trigrams[trigram] !== 0;
  if (announced && anyStands(buckets[bucketOf[trigram] as number] as readonly Entry[], at)) return 0;
  if (isDigit(code)) return plainDigitsEnd(units, at);
  return classes[code] === 0 ? at + 1 : 0;
}

/** Whether the literal of one of them stands where its trigram ends at `at`. */
function anyStands(entries: readonly Entry[], at: number): boolean {
  for (const { offset, units: literal, caseSensitive } of entries) {
    const start = at - offset;
    if (start < 0 || standsAt(start, literal, caseSensitive)) return true;
  }
  return false;
}

function standsAt(start: number, literal: Uint16Array, caseSensitive: boolean): boolean {
  for (let i = 0; i < literal.length; i++) {
    const code = units[start + i] as number;
    const wanted = literal[i] as number;
    if (code !== wanted && (caseSensitive || code < 65 || code > 90 || (code | 32) !== wanted)) return false;
  }
  return true;
}
