import type { Finding, Sanitizer } from "@jobscope/sanitizer";

import { LinePlaces } from "./line-places.ts";
import type { Place } from "./line-places.ts";
import { bytesOf, textBlocks } from "./text-blocks.ts";

export interface StreamParts {
  readonly sanitizer: Pick<Sanitizer, "text">;
  readonly input: AsyncIterable<Uint8Array>;
  /** Takes the sanitized bytes; resolves when more may come. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly onFinding: (finding: Finding, place: Place) => void;
  /** Told after each block how many bytes have been read in all. */
  readonly onProgress: (bytes: number) => void;
}

/** The byte order mark of an input belongs to none of its lines. */
const MARK = "\u{feff}";

/** Sanitizes a stream of text, block by block; resolves to the number of lines. */
export async function sanitizeStream({ sanitizer, input, write, onFinding, onProgress }: StreamParts): Promise<number> {
  const places = new LinePlaces();
  let bytes = 0;
  for await (const block of textBlocks(input)) {
    const mark = bytes === 0 && block.text.startsWith(MARK) ? MARK : "";
    const given = block.text.slice(mark.length);
    const { text, findings, dropped } = sanitizer.text(given);
    places.take(given, findings, onFinding);
    const kept = dropped ? withoutDroppedLines(given, sanitizer) : text;
    await write(bytesOf(mark + kept, block.encoding));
    bytes += block.bytes;
    onProgress(bytes);
  }
  return places.lines;
}

/** To drop a record is to drop its line. */
function withoutDroppedLines(text: string, sanitizer: StreamParts["sanitizer"]): string {
  const kept: string[] = [];
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const result = sanitizer.text(line);
    if (!result.dropped) kept.push(result.text);
  }
  return kept.join("");
}
