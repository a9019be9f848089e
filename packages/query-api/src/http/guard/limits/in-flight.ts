import type { RequestHandler } from "express";

import { principalOf } from "../../auth/require-principal.ts";
import { ApiProblem } from "../../reply/api-problem.ts";
import { retryAfter } from "../../reply/retry-after.ts";

/** Requests of one key that may wait for their answers: the store answers one question after the other, for everybody. */
export const MAX_OF_KEY = 8;
/** Of all keys together: answers are made on the thread of the application around us, one after the other. */
export const MAX_OF_ALL = 64;

/**
 * Refuses what one key asks while this many of its requests are being answered, so that nobody can shut the others out, and
 * what anybody asks while too much is under way. Only requests of who is known count: strangers occupy no place.
 */
export function boundInFlight(): RequestHandler {
  let all = 0;
  const underWay = new Map<string, number>();
  return (request, response, next) => {
    const id = principalOf(request)?.id ?? "";
    const count = underWay.get(id) ?? 0;
    if (count >= MAX_OF_KEY) throw tooMany();
    if (all >= MAX_OF_ALL) throw overloaded();
    all += 1;
    underWay.set(id, count + 1);
    response.once("close", () => {
      all -= 1;
      const left = (underWay.get(id) ?? 1) - 1;
      if (left > 0) underWay.set(id, left);
      else underWay.delete(id);
    });
    next();
  };
}

function tooMany(): ApiProblem {
  return new ApiProblem({
    kind: "too_many_requests",
    detail: `${MAX_OF_KEY} requests of this key are being answered already.`,
    fix: "Send the next one when one of them has been answered.",
    headers: retryAfter(1),
  });
}

function overloaded(): ApiProblem {
  return new ApiProblem({
    kind: "overloaded",
    detail: `${MAX_OF_ALL} requests are being answered already.`,
    fix: "Wait as many seconds as `Retry-After` says, and send fewer at once.",
    headers: retryAfter(1),
  });
}
