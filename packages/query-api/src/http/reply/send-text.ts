import type { Response } from "express";

import { entityTag } from "./kept-text.ts";
import type { KeptText } from "./kept-text.ts";

/**
 * Sends a whole body. Not by `response.send`, which adds an ETag to whatever it sends, problems included, or to nothing,
 * by a setting of the application around us.
 */
export function sendText(response: Response, type: string, text: string): void {
  sendBytes(response, type, Buffer.from(text));
}

function sendBytes(response: Response, type: string, bytes: Buffer): void {
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
 * Sends a body with its ETag, or 304 where the caller has it. The time of an answer makes no new version of it: that too is
 * why the tag is weak.
 */
export function sendTagged(response: Response, { type, text, tagged = text }: Tagged): void {
  if (!isUnchanged(response, entityTag(tagged))) sendText(response, type, text);
}

/** The same of what was made before. */
export function sendKept(response: Response, { type, bytes, tag }: KeptText): void {
  if (!isUnchanged(response, tag)) sendBytes(response, type, bytes);
}

function isUnchanged(response: Response, tag: string): boolean {
  response.set("ETag", tag);
  if (!isKnown(response.req.headers["if-none-match"], tag)) return false;
  response.status(304).end();
  return true;
}

const ENTITY_TAG = /(?:W\/)?"(?<opaque>[^"]*)"/g;

/** Weak comparison of RFC 9110, 13.1.2: whether a tag is weak makes no difference. */
function isKnown(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === "*") return true;
  return [...ifNoneMatch.matchAll(ENTITY_TAG)].some(({ groups }) => `W/"${groups?.["opaque"]}"` === tag);
}
