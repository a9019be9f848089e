const SMALLEST = 4096;
/** Nearly everywhere: then the units are the bytes that a buffer reads. */
const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * A text as UTF-16 units, each with the range of the original that it stands for. Layers are taken off in place: what is
 * decoded is never longer than what it was written as. Reused: it grows to the largest text it has held.
 */
export class Units {
  codes: Uint16Array = new Uint16Array(SMALLEST);
  /** Where in the original the unit begins. */
  starts: Int32Array = new Int32Array(SMALLEST);
  /** Behind its end in the original. */
  ends: Int32Array = new Int32Array(SMALLEST);
  length = 0;
  /** Over the same memory as {@link codes}. */
  #bytes: Buffer = Buffer.from(this.codes.buffer);

  load(text: string, start: number, end: number): void {
    const length = end - start;
    if (length > this.codes.length) {
      const size = Math.max(length, 2 * this.codes.length);
      this.codes = new Uint16Array(size);
      this.starts = new Int32Array(size);
      this.ends = new Int32Array(size);
      this.#bytes = Buffer.from(this.codes.buffer);
    }
    const { codes, starts, ends } = this;
    for (let i = 0; i < length; i++) {
      codes[i] = text.charCodeAt(start + i);
      starts[i] = start + i;
      ends[i] = start + i + 1;
    }
    this.length = length;
  }

  /** Moves the unit at `from` to `to`, which is not behind it. */
  move(from: number, to: number): void {
    const { codes, starts, ends } = this;
    codes[to] = codes[from] as number;
    starts[to] = starts[from] as number;
    ends[to] = ends[from] as number;
  }

  text(): string {
    if (IS_LITTLE_ENDIAN) return this.#bytes.toString("utf16le", 0, 2 * this.length);
    return Array.from(this.codes.subarray(0, this.length), (code) => String.fromCharCode(code)).join("");
  }
}
