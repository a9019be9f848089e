import { type DescMessage, type Message, toJson } from "@bufbuild/protobuf";

const idKeys = new Set(["traceId", "spanId", "parentSpanId"]);

/** A message as OTLP/JSON: protobuf's JSON form, but ids in hex and enums as numbers. */
export function toOtlpJson(desc: DescMessage, message: Message): Uint8Array {
  const standard = toJson(desc, message, { enumAsInteger: true });
  return Buffer.from(JSON.stringify(standard, (key, value: unknown) => replace(key, value)));
}

function replace(key: string, value: unknown): unknown {
  if (idKeys.has(key) && typeof value === "string") return Buffer.from(value, "base64").toString("hex");
  // JSON.stringify would drop the sign, which the wire has.
  return Object.is(value, -0) ? "-0" : value;
}
