/** Longer strings repeat too seldom to be worth a slot. */
export const maxInternedBytes = 64;

const slotCount = 4096;

/** `Buffer` methods that decode a range without the encoding look-up of `toString`; Node has had them since its beginnings. */
export interface WireBytes extends Buffer {
  utf8Slice(start: number, end: number): string;
  hexSlice(start: number, end: number): string;
}

/**
 * Attribute keys and values repeat from record to record: a direct-mapped table from their bytes to one string saves decoding
 * and garbage. Bounded: a newer string takes the slot of an older one with the same hash.
 */
export class StringTable {
  readonly #hashes: Int32Array = new Int32Array(slotCount);
  readonly #lengths: Uint8Array = new Uint8Array(slotCount);
  readonly #bytes: Uint8Array = new Uint8Array(slotCount * maxInternedBytes);
  readonly #texts: string[] = Array.from({ length: slotCount }, () => "");

  /** The string of `length` <= {@link maxInternedBytes} bytes at `start`. */
  read(source: WireBytes, start: number, length: number): string {
    let hash = 0x811c9dc5;
    for (let at = start; at < start + length; at++) hash = Math.imul(hash ^ (source[at] ?? 0), 0x01000193);
    const slot = (hash ^ (hash >>> 15)) & (slotCount - 1);
    if (this.#hashes[slot] === hash && this.#lengths[slot] === length && this.#holds(slot, source, start)) {
      return this.#texts[slot] ?? "";
    }
    const text = source.utf8Slice(start, start + length);
    this.#hashes[slot] = hash;
    this.#lengths[slot] = length;
    this.#bytes.set(source.subarray(start, start + length), slot * maxInternedBytes);
    this.#texts[slot] = text;
    return text;
  }

  #holds(slot: number, source: WireBytes, start: number): boolean {
    const offset = slot * maxInternedBytes;
    const length = this.#lengths[slot] ?? 0;
    for (let index = 0; index < length; index++) {
      if (this.#bytes[offset + index] !== source[start + index]) return false;
    }
    return true;
  }
}
