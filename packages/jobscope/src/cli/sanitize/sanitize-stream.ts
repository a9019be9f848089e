import type { Finding, Sanitizer } from "@jobscope/sanitizer";

import { cleanRecords, cleanTexts } from "./clean-block.ts";
import { LinePlaces } from "./line-places.ts";
import type { Place } from "./line-places.ts";
import { bytesOf, textBlocks } from "./text-blocks.ts";

export interface StreamParts {
  readonly sanitizer: Sanitizer;
  /** Lines that are JSON objects are judged by their keys too; everything else is text. */
  readonly asRecords: boolean;
  readonly input: AsyncIterable<Uint8Array>;
  /** Takes the sanitized bytes; resolves when more may come. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly onFinding: (finding: Finding, place: Place) => void;
  /** Told after each block how many bytes have been read in all. */
  readonly onProgress: (bytes: number) => void;
}

export interface StreamCounts {
  readonly lines: number;
  /** Of the lines those that were judged as records. */
  readonly records: number;
}

/** The byte order mark of an input belongs to none of its lines. */
const MARK = "\u{feff}";

/** Sanitizes a stream of text, block by block. */
export async function sanitizeStream(parts: StreamParts): Promise<StreamCounts> {
  const { sanitizer, asRecords, input, write, onFinding, onProgress } = parts;
  const places = new LinePlaces();
  let records = 0;
  let bytes = 0;
  for await (const block of textBlocks(input)) {
    const mark = bytes === 0 && block.text.startsWith(MARK) ? MARK : "";
    const given = block.text.slice(mark.length);
    let clean = mark;
    for (const piece of asRecords ? cleanRecords(given, sanitizer) : [cleanTexts(given, sanitizer)]) {
      clean += piece.text;
      if (piece.isRecord) records++;
      places.take(piece.given, piece.isRecord ? piece.findings.map(atLineStart) : piece.findings, onFinding);
    }
    await write(bytesOf(clean, block.encoding));
    bytes += block.bytes;
    onProgress(bytes);
  }
  return { lines: places.lines, records };
}

/** Its indices count within a value of the record. */
const atLineStart = (finding: Finding): Finding => ({ ...finding, start: 0, end: 0 });
