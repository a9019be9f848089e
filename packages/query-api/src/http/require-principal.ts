import type { Request, RequestHandler } from "express";

import type { Principal } from "../model/principal.ts";
import { ApiProblem } from "./api-problem.ts";
import type { Authenticate } from "./deps.ts";

/**
 * Lets known callers pass; everybody else learns nothing, not even which paths exist. The key is taken from the
 * Authorization header alone: a query string ends up in logs, histories and Referer headers.
 */
export function requirePrincipal(authenticate: Authenticate): RequestHandler {
  return async (request, _response, next) => {
    const principal = await authenticate(request);
    if (principal === undefined) throw unauthorized(request.headers.authorization !== undefined);
    principals.set(request, principal);
    next();
  };
}

const principals = new WeakMap<object, Principal>();

/** Who sends a request that was let pass; undefined where nobody was asked, on public routes. */
export function principalOf(request: Pick<Request, "headers">): Principal | undefined {
  return principals.get(request);
}

function unauthorized(given: boolean): ApiProblem {
  const challenge = 'Bearer realm="jobscope"';
  return new ApiProblem({
    kind: "unauthorized",
    detail: given ? "The Authorization header holds no valid key." : "The request carries no key.",
    fix: "Send the header `Authorization: Bearer <key>`; keys in the query string are not read.",
    headers: { "WWW-Authenticate": given ? `${challenge}, error="invalid_token"` : challenge },
  });
}
