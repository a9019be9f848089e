import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import type { Response } from "express";

import type { FileReply } from "../routing/route.ts";

/** A reader that takes nothing for so long is gone, or holds us up; milliseconds. */
const MAX_STALL_MS = 60_000;

const MAX_LISTENERS = 30;

/**
 * Sends a file while it is made, no faster than it is taken. Its length is not known, so it goes in chunks, of which the
 * last one says that it is whole: where making it fails midway the connection is cut, and nobody takes half for all.
 * What fails before the first part is told as any other problem.
 */
export async function sendFile(response: Response, file: FileReply): Promise<void> {
  const parts = file.parts[Symbol.asyncIterator]();
  const isHead = response.req.method === "HEAD";
  const first = isHead ? undefined : await parts.next();
  response.set({
    "Cache-Control": "private, no-store",
    "Content-Type": file.type,
    "Content-Disposition": `attachment; filename="${file.name}"`,
  });
  if (first === undefined) {
    response.end();
    return;
  }
  // A pipeline listens for the end of what it writes to, several times, beside those who log and count requests: more than
  // the ten listeners from which on Node warns of a leak.
  response.setMaxListeners(Math.max(response.getMaxListeners(), MAX_LISTENERS));
  response.setTimeout(MAX_STALL_MS, () => response.destroy());
  try {
    // One part waits at most: parts are pages of a list, not bytes.
    await pipeline(Readable.from(resumed(first, parts), { highWaterMark: 1 }), response);
  } catch (error) {
    if (!isClosedByReader(error)) throw error;
  } finally {
    // Here, not where they are given on: a stream whose reader is gone before it began runs nothing of its source.
    await parts.return?.();
  }
}

async function* resumed(first: IteratorResult<string>, parts: AsyncIterator<string>): AsyncGenerator<string> {
  for (let part = first; part.done !== true; part = await parts.next()) yield part.value;
}

function isClosedByReader(error: unknown): boolean {
  return error instanceof Error && "code" in error && CLOSED.has(String(error.code));
}

const CLOSED: ReadonlySet<string> = new Set([
  "ERR_STREAM_PREMATURE_CLOSE",
  "ERR_STREAM_DESTROYED",
  "ERR_STREAM_UNABLE_TO_PIPE",
  "ECONNRESET",
  "EPIPE",
]);
