import type { IncomingMessage } from "node:http";

import type { HeldShare } from "./held-bytes.ts";

export interface BodyBounds {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly share: HeldShare;
}

export type Body =
  /** `bytes` own their buffer, so that they can be transferred to a worker. */
  | { readonly kind: "complete"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "too_large" | "too_slow" | "no_room" | "gone" };

/** Collects a body, with a length or in chunks. Resolves as soon as the answer is certain; never rejects. */
export function readBody(request: IncomingMessage, bounds: BodyBounds): Promise<Body> {
  const { promise, resolve } = Promise.withResolvers<Body>();
  const chunks: Uint8Array[] = [];
  let size = 0;

  const settle = (body: Body): void => {
    clearTimeout(timer);
    request.off("data", onData).off("end", onEnd).off("close", onGone);
    resolve(body);
  };
  const onData = (chunk: Uint8Array): void => {
    size += chunk.byteLength;
    if (size > bounds.maxBytes) settle({ kind: "too_large" });
    else if (!bounds.share.grow(chunk.byteLength)) settle({ kind: "no_room" });
    else chunks.push(chunk);
  };
  const onEnd = (): void => settle({ kind: "complete", bytes: join(chunks, size) });
  const onGone = (): void => settle({ kind: "gone" });
  const timer = setTimeout(() => settle({ kind: "too_slow" }), bounds.timeoutMs);

  if (Number(request.headers["content-length"] ?? 0) > bounds.maxBytes) settle({ kind: "too_large" });
  else request.on("data", onData).on("end", onEnd).on("close", onGone);
  // A connection that breaks off reports an error too; without a listener that would end the process.
  request.on("error", () => {});
  return promise;
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
