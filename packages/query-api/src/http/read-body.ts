import express from "express";
import type { Request, RequestHandler } from "express";

import { ApiProblem } from "./api-problem.ts";
import type { Route } from "./route.ts";

/** More than any body of this API needs, bytes. */
const MAX_BODY = 65_536;

const jsonText = express.text({ limit: MAX_BODY, type: ["application/json", "application/*+json"] });
const formText = express.text({ limit: MAX_BODY, type: "application/x-www-form-urlencoded" });

/**
 * Reads the body that a route accepts, as text. A page of another site cannot send JSON without asking first (CORS), so
 * the media type is half of the protection against forged requests; the other half is the check of Origin.
 */
export function readBody(accepts: Route["accepts"]): RequestHandler {
  const parse = accepts === "form" ? formText : jsonText;
  return (request, response, next) => {
    if (!hasBody(request)) return next();
    parse(request, response, (error?: unknown) => {
      if (error !== undefined) return next(bodyRefusal(error));
      if (typeof request.body === "string") return next();
      const wanted = accepts === "form" ? "application/x-www-form-urlencoded" : "application/json";
      const detail = "The Content-Type of the body is another one than this endpoint takes.";
      next(new ApiProblem({ kind: "unsupported_media_type", detail, fix: `Send Content-Type: ${wanted}.` }));
    });
  };
}

const hasBody = ({ headers }: Request): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

function bodyRefusal(error: unknown): ApiProblem {
  const tooLarge = error instanceof Error && "status" in error && error.status === 413;
  if (tooLarge) {
    const detail = `The body is larger than ${MAX_BODY} bytes.`;
    return new ApiProblem({ kind: "too_large", detail, fix: "Send less.", cause: error });
  }
  return new ApiProblem({
    kind: "bad_request",
    detail: "The body cannot be read.",
    fix: "Send it in UTF-8.",
    cause: error,
  });
}

/** The body in the form that a route accepts. */
export function bodyOf(request: Request, accepts: Route["accepts"]): unknown {
  const text: unknown = request.body;
  if (accepts === "nothing" || typeof text !== "string" || text.trim() === "") return undefined;
  if (accepts === "form") return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    const detail = "The body is not JSON.";
    throw new ApiProblem({ kind: "bad_request", detail, fix: "Send one JSON object.", cause: error });
  }
}
