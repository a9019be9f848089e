import type { Sanitizer } from "@jobscope/sanitizer";

import type { CleanText } from "./json-line.ts";
import { cleanJsonLine } from "./json-line.ts";

/** A part of a block, judged in one go. */
export interface Piece extends CleanText {
  readonly given: string;
  /** A record: its findings have keys, and no place in the line. */
  readonly isRecord: boolean;
}

/** Sanitizes a block of whole lines: those that are JSON objects one by one, what is between them together. */
export function* cleanRecords(block: string, sanitizer: Sanitizer): Generator<Piece, void, undefined> {
  let waiting: string[] = [];
  for (const line of linesOf(block)) {
    const record = cleanJsonLine(line, sanitizer);
    if (record === undefined) {
      waiting.push(line);
      continue;
    }
    if (waiting.length > 0) yield cleanTexts(waiting.join(""), sanitizer);
    waiting = [];
    yield { ...record, given: line, isRecord: true };
  }
  if (waiting.length > 0) yield cleanTexts(waiting.join(""), sanitizer);
}

/** Sanitizes a block as one text. */
export function cleanTexts(given: string, sanitizer: Pick<Sanitizer, "text">): Piece {
  const { text, findings, dropped } = sanitizer.text(given);
  return { given, text: dropped ? withoutDroppedLines(given, sanitizer) : text, findings, dropped, isRecord: false };
}

/** To drop a record is to drop its line. */
function withoutDroppedLines(text: string, sanitizer: Pick<Sanitizer, "text">): string {
  const kept: string[] = [];
  for (const line of linesOf(text)) {
    const result = sanitizer.text(line);
    if (!result.dropped) kept.push(result.text);
  }
  return kept.join("");
}

const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
