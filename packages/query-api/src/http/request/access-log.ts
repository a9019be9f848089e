import type { RequestHandler, Response } from "express";

import { principalOf } from "../auth/require-principal.ts";
import type { QueryApiDeps } from "../deps.ts";
import { anonymousAddress } from "./anonymous-address.ts";
import { requestIdOf } from "./request-id.ts";
import { requestPath } from "./request-path.ts";

/** More of a path than any of ours has, characters. */
const MAX_PATH = 2000;
/** What servers write where the caller went away before the answer. */
const CLIENT_CLOSED = 499;

/** Tells the host of each request once it is over, those included that were refused. */
export function logAccess({ onAccess, nowMs }: Pick<QueryApiDeps, "onAccess" | "nowMs">): RequestHandler {
  if (onAccess === undefined) return (_request, _response, next) => next();
  return (request, response, next) => {
    const begin = { atMs: nowMs(), tick: performance.now() };
    const bytes = countBytes(response);
    // Taken now: a socket that is gone has no address.
    const address = anonymousAddress(request.ip);
    response.once("close", () =>
      onAccess({
        atMs: begin.atMs,
        method: request.method,
        path: requestPath(request).slice(0, MAX_PATH),
        status: response.headersSent ? response.statusCode : CLIENT_CLOSED,
        durationMs: performance.now() - begin.tick,
        bytes: bytes(),
        principal: principalOf(request)?.id ?? "",
        address,
        requestId: requestIdOf(request),
      }),
    );
    next();
  };
}

/** Counts the bytes of the body as they are handed over. */
function countBytes(response: Response): () => number {
  let bytes = 0;
  const counting =
    (send: (...args: never[]) => unknown) =>
    (...args: readonly unknown[]): unknown => {
      bytes += sizeOf(args[0], args[1]);
      return Reflect.apply(send, response, args);
    };
  // `end` with a chunk writes it by a way of its own.
  const [write, end] = [response.write.bind(response), response.end.bind(response)];
  Object.assign(response, { write: counting(write), end: counting(end) });
  return () => (response.req.method === "HEAD" ? 0 : bytes);
}

function sizeOf(chunk: unknown, encoding: unknown): number {
  if (typeof chunk === "string") {
    return Buffer.byteLength(chunk, typeof encoding === "string" && Buffer.isEncoding(encoding) ? encoding : "utf8");
  }
  return chunk instanceof Uint8Array ? chunk.byteLength : 0;
}
