import { create, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

import { type DecodedRequest, type DecodeLimits, decodeRequest, OtlpDecodeError, type Signal } from "../src/index.ts";
import { exportRequest, officialRegistry } from "./official-schema.ts";

const registry = officialRegistry();

/** The bytes of an export request; `init` in the camel-case names of the official schema. */
export function encodeRequest(signal: Signal, init: object): Uint8Array {
  return toBinary(exportRequest(registry, signal), create(exportRequest(registry, signal), { ...init }));
}

/** A length-delimited field whose content is the given pieces. */
export function field(number: number, ...content: readonly Uint8Array[]): Uint8Array {
  return new BinaryWriter().tag(number, WireType.LengthDelimited).bytes(Buffer.concat(content)).finish();
}

export function textField(number: number, text: string): Uint8Array {
  return field(number, Buffer.from(text));
}

export function decodeBytes(signal: Signal, body: Uint8Array, limits?: Partial<DecodeLimits>): DecodedRequest {
  return decodeRequest({ signal, encoding: "protobuf", compression: "identity", body }, limits);
}

export function decodeText(signal: Signal, text: string, limits?: Partial<DecodeLimits>): DecodedRequest {
  return decodeRequest({ signal, encoding: "json", compression: "identity", body: Buffer.from(text) }, limits);
}

/** The error that decoding ends in; anything but an {@link OtlpDecodeError} fails the test. */
export function decodeFault(decode: () => DecodedRequest): OtlpDecodeError {
  try {
    decode();
  } catch (error) {
    if (error instanceof OtlpDecodeError) return error;
    throw error;
  }
  throw new Error("The body was accepted.");
}

/** A request around one item, in the outline of its signal. */
export function requestOf(signal: Signal, item: object, around: { resource?: object; scope?: object } = {}): object {
  const [resourceGroups, scopeGroups, items] = outline[signal];
  return {
    [resourceGroups]: [{ resource: around.resource, [scopeGroups]: [{ scope: around.scope, [items]: [item] }] }],
  };
}

const outline = {
  traces: ["resourceSpans", "scopeSpans", "spans"],
  metrics: ["resourceMetrics", "scopeMetrics", "metrics"],
  logs: ["resourceLogs", "scopeLogs", "logRecords"],
} as const;

export function jsonOf(signal: Signal, item: object, around: { resource?: object; scope?: object } = {}): string {
  return JSON.stringify(requestOf(signal, item, around));
}
