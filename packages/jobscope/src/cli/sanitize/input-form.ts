/** How the bytes of an input are text. `bytes`: UTF-8, or what is none, line by line. */
export type InputForm = "bytes" | "utf16le" | "utf16be";

/** The input is nothing that could be searched, and would pass whole if it were tried. */
export class UnreadableInput extends Error {
  override readonly name = "UnreadableInput";
}

interface Packed {
  readonly name: string;
  readonly magic: Uint8Array;
  readonly unpack: string;
}

/** What a log is packed with, by its first bytes. */
const PACKED: readonly Packed[] = [
  { name: "gzip", magic: Uint8Array.of(0x1f, 0x8b), unpack: "zcat file" },
  { name: "zstd", magic: Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd), unpack: "zstdcat file" },
  { name: "xz", magic: Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a), unpack: "xzcat file" },
  { name: "bzip2", magic: Buffer.from("BZh"), unpack: "bzcat file" },
  { name: "zip", magic: Uint8Array.of(0x50, 0x4b, 0x03, 0x04), unpack: "unzip -p file" },
];
/** "BZh" may begin a word; after the size the digits of pi follow. */
const BZIP2_BLOCK = Uint8Array.of(0x31, 0x41, 0x59, 0x26, 0x53, 0x59);

/** So many bytes tell what packed an input, or the byte order mark. */
export const HEAD_BYTES = 4;
const MAX_LOOKED_AT = 4_096;

/** @throws {UnreadableInput} where it is packed, or UTF-32. */
export function formOf(head: Buffer): InputForm {
  const packed = PACKED.find(({ magic }) => startsWith(head, magic));
  if (packed !== undefined && (packed.name !== "bzip2" || head.subarray(4, 10).equals(BZIP2_BLOCK))) {
    throw new UnreadableInput(
      `it is packed with ${packed.name}, and nothing can be found in it. Unpack it: ${packed.unpack} | jobscope sanitize`,
    );
  }
  if (startsWith(head, [0xff, 0xfe, 0, 0]) || startsWith(head, [0, 0, 0xfe, 0xff])) {
    throw new UnreadableInput("it is UTF-32. Convert it: iconv -f UTF-32 -t UTF-8 file | jobscope sanitize");
  }
  if (isPlainAscii(head.subarray(2))) return "bytes";
  if (startsWith(head, [0xff, 0xfe])) return "utf16le";
  if (startsWith(head, [0xfe, 0xff])) return "utf16be";
  return withoutMark(head);
}

/** Latin letters, digits and blanks are every second byte 0 in UTF-16; no text in bytes has as many. */
function withoutMark(head: Buffer): InputForm {
  const end = Math.min(head.length, MAX_LOOKED_AT) - 1;
  let little = 0;
  let big = 0;
  for (let at = 0; at < end; at += 2) {
    if (head[at] === 0 && head[at + 1] !== 0) big++;
    if (head[at] !== 0 && head[at + 1] === 0) little++;
  }
  const many = Math.max(2, end / 8);
  // It begins with text in bytes where the first unit is none of either order: then only a part behind it is UTF-16.
  if (head[1] === 0 && little >= many && little > 8 * big) return "utf16le";
  return head[0] === 0 && big >= many && big > 8 * little ? "utf16be" : "bytes";
}

/** Two bytes that look like a mark may stand in front of what is none of UTF-16. */
function isPlainAscii(bytes: Buffer): boolean {
  const some = bytes.subarray(0, MAX_LOOKED_AT);
  return some.length >= 16 && some.every((byte) => byte > 0 && byte < 0x80);
}

const startsWith = (bytes: Buffer, magic: ArrayLike<number>): boolean =>
  bytes.length >= magic.length && Array.from(magic).every((byte, i) => bytes[i] === byte);

/** Bytes of readable ASCII that are UTF-16, of either order. */
const WIDE = /(?:[\t -~]\0){8}|(?:\0[\t -~]){8}/;
const NARROW = /[\t\n\r -~]{32}/;
/** One script's characters share their high bytes; letters of ASCII do not. */
const FEWEST_HIGH_BYTES = 6;

/**
 * `>>` appends in the encoding of the shell that runs it, so that half a log may be UTF-16.
 *
 * @throws {UnreadableInput} where a part is in another form than the input's beginning: nothing would be found in it.
 */
export function assertForm(bytes: Buffer, form: InputForm): void {
  if (form === "bytes" && bytes.includes(0) && WIDE.test(bytes.toString("latin1"))) throw mixed("bytes", "UTF-16");
  if (form !== "bytes" && holdsNarrow(bytes, form)) throw mixed("UTF-16", "UTF-8 or ASCII");
}

/**
 * The same of what stands behind the last line's end: a short line of ASCII has no end in UTF-16.
 *
 * @throws {UnreadableInput}
 */
export function assertEnd(bytes: Buffer, form: InputForm): void {
  if (form !== "bytes" && SHORT_LINES.test(bytes.toString("latin1"))) throw mixed("UTF-16", "UTF-8 or ASCII");
}

const SHORT_LINES = /^[\t\n\r -~]{8,}\n$/;

const mixed = (begins: string, holds: string): UnreadableInput =>
  new UnreadableInput(
    `it begins as ${begins} and goes on in ${holds}, so that one part would pass unsearched. Convert the part that is UTF-16 first: iconv -f UTF-16LE -t UTF-8`,
  );

function holdsNarrow(bytes: Buffer, form: InputForm): boolean {
  const [run] = NARROW.exec(bytes.toString("latin1")) ?? [];
  if (run === undefined) return false;
  const high = Array.from(run).filter((_, i) => (i % 2 === 1) === (form === "utf16le"));
  return new Set(high).size >= FEWEST_HIGH_BYTES;
}
