import { type DecodeLimits, defaultDecodeLimits } from "../model/decode-limits.ts";
import type { DecodedRequest } from "../model/records.ts";
import type { RawRequest } from "../model/request.ts";
import { decodeJson } from "../normalise/decode-json.ts";
import { decodeProtobuf } from "../wire/decode-protobuf.ts";
import { inflate } from "./inflate.ts";

/**
 * Inflates and decodes an export request. Synchronous and without side effects; its time is linear in the inflated size.
 * Limits that are not given have their defaults.
 *
 * @throws OtlpDecodeError `malformed` (answer 400) or `too_large` (413); nothing else.
 */
export function decodeRequest(
  raw: Pick<RawRequest, "signal" | "encoding" | "compression" | "body">,
  limits: Partial<DecodeLimits> = {},
): DecodedRequest {
  const all = { ...defaultDecodeLimits, ...limits };
  const body = inflate(raw.body, raw.compression, all.maxInflatedBytes);
  return raw.encoding === "protobuf" ? decodeProtobuf(raw.signal, body, all) : decodeJson(raw.signal, body, all);
}
