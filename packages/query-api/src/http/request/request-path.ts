import type { Request } from "express";

import { looksLikeKey, withoutKeys } from "../../model/key-form.ts";

/** Scheme and authority of a request line that holds a whole URL, `http://user:key@host/path`. */
const AUTHORITY = /^[a-z][a-z\d+.-]*:\/\/[^/]*/i;

/**
 * The whole path as the caller sent it, without the query string and without what looks like a key: it stands in problems,
 * in the access log and in the audit.
 */
export function requestPath(request: Pick<Request, "originalUrl">): string {
  const path = (request.originalUrl.split("?", 1)[0] ?? "").replace(AUTHORITY, "");
  return path.split("/").map(maskKey).join("/");
}

/** The query string, parsed by the platform's own rules rather than by those of an application around us. */
export function requestQuery(request: Pick<Request, "originalUrl">): URLSearchParams {
  const start = request.originalUrl.indexOf("?");
  return new URLSearchParams(start < 0 ? "" : request.originalUrl.slice(start + 1));
}

function maskKey(segment: string): string {
  // Escaped once or twice, a key is a key.
  const plain = [decode(segment), decode(decode(segment))];
  return plain.some((text) => text !== segment && looksLikeKey(text)) ? "***" : withoutKeys(segment);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
