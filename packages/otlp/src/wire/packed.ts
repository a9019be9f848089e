import type { ProtoReader } from "./proto-reader.ts";

/** The scalars that OTLP repeats: bucket counts and bounds. */
type Scalar = "fixed64" | "double" | "uint64";

interface Repeated {
  readonly tag: number;
  readonly scalar: Scalar;
}

/**
 * One occurrence of a repeated scalar, packed (a run of them) or not (a single one): readers must take both. Numbers beyond the
 * bucket limit are not kept; the point they belong to is rejected then.
 */
export function readRepeated(reader: ProtoReader, into: number[], { tag, scalar }: Repeated): void {
  const packed = (tag & 7) === 2;
  if (!packed) {
    keepNumber(reader, into, readScalar(reader, scalar));
    return;
  }
  const outer = reader.enter();
  while (reader.more()) keepNumber(reader, into, readScalar(reader, scalar));
  reader.leave(outer);
}

function keepNumber(reader: ProtoReader, into: number[], value: number): void {
  if (reader.bounds.fitsBuckets(into.length + 1)) into.push(value);
}

function readScalar(reader: ProtoReader, scalar: Scalar): number {
  switch (scalar) {
    case "fixed64":
      return reader.fixed64();
    case "double":
      return reader.double();
    case "uint64":
      return reader.uint64();
  }
}
