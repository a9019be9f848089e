import type { RequestHandler } from "express";

import type { Authenticate } from "../model/principal.ts";
import { ApiProblem } from "./api-problem.ts";

/**
 * Lets known callers pass; everybody else learns nothing, not even which paths exist. The key is taken from the
 * Authorization header alone: a query string ends up in logs, histories and Referer headers.
 */
export function requirePrincipal(authenticate: Authenticate): RequestHandler {
  return async (request, _response, next) => {
    const { authorization } = request.headers;
    if ((await authenticate(authorization)) !== undefined) return next();
    throw unauthorized(authorization !== undefined);
  };
}

function unauthorized(given: boolean): ApiProblem {
  const challenge = 'Bearer realm="jobscope"';
  return new ApiProblem({
    kind: "unauthorized",
    detail: given ? "The Authorization header holds no valid admin key." : "The request carries no admin key.",
    fix: "Send the header `Authorization: Bearer <admin key>`; keys in the query string are not read.",
    headers: { "WWW-Authenticate": given ? `${challenge}, error="invalid_token"` : challenge },
  });
}
