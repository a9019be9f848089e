import type { Signal } from "../../model/records.ts";
import type { RawRequest } from "../../model/request.ts";
import { encodeMessage } from "./proto-writer.ts";

type Encoding = RawRequest["encoding"];

/** `google.rpc.Code` values that we answer with. */
export const rpcCode = {
  invalidArgument: 3,
  notFound: 5,
  permissionDenied: 7,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface Refusal {
  readonly status: number;
  readonly code: (typeof rpcCode)[keyof typeof rpcCode];
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const contentTypes: Readonly<Record<Encoding, string>> = {
  protobuf: "application/x-protobuf",
  json: "application/json",
};

const rejectedKeys: Readonly<Record<Signal, string>> = {
  traces: "rejectedSpans",
  metrics: "rejectedDataPoints",
  logs: "rejectedLogRecords",
};

/** 200 with `Export*ServiceResponse`: empty, or with a partial success, which with 0 rejected is a warning. */
export function acceptedReply(
  request: { readonly signal: Signal; readonly encoding: Encoding },
  outcome: { readonly rejected: number; readonly message: string },
): Reply {
  const { signal, encoding } = request;
  const { rejected, message } = outcome;
  const isPartial = rejected > 0 || message !== "";
  if (encoding === "protobuf") {
    const partial = encodeMessage([
      { number: 1, integer: rejected },
      { number: 2, text: message },
    ]);
    return toReply(200, encoding, isPartial ? encodeMessage([{ number: 1, message: partial }]) : new Uint8Array(0));
  }
  // An int64 is a string in protobuf's JSON form.
  const partialSuccess = { ...(rejected > 0 && { [rejectedKeys[signal]]: String(rejected) }), errorMessage: message };
  return toReply(200, encoding, toJsonBytes(isPartial ? { partialSuccess } : {}));
}

/** Every 4xx and 5xx carries a `google.rpc.Status` in the encoding of the request. */
export function refusalReply(encoding: Encoding, { status, code, message, headers }: Refusal): Reply {
  const body =
    encoding === "protobuf"
      ? encodeMessage([
          { number: 1, integer: code },
          { number: 2, text: message },
        ])
      : toJsonBytes({ code, message });
  const reply = toReply(status, encoding, body);
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

function toReply(status: number, encoding: Encoding, body: Uint8Array): Reply {
  return {
    status,
    headers: { "Content-Type": contentTypes[encoding], "Content-Length": String(body.byteLength) },
    body,
  };
}

function toJsonBytes(value: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
