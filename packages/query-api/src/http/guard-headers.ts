import type { RequestHandler } from "express";

import { ApiProblem } from "./api-problem.ts";

/** Headers that decide something: two of them, and a proxy in front may have looked at the other. */
const SINGLE = ["host", "authorization", "origin", "sec-fetch-site", "content-type"] as const;

/** Node keeps the first of several; whatever is before us may keep the last. */
export function guardHeaders(): RequestHandler {
  return ({ headersDistinct }, _response, next) => {
    const twice = SINGLE.find((name) => (headersDistinct[name]?.length ?? 0) > 1);
    if (twice === undefined) return next();
    const detail = `The header ${twice} is given more than once.`;
    throw new ApiProblem({ kind: "bad_request", detail, fix: "Give it once." });
  };
}
