import type { KeyClass, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import type { Kind } from "../../model/kind.ts";
import type { Found } from "../merge-findings.ts";
import { lookAtNumber } from "../number/look-at-number.ts";
import { ASKED, DIGIT, ESCAPE, FOREIGN } from "./characters.ts";
import type { Entry, Program } from "./program.ts";
import { TRIGRAM, trigramAt } from "./trigram.ts";

/** The state of one scan. Reused from text to text: a scan allocates nothing where it finds nothing. */
export class TextScan implements Scan {
  readonly #program: Program;
  text = "";
  floor = 0;
  escaped = false;
  foreign = false;
  /** Of what was reported, ascending: starts and ends in turn. */
  ranges: number[] = [];
  kinds: Kind[] = [];
  /** What was reported before the scan came there, in any order. */
  readonly ahead: Found[] = [];
  /** Starts and ends in turn of what was gone over without a look for what is certain; only where something is. */
  readonly skipped: number[] = [];
  /** Since the last candidate. */
  #reported = false;

  constructor(program: Program) {
    this.#program = program;
  }

  begin(text: string): void {
    this.text = text;
    this.floor = 0;
    this.escaped = false;
    this.foreign = false;
    if (this.skipped.length > 0) this.skipped.length = 0;
    if (this.ahead.length > 0) this.ahead.length = 0;
    if (this.kinds.length > 0) {
      this.ranges = [];
      this.kinds = [];
    }
  }

  report(kind: Kind, start: number, end: number): void {
    const from = Math.max(start, this.floor);
    const to = Math.min(end, this.text.length);
    if (from >= to) return;
    this.ranges.push(from, to);
    this.kinds.push(kind);
    this.floor = to;
    this.#reported = true;
  }

  reportAhead(kind: Kind, start: number, end: number): void {
    this.ahead.push({ kind, start, end });
  }

  leave(end: number): number {
    this.floor = Math.max(this.floor, end);
    return end;
  }

  keyClass(start: number, end: number): KeyClass | undefined {
    return this.#program.keyClass(this.text.slice(start, end));
  }

  /** Looks at the candidate at `index`, and says where to go on. */
  advance(index: number): number {
    const next = this.candidate(index);
    if (next <= index + 1 && !this.#reported) return index + 1;
    return this.#jump(index + 1, Math.max(next, index + 1));
  }

  #jump(from: number, to: number): number {
    const { certain } = this.#program;
    if (certain !== undefined) {
      // Behind a finding, what began within it.
      if (this.#reported) this.skipped.push(from, Math.max(to, this.floor + certain.reach));
      else if (isAnnounced(certain.trigrams, this.text, { from, to })) this.skipped.push(from, to);
    }
    this.#reported = false;
    return to;
  }

  /** Looks at the candidate at `index`; the index from which to go on, or {@link GO_ON}. */
  candidate(index: number): number {
    const { text } = this;
    const { buckets, bucketOf, classes, characters } = this.#program;
    const code = text.charCodeAt(index);
    const bucket = index > 1 ? (bucketOf[trigramAt(text, index - 2)] as number) : 0;
    if (bucket !== 0) {
      const next = this.#anchored(buckets[bucket] as readonly Entry[], index);
      if (next > index) return next;
    }
    const kind = classes[code] as number;
    if (kind === DIGIT) return lookAtNumber(this, index, this.#program);
    if ((kind & ESCAPE) !== 0) this.escaped = true;
    if ((kind & FOREIGN) !== 0) this.foreign = true;
    return (kind & ASKED) === 0 ? GO_ON : (characters.get(code)?.(this, index, index + 1) ?? GO_ON);
  }

  #anchored(entries: readonly Entry[], index: number): number {
    for (const entry of entries) {
      const start = index - entry.offset;
      if (start < this.floor || !standsAt(this.text, start, entry)) continue;
      const next = entry.look(this, start, start + entry.literal.length);
      if (next !== GO_ON) return next;
    }
    return GO_ON;
  }
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Whether a literal is announced in the range, which does not begin with the text's first character. */
function isAnnounced(trigrams: Uint8Array, text: string, { from, to }: Range): boolean {
  const end = Math.min(to, text.length);
  let trigram = text.charCodeAt(from - 1) & 31;
  if (from > 1) trigram |= (text.charCodeAt(from - 2) & 31) << 5;
  for (let i = from; i < end; i++) {
    trigram = ((trigram << 5) | (text.charCodeAt(i) & 31)) & TRIGRAM;
    if (trigrams[trigram] !== 0) return true;
  }
  return false;
}

function standsAt(text: string, start: number, { literal, caseSensitive }: Entry): boolean {
  if (start + literal.length > text.length) return false;
  for (let i = 0; i < literal.length; i++) {
    const code = text.charCodeAt(start + i);
    const wanted = literal.charCodeAt(i);
    if (code !== wanted && (caseSensitive || code < 65 || code > 90 || (code | 32) !== wanted)) return false;
  }
  return true;
}
