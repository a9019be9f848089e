import { hash } from "node:crypto";

import type { Response } from "express";

/**
 * Sends a whole body. Not by `response.send`, which adds an ETag to whatever it sends, problems included, or to nothing,
 * by a setting of the application around us.
 */
export function sendText(response: Response, type: string, text: string): void {
  const bytes = Buffer.from(text);
  response.set({ "Content-Type": `${type}; charset=utf-8`, "Content-Length": String(bytes.length) });
  // Node sends no body where the request was HEAD.
  response.end(bytes);
}

interface Tagged {
  readonly type: string;
  readonly text: string;
  /** What names its version; default: the text. */
  readonly tagged?: string;
}

/**
 * Sends a body with its ETag, or 304 where the caller has it. The tag is weak, for what is around us may compress the
 * body, and because the time of an answer makes no new version of it.
 */
export function sendTagged(response: Response, { type, text, tagged = text }: Tagged): void {
  const tag = `W/"${hash("sha256", tagged, "base64url").slice(0, 27)}"`;
  response.set("ETag", tag);
  if (isKnown(response.req.headers["if-none-match"], tag)) response.status(304).end();
  else sendText(response, type, text);
}

const ENTITY_TAG = /(?:W\/)?"(?<opaque>[^"]*)"/g;

/** Weak comparison of RFC 9110, 13.1.2: whether a tag is weak makes no difference. */
function isKnown(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === "*") return true;
  return [...ifNoneMatch.matchAll(ENTITY_TAG)].some(({ groups }) => `W/"${groups?.["opaque"]}"` === tag);
}
