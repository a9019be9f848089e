import { randomBytes } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

import type { Request, RequestHandler } from "express";

import { looksLikeKey } from "../../model/key-form.ts";

/** What others may call a request: nothing that could break a log line or a header; and no key, which would stand in both. */
const GIVEN_ID = /^[\w.:-]{1,128}$/;
/** Trace id of a W3C `traceparent`: the request is then found in the traces of whoever sent it. */
const TRACE_ID = /^[\da-f]{2}-(?<id>[\da-f]{32})-[\da-f]{16}-[\da-f]{2}(?:-.*)?$/;
const NO_TRACE = "0".repeat(32);

const ids = new WeakMap<Request, string>();

/** Names each request, and says how. */
export function nameRequests(): RequestHandler {
  return (request, response, next) => {
    const id = requestNameOf(request.headers);
    ids.set(request, id);
    response.set("X-Request-Id", id);
    next();
  };
}

export function requestIdOf(request: Request): string {
  return ids.get(request) ?? "";
}

/** The trace that a request belongs to, the id that a proxy gave it, else a new one at each call. */
export function requestNameOf(headers: IncomingHttpHeaders): string {
  return traceIdOf(textOf(headers["traceparent"])) ?? givenId(textOf(headers["x-request-id"])) ?? newId();
}

function textOf(header: string | string[] | undefined): string | undefined {
  return typeof header === "string" ? header : undefined;
}

function traceIdOf(traceparent: string | undefined): string | undefined {
  const id = TRACE_ID.exec(traceparent ?? "")?.groups?.["id"];
  return id === NO_TRACE ? undefined : id;
}

function givenId(id: string | undefined): string | undefined {
  return id !== undefined && GIVEN_ID.test(id) && !looksLikeKey(id) ? id : undefined;
}

/** As long as a trace id, so that both look alike in logs. */
function newId(): string {
  return randomBytes(16).toString("hex");
}
