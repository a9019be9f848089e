import { isUtf8 } from "node:buffer";

import { assertEnd, assertForm, formOf, HEAD_BYTES } from "./input-form.ts";
import type { InputForm } from "./input-form.ts";

/** Whole lines of the input, as they are searched together. */
export interface TextBlock {
  readonly text: string;
  /** How to turn the text back into the bytes it came from. */
  readonly encoding: TextEncoding;
  readonly bytes: number;
}

export type TextEncoding = "utf8" | "latin1" | "utf16le" | "utf16be";

/** A key is held back until its end has come, for at most as many bytes. */
const MAX_KEY_BYTES = 65_536;
/** A line without end is searched in pieces of this size. */
const MAX_LINE_BYTES = 8 * 1024 * 1024;

/**
 * Cuts a stream of bytes into blocks of whole lines, each as soon as it is there: a live log keeps flowing. A private key
 * that goes over several lines stays in one block. Bytes that are no text pass unharmed.
 *
 * @throws {UnreadableInput} where nothing could be found in it, because it is packed or of mixed encodings.
 */
export async function* textBlocks(input: AsyncIterable<Uint8Array>): AsyncGenerator<TextBlock, void, undefined> {
  let marks: Marks | undefined;
  let waiting: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of input) {
    waiting.push(chunk);
    size += chunk.byteLength;
    if (size < HEAD_BYTES) continue;
    if (marks !== undefined && !chunk.includes(NEWLINE) && size < MAX_LINE_BYTES) continue;
    const all = Buffer.concat(waiting, size);
    marks ??= MARKS[formOf(all)];
    const end = completeLines(all, marks);
    const cut = end === 0 && size >= MAX_LINE_BYTES ? size - (size % marks.unit) : end;
    if (cut > 0) yield blockOf(all.subarray(0, cut), marks.form);
    waiting = cut < size ? [all.subarray(cut)] : [];
    size -= cut;
  }
  if (size > 0) yield* rest(Buffer.concat(waiting, size), marks);
}

export function bytesOf(text: string, encoding: TextEncoding): Buffer {
  return encoding === "utf16be" ? Buffer.from(text, "utf16le").swap16() : Buffer.from(text, encoding);
}

/** What is looked for in the bytes, as they stand there. */
interface Marks {
  readonly form: InputForm;
  /** Bytes of one unit. */
  readonly unit: 1 | 2;
  readonly newline: Buffer;
  readonly begin: Buffer;
  readonly end: Buffer;
}

const NEWLINE = 10;

const marksOf = (form: InputForm): Marks => {
  const encoding = form === "bytes" ? "latin1" : form;
  const of = (text: string): Buffer => bytesOf(text, encoding);
  return { form, unit: form === "bytes" ? 1 : 2, newline: of("\n"), begin: of("-----BEGIN "), end: of("-----END ") };
};

const MARKS: Readonly<Record<InputForm, Marks>> = {
  bytes: marksOf("bytes"),
  utf16le: marksOf("utf16le"),
  utf16be: marksOf("utf16be"),
};

/** Half a unit at the end belongs to no character. */
function* rest(all: Buffer, known: Marks | undefined): Generator<TextBlock, void, undefined> {
  const { form, unit } = known ?? MARKS[formOf(all)];
  assertEnd(all, form);
  const whole = all.length - (all.length % unit);
  if (whole > 0) yield blockOf(all.subarray(0, whole), form);
  if (whole < all.length) yield blockOf(all.subarray(whole), "bytes");
}

/** Where the last complete line ends, or where the line begins in which a key begins that is not over yet. */
function completeLines(all: Buffer, { unit, newline, begin, end: keyEnd }: Marks): number {
  const last = lastIndexOf(all, all.length, { mark: newline, unit });
  const end = last < 0 ? 0 : last + unit;
  const key = lastIndexOf(all, end, { mark: begin, unit });
  if (key < 0 || all.indexOf(keyEnd, key) >= 0 || all.byteLength - key > MAX_KEY_BYTES) return end;
  const before = key === 0 ? -1 : lastIndexOf(all, key - unit, { mark: newline, unit });
  return before < 0 ? 0 : before + unit;
}

/** At the beginning of a unit: half of two neighbours may look the same. */
function lastIndexOf(
  all: Buffer,
  from: number,
  { mark, unit }: { readonly mark: Buffer; readonly unit: number },
): number {
  let at = all.lastIndexOf(mark, from);
  while (at > 0 && at % unit !== 0) at = all.lastIndexOf(mark, at - 1);
  return at;
}

function blockOf(bytes: Buffer, form: InputForm): TextBlock {
  assertForm(bytes, form);
  return { ...decoded(bytes, form), bytes: bytes.byteLength };
}

function decoded(bytes: Buffer, form: InputForm): Pick<TextBlock, "text" | "encoding"> {
  if (form === "utf16be") return { text: Buffer.from(bytes).swap16().toString("utf16le"), encoding: form };
  const encoding = form === "utf16le" ? form : isUtf8(bytes) ? "utf8" : "latin1";
  return { text: bytes.toString(encoding), encoding };
}
