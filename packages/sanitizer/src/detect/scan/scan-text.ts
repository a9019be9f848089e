import { lookAgain } from "./look-again.ts";
import type { Program } from "./program.ts";
import type { TextScan } from "./text-scan.ts";
import { TRIGRAM } from "./trigram.ts";

/** From this length on the copy into a byte array pays: reading bytes is twice as fast as asking a string. */
const LONG = 512;
const WINDOW = 65_536;
const buffer = Buffer.allocUnsafeSlow(WINDOW);
/** The same bytes as a plain array: what reads them then has one class of array to deal with. */
const window = new Uint8Array(buffer.buffer);

/** One pass over `text`; what was found stands in `scan`. */
export function scanText(scan: TextScan, program: Program, text: string): void {
  scan.begin(text);
  if (text.length < LONG || Buffer.byteLength(text) !== text.length) scanUnits(scan, program);
  else scanBytes(scan, program);
  if (program.certain !== undefined && scan.skipped.length > 0) lookAgain(scan, program.certain);
}

function scanUnits(scan: TextScan, program: Program): void {
  const { text } = scan;
  const { length } = text;
  let i = nextInText(text, program, 0);
  while (i < length) i = nextInText(text, program, scan.advance(i));
}

/** For ASCII: window by window, with the same indices as the string. Two characters of a window repeat those before it. */
function scanBytes(scan: TextScan, program: Program): void {
  const { text } = scan;
  const { length } = text;
  let i = 0;
  while (i < length) {
    const from = Math.max(0, i - 2);
    const to = Math.min(from + WINDOW, length);
    buffer.write(from === 0 && to === length ? text : text.slice(from, to), 0, "latin1");
    i = from + nextInBytes(program, i - from, to - from);
    while (i < to) i = from + nextInBytes(program, scan.advance(i) - from, to - from);
  }
}

// The two loops below hold no call, so that everything they need stays in registers: that is worth a factor of three.

function nextInText(text: string, { trigrams, classes }: Program, start: number): number {
  const { length } = text;
  let trigram = start > 0 ? text.charCodeAt(start - 1) & 31 : 0;
  if (start > 1) trigram |= (text.charCodeAt(start - 2) & 31) << 5;
  let i = start;
  for (; i < length; i++) {
    const code = text.charCodeAt(i);
    trigram = ((trigram << 5) | (code & 31)) & TRIGRAM;
    if (((trigrams[trigram] as number) | (classes[code] as number)) !== 0) break;
  }
  return i;
}

function nextInBytes({ trigrams, classes }: Program, start: number, end: number): number {
  let trigram = start > 0 ? (window[start - 1] as number) & 31 : 0;
  if (start > 1) trigram |= ((window[start - 2] as number) & 31) << 5;
  let i = start;
  for (; i < end; i++) {
    const code = window[i] as number;
    trigram = ((trigram << 5) | (code & 31)) & TRIGRAM;
    if (((trigrams[trigram] as number) | (classes[code] as number)) !== 0) break;
  }
  return i;
}
