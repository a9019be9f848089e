import type { IncomingMessage } from "node:http";

import type { Signal } from "../../model/records.ts";
import type { RawRequest } from "../../model/request.ts";
import { type Refusal, rpcCode } from "../reply/reply.ts";

export type RequestHead = Pick<RawRequest, "signal" | "encoding" | "compression">;

const signals: ReadonlyMap<string, Signal> = new Map([
  ["/v1/traces", "traces"],
  ["/v1/metrics", "metrics"],
  ["/v1/logs", "logs"],
]);

const encodings: ReadonlyMap<string, RawRequest["encoding"]> = new Map([
  ["application/x-protobuf", "protobuf"],
  ["application/json", "json"],
]);

const compressions: ReadonlyMap<string, RawRequest["compression"]> = new Map([
  ["", "identity"],
  ["identity", "identity"],
  ["gzip", "gzip"],
  ["deflate", "deflate"],
]);

/** The encoding that a reply must have; JSON, which people can read, where the request's is none that we know. */
export function replyEncoding(request: IncomingMessage): RawRequest["encoding"] {
  return encodings.get(mediaType(request)) ?? "json";
}

/** What the start line and headers say, or why they are refused. */
export function readHead(request: IncomingMessage): RequestHead | Refusal {
  const [path = ""] = (request.url ?? "").split("?", 1);
  const signal = signals.get(path);
  if (signal === undefined) return unknownPath;
  if (request.method !== "POST") return notPost;
  const encoding = encodings.get(mediaType(request));
  if (encoding === undefined) return unknownType;
  const compression = compressions.get((request.headers["content-encoding"] ?? "").trim().toLowerCase());
  if (compression === undefined) return unknownCompression;
  return { signal, encoding, compression };
}

function mediaType(request: IncomingMessage): string {
  const [type = ""] = (request.headers["content-type"] ?? "").split(";", 1);
  return type.trim().toLowerCase();
}

const unknownPath: Refusal = {
  status: 404,
  code: rpcCode.notFound,
  message:
    "OTLP/HTTP is received at /v1/traces, /v1/metrics and /v1/logs, without a trailing slash. Check the endpoint of the exporter.",
};

const notPost: Refusal = {
  status: 405,
  code: rpcCode.unimplemented,
  message: "OTLP/HTTP requests are sent with POST.",
  headers: { Allow: "POST" },
};

const unknownType: Refusal = {
  status: 415,
  code: rpcCode.invalidArgument,
  message: "The Content-Type must be application/x-protobuf or application/json.",
};

const unknownCompression: Refusal = {
  status: 400,
  code: rpcCode.invalidArgument,
  message:
    "The Content-Encoding must be gzip, deflate, identity or absent. Set the exporter's compression to gzip or none.",
};
