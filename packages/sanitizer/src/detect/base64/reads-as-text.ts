import { codeAt } from "../scan/characters.ts";
import { NONE, SIX_BITS } from "./alphabet.ts";

/** Of base64; eighteen bytes. */
const HEAD = 24;
const DELETE = 127;
const SPACE = 32;
const FIRST_CONTINUED = 0xc2;
const LAST_CONTINUED = 0xf4;

export type TextEncoding = "utf8" | "utf16le";

/** In which encoding the base64 that begins at `start` may be text, by its first eighteen bytes; undefined if in none. */
export function readsAsText(text: string, start: number): TextEncoding | undefined {
  const second = byteAt(text, start, 1);
  return second === 0
    ? headIsWide(text, start)
      ? "utf16le"
      : undefined
    : headIsText(text, start)
      ? "utf8"
      : undefined;
}

/** Byte `index` of the base64 at `start`, or -1. */
function byteAt(text: string, start: number, index: number): number {
  const at = start + Math.floor((index * 4) / 3);
  const left = SIX_BITS[codeAt(text, at) & 255] as number;
  const right = SIX_BITS[codeAt(text, at + 1) & 255] as number;
  if (left === NONE || right === NONE) return -1;
  const shift = 2 * (index % 3);
  return ((left << (2 + shift)) | (right >> (4 - shift))) & 255;
}

function headIsText(text: string, start: number): boolean {
  let continued = 0;
  for (let i = 0; i < (HEAD / 4) * 3; i++) {
    const byte = byteAt(text, start, i);
    if (continued > 0) {
      if ((byte & 0xc0) !== 0x80) return false;
      continued--;
    } else if (byte > DELETE) {
      if (byte < FIRST_CONTINUED || byte > LAST_CONTINUED) return false;
      continued = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    } else if (!isTextByte(byte)) return false;
  }
  return true;
}

/** UTF-16, as PowerShell takes it: every second byte is zero. */
function headIsWide(text: string, start: number): boolean {
  for (let i = 0; i < (HEAD / 4) * 3; i++) {
    const byte = byteAt(text, start, i);
    if (i % 2 === 1 ? byte !== 0 : !isTextByte(byte)) return false;
  }
  return true;
}

const isTextByte = (byte: number): boolean =>
  (byte >= SPACE && byte < DELETE) || byte === 10 || byte === 13 || byte === 9;
