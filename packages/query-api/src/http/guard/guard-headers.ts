import type { RequestHandler } from "express";

import { ApiProblem } from "../reply/api-problem.ts";

/** Headers that decide something: two of them, and a proxy in front may have looked at the other. */
const SINGLE = ["host", "authorization", "origin", "sec-fetch-site", "content-type"] as const;

/** Node keeps the first of several; whatever is before us may keep the last. */
export function guardHeaders(): RequestHandler {
  return ({ headers, headersDistinct }, _response, next) => {
    refuseCoding(headers["transfer-encoding"]);
    const twice = SINGLE.find((name) => (headersDistinct[name]?.length ?? 0) > 1);
    if (twice === undefined) return next();
    const detail = `The header ${twice} is given more than once.`;
    throw new ApiProblem({ kind: "bad_request", detail, fix: "Give it once." });
  };
}

/** Node hands such a request over with an empty body before it notices that it cannot read it. */
function refuseCoding(coding: string | undefined): void {
  if (coding === undefined || coding.toLowerCase() === "chunked") return;
  const detail = "The Transfer-Encoding is not known here.";
  throw new ApiProblem({ kind: "bad_request", detail, fix: "Send the body with a Content-Length, or chunked." });
}
