import { isUtf8 } from "node:buffer";

/** Whole lines of the input, as they are searched together. */
export interface TextBlock {
  readonly text: string;
  /** How to turn the text back into the bytes it came from. */
  readonly encoding: "utf8" | "latin1";
  readonly bytes: number;
}

const NEWLINE = 10;
const BEGIN = "-----BEGIN ";
const END = "-----END ";
/** A key is held back until its end has come, for at most as many bytes. */
const MAX_KEY_BYTES = 65_536;
/** A line without end is searched in pieces of this size. */
const MAX_LINE_BYTES = 8 * 1024 * 1024;

/**
 * Cuts a stream of bytes into blocks of whole lines, each as soon as it is there: a live log keeps flowing. A private key
 * that goes over several lines stays in one block. Bytes that are no UTF-8 pass unharmed.
 */
export async function* textBlocks(input: AsyncIterable<Uint8Array>): AsyncGenerator<TextBlock, void, undefined> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of input) {
    waiting.push(chunk);
    size += chunk.byteLength;
    if (!chunk.includes(NEWLINE) && size < MAX_LINE_BYTES) continue;
    const all = Buffer.concat(waiting, size);
    const cut = size >= MAX_LINE_BYTES && !all.includes(NEWLINE) ? size : completeLines(all);
    if (cut > 0) yield blockOf(all.subarray(0, cut));
    waiting = cut < size ? [all.subarray(cut)] : [];
    size -= cut;
  }
  if (size > 0) yield blockOf(Buffer.concat(waiting, size));
}

/** Where the last complete line ends, or where the line begins in which a key begins that is not over yet. */
function completeLines(all: Buffer): number {
  const end = all.lastIndexOf(NEWLINE) + 1;
  const key = all.lastIndexOf(BEGIN, end);
  if (key < 0 || all.indexOf(END, key) >= 0 || all.byteLength - key > MAX_KEY_BYTES) return end;
  return key === 0 ? 0 : all.lastIndexOf(NEWLINE, key - 1) + 1;
}

function blockOf(bytes: Buffer): TextBlock {
  const encoding = isUtf8(bytes) ? "utf8" : "latin1";
  return { text: bytes.toString(encoding), encoding, bytes: bytes.byteLength };
}
