import type { Finding, Sanitizer } from "@jobscope/sanitizer";

import type { TextBlock } from "./text-blocks.ts";
import { textBlocks } from "./text-blocks.ts";

/** Where something was found in the stream; both count from 1, the column in characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface StreamParts {
  readonly sanitizer: Pick<Sanitizer, "text">;
  readonly input: AsyncIterable<Uint8Array>;
  /** Takes the sanitized bytes; resolves when more may come. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly onFinding: (finding: Finding, place: Place) => void;
  /** Told after each block how many bytes have been read in all. */
  readonly onProgress: (bytes: number) => void;
}

/** Sanitizes a stream of text, block by block; resolves to the number of lines. */
export async function sanitizeStream({ sanitizer, input, write, onFinding, onProgress }: StreamParts): Promise<number> {
  let lines = 0;
  let bytes = 0;
  for await (const block of textBlocks(input)) {
    const { text, findings } = sanitizer.text(block.text);
    locate(block.text, { findings, firstLine: lines + 1 }, onFinding);
    const kept = findings.some(({ action }) => action === "drop") ? withoutDroppedLines(block, sanitizer) : text;
    await write(Buffer.from(kept, block.encoding));
    lines += countLines(block.text);
    bytes += block.bytes;
    onProgress(bytes);
  }
  return lines;
}

interface Located {
  readonly findings: readonly Finding[];
  readonly firstLine: number;
}

/** Findings ascend, so one walk over the line ends finds the lines of all. */
function locate(text: string, { findings, firstLine }: Located, tell: StreamParts["onFinding"]): void {
  let line = firstLine;
  let lineStart = 0;
  for (const finding of findings) {
    for (
      let end = text.indexOf("\n", lineStart);
      end >= 0 && end < finding.start;
      end = text.indexOf("\n", lineStart)
    ) {
      lineStart = end + 1;
      line++;
    }
    tell(finding, { line, column: finding.start - lineStart + 1 });
  }
}

/** To drop a record is to drop its line. */
function withoutDroppedLines({ text }: TextBlock, sanitizer: StreamParts["sanitizer"]): string {
  const kept: string[] = [];
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const result = sanitizer.text(line);
    if (!result.findings.some(({ action }) => action === "drop")) kept.push(result.text);
  }
  return kept.join("");
}

function countLines(text: string): number {
  let count = text.endsWith("\n") || text === "" ? 0 : 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
