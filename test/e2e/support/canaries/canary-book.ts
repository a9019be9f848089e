import type { Canary } from "./canary.ts";

const KEY_LENGTH = 8;
const FILTER_BITS = 22;
/** Characters at the end of a secret's base64 form that are looked for, at each of its three alignments. */
const BASE64_RUN = 12;

interface Needle {
  readonly bytes: Buffer;
  readonly canary: Canary;
}

/**
 * Finds pieces of many secrets in much output: raw, in UTF-16, percent-encoded and in base64. Every piece begins with eight bytes that are
 * looked up, so that each output is read once whatever the number of secrets.
 */
export class CanaryBook {
  readonly #byStart = new Map<string, Needle[]>();
  readonly #filter = new Uint8Array(1 << FILTER_BITS);

  constructor(canaries: readonly Canary[]) {
    for (const canary of canaries) {
      for (const secret of canary.secrets) {
        const pieces = new Set([...windows(secret, canary.run), ...inBase64(secret), encodeURIComponent(secret)]);
        for (const piece of pieces) this.#add(piece, canary);
      }
    }
  }

  /** Where the secrets come from of which there is a piece in the output, each once. */
  leaksIn(output: Buffer): ReadonlySet<string> {
    const text = withoutZeros(output);
    const found = new Set<string>();
    for (let at = 0; at + KEY_LENGTH <= text.length; at++) {
      if (this.#filter[slotAt(text, at)] === 0) continue;
      for (const { bytes: needle, canary } of this.#byStart.get(text.toString("latin1", at, at + KEY_LENGTH)) ?? []) {
        if (text.compare(needle, 0, needle.length, at, Math.min(text.length, at + needle.length)) === 0)
          found.add(canary.where);
      }
    }
    return found;
  }

  #add(piece: string, canary: Canary): void {
    if (piece.length < KEY_LENGTH)
      throw new Error(`${canary.where}: a piece of ${piece.length} characters is found by chance`);
    const bytes = Buffer.from(piece, "latin1");
    const key = piece.slice(0, KEY_LENGTH);
    const present = this.#byStart.get(key);
    if (present === undefined) this.#byStart.set(key, [{ bytes, canary }]);
    else present.push({ bytes, canary });
    this.#filter[slotAt(bytes, 0)] = 1;
  }
}

/** ASCII in UTF-16 is ASCII with a zero beside each character. */
function withoutZeros(output: Buffer): Buffer {
  const kept = Buffer.allocUnsafe(output.length);
  let length = 0;
  for (let at = 0; at < output.length; at++) {
    const byte = output[at] ?? 0;
    if (byte !== 0) kept[length++] = byte;
  }
  return kept.subarray(0, length);
}

const slotAt = (bytes: Buffer, at: number): number =>
  (Math.imul(bytes.readInt32LE(at) ^ Math.imul(bytes.readInt32LE(at + 4), 0x9e3779b1), 0x85ebca6b) >>> 0) >>>
  (32 - FILTER_BITS);

/** All pieces of this length; the whole where it is shorter. */
function windows(secret: string, length: number): readonly string[] {
  if (secret.length <= length) return [secret];
  return Array.from({ length: secret.length - length + 1 }, (_, at) => secret.slice(at, at + length));
}

/** How the secret reads in base64, whatever stands before it: without the characters that depend on its neighbours. */
function inBase64(secret: string): readonly string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.from(" ".repeat(before) + secret).toString("base64");
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor(((before + secret.length) * 8) / 6);
    return encoded.slice(Math.max(first, last - BASE64_RUN), last);
  });
}
