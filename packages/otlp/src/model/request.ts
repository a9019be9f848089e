import type { Signal } from "./records.ts";

/** Who sends a request, where that is known. */
export interface Sender {
  /** Names it in the audit; never its token. */
  readonly id: string;
  /** Address of the other end of the connection. */
  readonly address: string;
  /** The values of `service.name` that it may write for; absent: any. */
  readonly services?: readonly string[];
}

/** An export request as it stands on the wire: cheap to hand from the HTTP thread to the core worker. */
export interface RawRequest {
  readonly signal: Signal;
  readonly encoding: "protobuf" | "json";
  readonly compression: "identity" | "gzip" | "deflate";
  readonly body: Uint8Array;
  /** Wall clock of the receiver when the last byte arrived, milliseconds. */
  readonly receivedMs: number;
  /** Absent where nobody was asked who they are. */
  readonly sender?: Sender;
}

/** What became of a request; the receiver turns it into the reply that the OTLP specification asks for. */
export type IngestOutcome =
  /** Stored; `rejected` items were left out because of their content and must not be sent again. */
  | { readonly kind: "accepted"; readonly rejected: number; readonly message: string }
  /** 400, never retried. */
  | { readonly kind: "malformed"; readonly message: string }
  /** 403, never retried: it names a service that its sender may not write for. */
  | { readonly kind: "forbidden"; readonly message: string }
  /** 413, never retried. */
  | { readonly kind: "too_large"; readonly message: string }
  /** 503 + Retry-After: the sender keeps the request and tries again. */
  | { readonly kind: "unavailable"; readonly message: string; readonly retryAfterSeconds: number };

/** Where received requests go. Resolves once the request is durable, or refused. Never rejects. */
export type Ingest = (request: RawRequest) => Promise<IngestOutcome>;
