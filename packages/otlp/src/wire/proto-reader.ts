import { OtlpDecodeError } from "../model/decode-error.ts";
import type { RequestBounds } from "../model/request-bounds.ts";
import { msFromHalves } from "../model/time.ts";
import { maxInternedBytes, StringTable, type WireBytes } from "./string-table.ts";

/** Shared by all requests of a thread: names and values repeat from request to request. */
const strings = new StringTable();

const zeroId = /^0*$/;

/** The five wire types we read; 3 and 4 (groups) ended with proto2. */
export const wireType = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/**
 * A cursor over protobuf bytes. Every read is checked against `limit`, the end of the message being read, so that a length that
 * lies can reach neither a neighbour nor memory. 64-bit numbers are read as two halves: BigInt only where a value needs one.
 */
export class ProtoReader {
  readonly bounds: RequestBounds;
  pos = 0;
  limit: number;
  readonly #bytes: WireBytes;
  readonly #view: DataView;
  #high = 0;
  #low = 0;

  constructor(body: Uint8Array, bounds: RequestBounds) {
    this.#bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength) as WireBytes;
    this.#view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    this.limit = body.byteLength;
    this.bounds = bounds;
  }

  more(): boolean {
    return this.pos < this.limit;
  }

  /** Steps into the length-delimited message at the cursor; hand what it returns to {@link leave}. */
  enter(): number {
    const outer = this.limit;
    const length = this.#length();
    this.limit = this.pos + length;
    return outer;
  }

  leave(outer: number): void {
    this.limit = outer;
  }

  /** Field number and wire type in one number, as on the wire. */
  tag(): number {
    const first = this.#byte();
    const tag = first < 0x80 ? first : this.#wideTag();
    if (tag < 8) throw this.fault("field number 0 is not allowed");
    return tag;
  }

  #wideTag(): number {
    this.pos--;
    this.#varint64();
    if (this.#high !== 0) throw this.fault("a field number is larger than protobuf allows");
    return this.#low;
  }

  /** Low 32 bits, unsigned; protobuf drops the others of a 32-bit field. */
  uint32(): number {
    const first = this.#byte();
    if (first < 0x80) return first;
    this.pos--;
    this.#varint64();
    return this.#low;
  }

  int32(): number {
    return this.uint32() | 0;
  }

  sint32(): number {
    const zigzag = this.uint32();
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  bool(): boolean {
    this.#varint64();
    return this.#low !== 0 || this.#high !== 0;
  }

  int64(): number | bigint {
    this.#varint64();
    return this.#signed();
  }

  /** Nearest double of an unsigned 64-bit varint. */
  uint64(): number {
    this.#varint64();
    return this.#high * 0x1_0000_0000 + this.#low;
  }

  fixed32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** Nearest double of an unsigned 64-bit integer. */
  fixed64(): number {
    this.#fixedHalves();
    return this.#high * 0x1_0000_0000 + this.#low;
  }

  sfixed64(): number | bigint {
    this.#fixedHalves();
    return this.#signed();
  }

  double(): number {
    return this.#view.getFloat64(this.#advance(8), true);
  }

  timeMs(): number {
    this.#fixedHalves();
    return msFromHalves(this.#high, this.#low);
  }

  /** Invalid UTF-8 becomes U+FFFD: one bad byte must not cost the batch. */
  text(): string {
    const length = this.#length();
    const start = this.pos;
    this.pos += length;
    if (length === 0) return "";
    const { maxStringLength } = this.bounds.limits;
    if (length <= maxInternedBytes) return this.bounds.text(strings.read(this.#bytes, start, length));
    // A UTF-16 unit takes at most three bytes: what is decoded of a long string still exceeds the limit, and is cut there.
    return this.bounds.text(this.#bytes.utf8Slice(start, start + Math.min(length, maxStringLength * 3 + 4)));
  }

  /** A copy: a view would keep the whole body in memory. */
  bytes(): Uint8Array {
    const length = this.#length();
    const { maxStringLength } = this.bounds.limits;
    if (length > maxStringLength) this.bounds.shorten("strings");
    const copy = new Uint8Array(Math.min(length, maxStringLength));
    copy.set(this.#bytes.subarray(this.pos, this.pos + copy.length));
    this.pos += length;
    return copy;
  }

  /** Hex of a trace or span id of `size` bytes; `""` where it has no bytes or is all zero, which means absent. */
  id(size: 8 | 16): string {
    const length = this.#length();
    if (length === 0) return "";
    if (length !== size) throw this.fault(`an id must have ${size} bytes, not ${length}`);
    this.pos += length;
    const hex = this.#bytes.hexSlice(this.pos - length, this.pos);
    return hex.startsWith("00") && zeroId.test(hex) ? "" : hex;
  }

  /** Passes over a field that we do not know. */
  skip(tag: number): void {
    switch (tag & 7) {
      case wireType.varint:
        this.#varint64();
        return;
      case wireType.fixed64:
        this.#advance(8);
        return;
      case wireType.bytes:
        this.#advance(this.#length());
        return;
      case wireType.fixed32:
        this.#advance(4);
        return;
      default:
        throw this.fault(`wire type ${tag & 7} is not allowed (groups are not part of OTLP)`);
    }
  }

  fault(problem: string): OtlpDecodeError {
    return new OtlpDecodeError("malformed", `The protobuf body is malformed: ${problem}, at byte ${this.pos}.`);
  }

  #byte(): number {
    if (this.pos >= this.limit) throw this.fault("a message ends in the middle of a field");
    return this.#bytes[this.pos++] ?? 0;
  }

  #advance(size: number): number {
    const start = this.pos;
    if (size > this.limit - start) throw this.fault("a message ends in the middle of a field");
    this.pos = start + size;
    return start;
  }

  #length(): number {
    let length = this.#byte();
    if (length >= 0x80) {
      this.pos--;
      this.#varint64();
      length = this.#high === 0 ? this.#low : Number.POSITIVE_INFINITY;
    }
    if (length > this.limit - this.pos) throw this.fault("a length reaches past the end of its message");
    return length;
  }

  #fixedHalves(): void {
    const start = this.#advance(8);
    this.#low = this.#view.getUint32(start, true);
    this.#high = this.#view.getUint32(start + 4, true);
  }

  #varint64(): void {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte();
      const bits = byte & 0x7f;
      if (shift < 32) low |= bits << shift;
      if (shift === 28) high = bits >>> 4;
      else if (shift > 28 && shift < 64) high |= bits << (shift - 32);
      if (byte < 0x80) {
        this.#low = low >>> 0;
        this.#high = high >>> 0;
        return;
      }
    }
    throw this.fault("a varint is longer than ten bytes");
  }

  #signed(): number | bigint {
    const value = (this.#high | 0) * 0x1_0000_0000 + this.#low;
    return Number.isSafeInteger(value) ? value : (BigInt(this.#high | 0) << 32n) | BigInt(this.#low);
  }
}
