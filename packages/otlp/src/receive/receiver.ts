import type { IncomingMessage, ServerResponse } from "node:http";

import { defaultDecodeLimits } from "../model/decode-limits.ts";
import type { Ingest, IngestOutcome, RawRequest } from "../model/request.ts";
import { acceptedReply, type Refusal, refusalReply, type Reply, rpcCode } from "./reply/reply.ts";
import { sendReply } from "./reply/send-reply.ts";
import { type AccessRules, refuseStranger } from "./request/access.ts";
import { type AdmitSender, askSender } from "./request/admit-sender.ts";
import { HeldBytes, type HeldShare } from "./request/held-bytes.ts";
import { type Body, readBody } from "./request/read-body.ts";
import { readHead, replyEncoding, type RequestHead } from "./request/request-head.ts";

export interface OtlpReceiverOptions {
  readonly ingest: Ingest;
  /** Bytes of a body as sent. Default 64 MiB, as the OTLP specification recommends; more is answered with 413. */
  readonly maxBodyBytes?: number;
  /** Bytes of a body once inflated; here it bounds bodies that are not compressed. Default 64 MiB. Give `decodeRequest` the same. */
  readonly maxInflatedBytes?: number;
  /** Bytes of all requests that are arriving or waiting for `ingest`. Default 64 MiB; beyond it 503. */
  readonly maxHeldBytes?: number;
  /** From the headers to the last byte of a body, milliseconds. Default 30,000; then 408. */
  readonly bodyTimeoutMs?: number;
  /** Host names, without port, by which senders may call beside loopback names and addresses; `*` for any. Default none. */
  readonly allowedHosts?: readonly string[];
  /** Values of the `Origin` header that are let in. Default none: no web page may send. */
  readonly allowedOrigins?: readonly string[];
  /** Decides by the `Authorization` header who may send; 401 for others. Default: whoever reaches the receiver. */
  readonly authenticate?: AdmitSender;
  /** Wall clock, milliseconds. Default `Date.now`. */
  readonly now?: () => number;
}

export type OtlpReceiver = (request: IncomingMessage, response: ServerResponse) => void;

interface Settings extends Required<Pick<OtlpReceiverOptions, "ingest" | "bodyTimeoutMs" | "now">> {
  readonly access: AccessRules;
  readonly authenticate: AdmitSender | undefined;
  readonly maxBodyBytes: number;
  readonly maxInflatedBytes: number;
  readonly held: HeldBytes;
}

/** Requests in flight are over sooner than a sender's next try. */
const BUSY_RETRY_SECONDS = 1;

/**
 * A request listener for `node:http` that receives OTLP/HTTP. It decodes nothing: bodies go to `ingest` as they came.
 *
 * A server that also takes WebSocket upgrades must be created with `shouldUpgradeCallback: isWebSocketUpgrade`: some senders ask for
 * h2c on their POST, and Node would hand it to the `upgrade` event instead of here. Mount it before any body parser.
 */
export function createOtlpReceiver(options: OtlpReceiverOptions): OtlpReceiver {
  const settings = toSettings(options);
  return (request, response) => {
    void serve(request, response, settings);
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, settings: Settings): Promise<void> {
  const reply = await answer(request, settings);
  if (reply !== undefined) sendReply(request, response, reply);
}

function toSettings(options: OtlpReceiverOptions): Settings {
  const { maxInflatedBytes: defaultBytes } = defaultDecodeLimits;
  const { maxBodyBytes = defaultBytes, maxInflatedBytes = defaultBytes, maxHeldBytes = defaultBytes } = options;
  return {
    ingest: options.ingest,
    bodyTimeoutMs: options.bodyTimeoutMs ?? 30_000,
    now: options.now ?? Date.now,
    authenticate: options.authenticate,
    maxBodyBytes,
    maxInflatedBytes,
    held: new HeldBytes(maxHeldBytes),
    access: {
      allowedHosts: new Set(options.allowedHosts?.map((host) => host.toLowerCase())),
      allowedOrigins: new Set(options.allowedOrigins),
    },
  };
}

/** `undefined` where nobody is left to be answered. */
async function answer(request: IncomingMessage, settings: Settings): Promise<Reply | undefined> {
  const encoding = replyEncoding(request);
  const stranger = refuseStranger(request, settings.access);
  if (stranger !== undefined) return refusalReply(encoding, stranger);
  const asked = askSender(request, settings.authenticate);
  if ("status" in asked) return refusalReply(encoding, asked);
  const head = readHead(request);
  if ("status" in head) return refusalReply(encoding, head);
  if (request.readableEnded) return refusalReply(encoding, bodyTaken);
  const share = settings.held.open();
  if (share === undefined) return refusalReply(encoding, busy);
  try {
    return await receive(request, { head: { ...head, ...asked }, share }, settings);
  } finally {
    share.release();
  }
}

async function receive(
  request: IncomingMessage,
  { head, share }: { readonly head: RequestHead & Pick<RawRequest, "sender">; readonly share: HeldShare },
  settings: Settings,
): Promise<Reply | undefined> {
  const { maxBodyBytes, maxInflatedBytes } = settings;
  const maxBytes = head.compression === "identity" ? Math.min(maxBodyBytes, maxInflatedBytes) : maxBodyBytes;
  const body = await readBody(request, { maxBytes, timeoutMs: settings.bodyTimeoutMs, share });
  if (body.kind === "gone") return undefined;
  if (body.kind !== "complete") return refusalReply(head.encoding, incomplete(body.kind, maxBytes));
  const outcome = await handOn({ ...head, body: body.bytes, receivedMs: settings.now() }, settings.ingest);
  return outcome.kind === "accepted" ? acceptedReply(head, outcome) : refusalReply(head.encoding, toRefusal(outcome));
}

/** `ingest` must not fail; if it does all the same, the request may not be stored, so the sender has to keep it. */
async function handOn(raw: RawRequest, ingest: Ingest): Promise<IngestOutcome> {
  try {
    return await ingest(raw);
  } catch {
    return { kind: "unavailable", message: "The request could not be stored. Try again.", retryAfterSeconds: 5 };
  }
}

function incomplete(kind: Exclude<Body["kind"], "complete" | "gone">, maxBytes: number): Refusal {
  switch (kind) {
    case "too_large":
      return toRefusal({ kind, message: `The body is larger than ${maxBytes} bytes. Send smaller batches.` });
    case "too_slow":
      return { status: 408, code: rpcCode.invalidArgument, message: "The body did not arrive in time." };
    case "no_room":
      return busy;
  }
}

function toRefusal(outcome: Exclude<IngestOutcome, { readonly kind: "accepted" }>): Refusal {
  const { kind, message } = outcome;
  switch (kind) {
    case "malformed":
      return { status: 400, code: rpcCode.invalidArgument, message };
    case "forbidden":
      return { status: 403, code: rpcCode.permissionDenied, message };
    case "too_large":
      return { status: 413, code: rpcCode.resourceExhausted, message };
    case "unavailable":
      return unavailable(message, outcome.retryAfterSeconds);
  }
}

function unavailable(message: string, seconds: number): Refusal {
  const retryAfter = String(Math.max(1, Math.ceil(seconds)));
  return { status: 503, code: rpcCode.unavailable, message, headers: { "Retry-After": retryAfter } };
}

const busy: Refusal = unavailable(
  "More requests are waiting than the receiver may hold. Try again.",
  BUSY_RETRY_SECONDS,
);

const bodyTaken: Refusal = {
  status: 500,
  code: rpcCode.internal,
  message: "The body was read before it reached the OTLP receiver. Mount the receiver before any body parser.",
};
