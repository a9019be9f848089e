import { create, type DescField, type DescMessage, type Message, ScalarType } from "@bufbuild/protobuf";
import * as fc from "fast-check";

const idSizes: Readonly<Record<string, number>> = { trace_id: 16, span_id: 8, parent_span_id: 8 };

const anyText = fc.string({ unit: "binary", maxLength: 12 });
const repeatedText = fc.constantFrom("job.name", "__proto__", "constructor", "0", "", "é", "run", "😀", "a".repeat(70));
const text = fc.oneof(anyText, repeatedText);

const int64 = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -300n, max: 300n }));
const uint64 = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  fc.bigInt({ min: 0n, max: 300n }),
  fc.bigInt({ min: 1_790_000_000_000_000_000n, max: 1_800_000_000_000_000_000n }),
);

const double = fc.oneof(fc.double(), fc.constantFrom(0, -0, Number.NaN, Infinity, -Infinity));
const uint32 = fc.oneof(fc.integer({ min: 0, max: 0xffff_ffff }), fc.constantFrom(0x101, 0x301));

const scalars: Readonly<Partial<Record<ScalarType, fc.Arbitrary<unknown>>>> = {
  [ScalarType.STRING]: text,
  [ScalarType.BOOL]: fc.boolean(),
  [ScalarType.DOUBLE]: double,
  [ScalarType.INT64]: int64,
  [ScalarType.SFIXED64]: int64,
  [ScalarType.UINT64]: uint64,
  [ScalarType.FIXED64]: uint64,
  [ScalarType.INT32]: fc.integer(),
  [ScalarType.SINT32]: fc.integer(),
  [ScalarType.UINT32]: uint32,
  [ScalarType.FIXED32]: uint32,
};

function scalar(type: ScalarType, field: DescField): fc.Arbitrary<unknown> {
  if (type === ScalarType.BYTES) return bytes(idSizes[field.name]);
  const arbitrary = scalars[type];
  if (arbitrary === undefined) throw new Error(`OTLP has no field of the type of ${field.name}.`);
  return arbitrary;
}

function bytes(idSize: number | undefined): fc.Arbitrary<Uint8Array> {
  if (idSize === undefined) return fc.uint8Array({ maxLength: 9 });
  const exact = fc.uint8Array({ minLength: idSize, maxLength: idSize });
  return fc.oneof(exact, fc.constantFrom(new Uint8Array(0), new Uint8Array(idSize)));
}

function single(field: DescField, depth: number): fc.Arbitrary<unknown> {
  if (field.message !== undefined) return arbitraryMessage(field.message, depth - 1);
  if (field.enum !== undefined) return fc.integer({ min: 0, max: 6 });
  if (field.scalar !== undefined) return scalar(field.scalar, field);
  throw new Error("OTLP has no such field.");
}

function value(field: DescField, depth: number): fc.Arbitrary<unknown> {
  if (field.fieldKind !== "list") return single(field, depth);
  return fc.array(single(field, depth), { maxLength: field.message === undefined ? 4 : 3 });
}

function reachable(field: DescField, depth: number): boolean {
  return field.message === undefined || depth > 1;
}

/** A message of this type, each field there or not, at most `depth` messages deep. */
export function arbitraryMessage(desc: DescMessage, depth: number): fc.Arbitrary<Message> {
  const shape: Record<string, fc.Arbitrary<unknown>> = {};
  const required: string[] = [];
  for (const member of desc.members) {
    if (member.kind === "oneof") {
      const cases = member.fields.filter((field) => reachable(field, depth));
      if (cases.length === 0) continue;
      shape[member.localName] = fc.oneof(
        ...cases.map((field) => value(field, depth).map((chosen) => ({ case: field.localName, value: chosen }))),
      );
    } else if (reachable(member, depth)) {
      shape[member.localName] = value(member, depth);
      // Else a random request mostly holds nothing.
      if (member.fieldKind === "list" && depth > 6) required.push(member.localName);
    }
  }
  return fc.record(shape, { requiredKeys: required }).map((init) => create(desc, init));
}
