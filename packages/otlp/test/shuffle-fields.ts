import type { DescMessage } from "@bufbuild/protobuf";
import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

interface WireField {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** A small seeded generator (mulberry32): the order must be repeatable from the seed that fast-check reports. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The same message with the fields of every level in another order; what repeats keeps its own order, which has a meaning. */
export function shuffleFields(desc: DescMessage, encoded: Uint8Array, seed: number): Uint8Array {
  return new Uint8Array(shuffle(desc, encoded, seededRandom(seed)));
}

function shuffle(desc: DescMessage, encoded: Uint8Array, random: () => number): Uint8Array {
  const fields = split(desc, encoded, random);
  const numbers = fields.map((field) => field.number);
  for (let index = numbers.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [numbers[index], numbers[other]] = [numbers[other] ?? 0, numbers[index] ?? 0];
  }
  const queues = Map.groupBy(fields, (field) => field.number);
  return Buffer.concat(numbers.map((number) => queues.get(number)?.shift()?.bytes ?? new Uint8Array(0)));
}

function split(desc: DescMessage, encoded: Uint8Array, random: () => number): WireField[] {
  const reader = new BinaryReader(encoded);
  const fields: WireField[] = [];
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const [number, wireType] = reader.tag();
    const inner = desc.fields.find((field) => field.number === number)?.message;
    if (inner === undefined || wireType !== WireType.LengthDelimited) {
      reader.skip(wireType, number);
      fields.push({ number, bytes: encoded.subarray(start, reader.pos) });
    } else {
      const content = shuffle(inner, reader.bytes(), random);
      fields.push({ number, bytes: new BinaryWriter().tag(number, wireType).bytes(content).finish() });
    }
  }
  return fields;
}
