import type { ErrorRequestHandler, Request, Response } from "express";

import { deniedRequest } from "../audit/denied-request.ts";
import type { QueryApiDeps } from "../deps.ts";
import { requestIdOf } from "../request/request-id.ts";
import { requestPath } from "../request/request-path.ts";
import { ApiProblem } from "./api-problem.ts";
import { sendText } from "./send-text.ts";

type ProblemDeps = Pick<QueryApiDeps, "onFailure" | "showErrorDetails" | "nowMs" | "auditor"> & {
  /** Of all routes. */
  readonly paths: readonly string[];
};

/** Turns whatever was thrown into a problem, and tells the host about what was not the caller's fault, and the audit about denials. */
export function problemWriter(deps: ProblemDeps): ErrorRequestHandler {
  // oxlint-disable-next-line max-params -- Express knows an error handler by its four parameters.
  return (error: unknown, request, response, _next) => {
    const problem = toApiProblem(error, deps.showErrorDetails === true);
    if (problem.status >= 500) {
      const { method } = request;
      const requestId = requestIdOf(request);
      deps.onFailure({ method, path: requestPath(request), error: problem.facts.cause ?? error, requestId });
    }
    const denial = deniedRequest(request, problem, { atMs: deps.nowMs(), paths: deps.paths });
    if (denial !== undefined) deps.auditor?.deny(denial);
    // The head is out: all that is left is to cut the connection, so that nobody takes what arrived for the whole.
    if (response.headersSent) response.destroy();
    else writeProblem(request, response, problem);
  };
}

export function writeProblem(request: Request, response: Response, problem: ApiProblem): void {
  response.status(problem.status).set(problem.facts.headers ?? {});
  response.set("Cache-Control", "no-store");
  const body = problem.toProblem(requestPath(request), requestIdOf(request));
  sendText(response, "application/problem+json", JSON.stringify(body));
}

function toApiProblem(error: unknown, showDetails: boolean): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (isRequestError(error)) {
    const detail = "The path of the request cannot be decoded.";
    return new ApiProblem({ kind: "bad_request", detail, fix: "Escape it as in RFC 3986.", cause: error });
  }
  const detail = showDetails ? String(error) : "The monitor failed to answer; its own log says why.";
  return new ApiProblem({ kind: "internal", detail, cause: error });
}

/** Express refuses a path such as `/jobs/%zz` before any route sees it. */
function isRequestError(error: unknown): boolean {
  return error instanceof URIError || (error instanceof Error && "status" in error && error.status === 400);
}
