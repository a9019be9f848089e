import { fromJson, toBinary } from "@bufbuild/protobuf";
import type { JsonValue } from "@bufbuild/protobuf";

import type { Signal } from "../src/model/records.ts";
import { exportRequest, officialRegistry } from "./official-schema.ts";

const ID_KEYS = new Set(["traceId", "spanId", "parentSpanId"]);

let registry: ReturnType<typeof officialRegistry> | undefined;

/** A request in OTLP/JSON as the same request in protobuf, by the official .proto files. */
export function toOtlpProtobuf(signal: Signal, json: string): Uint8Array {
  registry ??= officialRegistry();
  const desc = exportRequest(registry, signal);
  // Protobuf's JSON form has base64 where OTLP has hex.
  const standard: JsonValue = JSON.parse(json, (key, value: unknown) =>
    ID_KEYS.has(key) && typeof value === "string" ? Buffer.from(value, "hex").toString("base64") : value,
  );
  return toBinary(desc, fromJson(desc, standard));
}
