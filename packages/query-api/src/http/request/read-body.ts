import { MIMEType } from "node:util";

import express from "express";
import type { Request, RequestHandler } from "express";

import { echoed } from "../../params/echoed.ts";
import { repeatedFault } from "../../params/name-faults.ts";
import { parseJson } from "../../params/parse-json.ts";
import { ApiProblem, bodyProblem } from "../reply/api-problem.ts";
import type { Route } from "../routing/route.ts";

type BodyKind = Exclude<Route["accepts"], "nothing">;

/** More than any body of this API needs, bytes. */
const MAX_BODY = 65_536;

const MEDIA_TYPES: Readonly<Record<BodyKind, string>> = {
  json: "application/json",
  form: "application/x-www-form-urlencoded",
};

/** Compressed bodies are refused: none is large enough to be worth it. */
const readBytes = express.raw({ limit: MAX_BODY, inflate: false, type: () => true });

/**
 * Reads the body that a route accepts. A form of another site cannot send JSON, and a script of another site must ask
 * first (CORS): the media type is one of the protections against forged requests, beside Origin and Sec-Fetch-Site. So a
 * wrong one is refused even where nothing follows it.
 */
export function readBody(accepts: BodyKind): RequestHandler {
  return (request, response, next) => {
    const wrong = typeFault(request, MEDIA_TYPES[accepts]);
    if (wrong !== undefined) throw unsupported(wrong, `Send Content-Type: ${MEDIA_TYPES[accepts]}.`);
    readBytes(request, response, (error?: unknown) => next(error === undefined ? undefined : refusalOf(error)));
  };
}

/** What is wrong with the media type of a request. */
function typeFault({ headers }: Request, wanted: string): string | undefined {
  const given = headers["content-type"];
  if (given === undefined) return hasBody(headers) ? "The body has no Content-Type." : undefined;
  const type = mediaType(given);
  if (type?.essence !== wanted) return `The Content-Type is ${echoed(given)}, which this endpoint does not take.`;
  const charset = type.params.get("charset") ?? "utf-8";
  return /^utf-?8$/i.test(charset) ? undefined : `The charset is ${echoed(charset)}; only UTF-8 is read.`;
}

function hasBody(headers: Request["headers"]): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

function mediaType(given: string): MIMEType | undefined {
  try {
    return new MIMEType(given);
  } catch {
    return undefined;
  }
}

function unsupported(detail: string, fix: string, cause?: unknown): ApiProblem {
  return new ApiProblem({ kind: "unsupported_media_type", detail, fix, cause });
}

function refusalOf(error: unknown): ApiProblem {
  const status = error instanceof Error && "status" in error ? error.status : undefined;
  if (status === 415) return unsupported("The body is compressed.", "Send it without Content-Encoding.", error);
  if (status !== 413) return unreadable("The body did not arrive whole.", "Send it again.", error);
  const detail = `The body is larger than ${MAX_BODY} bytes.`;
  return new ApiProblem({ kind: "too_large", detail, fix: "No body of this API needs as much.", cause: error });
}

function unreadable(detail: string, fix: string, cause: unknown): ApiProblem {
  return new ApiProblem({ kind: "bad_request", detail, fix, cause });
}

/** A JSON value, undefined where nothing was sent. */
export function jsonBody(body: unknown): unknown {
  // An application around us may have parsed it before we were asked, or read it as text.
  if (!Buffer.isBuffer(body) && typeof body !== "string") return body;
  const text = typeof body === "string" ? body : textOf(body);
  if (text.trim() === "") return undefined;
  const parsed = parseJson(text);
  if (parsed.kind === "value") return parsed.value;
  if (parsed.kind === "repeated") throw bodyProblem([repeatedFault(parsed.path)]);
  throw unreadable("The body is not JSON.", "Send one JSON object.", parsed.cause);
}

/** The fields of a form. */
export function formBody(body: unknown): URLSearchParams {
  if (Buffer.isBuffer(body)) return new URLSearchParams(textOf(body));
  const fields = typeof body === "object" && body !== null ? Object.entries(body) : [];
  return new URLSearchParams(fields.filter((field): field is [string, string] => typeof field[1] === "string"));
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw unreadable("The body is not UTF-8.", "Send it in UTF-8.", error);
  }
}
