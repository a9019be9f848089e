import type { RequestHandler } from "express";

import { principalOf } from "../../auth/require-principal.ts";
import { ApiProblem } from "../../reply/api-problem.ts";

/** Requests of one key that may wait for their answers: the store answers one question after the other, for everybody. */
export const MAX_IN_FLIGHT = 32;

/** Refuses what one key asks while this many of its requests are being answered, so that nobody can shut the others out. */
export function boundInFlight(most: number = MAX_IN_FLIGHT): RequestHandler {
  const underWay = new Map<string, number>();
  return (request, response, next) => {
    const id = principalOf(request)?.id ?? "";
    const count = underWay.get(id) ?? 0;
    if (count >= most) throw tooMany(most);
    underWay.set(id, count + 1);
    response.once("close", () => {
      const left = (underWay.get(id) ?? 1) - 1;
      if (left > 0) underWay.set(id, left);
      else underWay.delete(id);
    });
    next();
  };
}

function tooMany(most: number): ApiProblem {
  return new ApiProblem({
    kind: "too_many_requests",
    detail: `${most} requests of this key are being answered already.`,
    fix: "Send the next one when one of them has been answered.",
    headers: { "Retry-After": "1" },
  });
}
