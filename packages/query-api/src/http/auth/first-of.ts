import type { AuthAnswer, Authenticate } from "../deps.ts";
import { isDenial, isNobody } from "./auth-answer.ts";

/** Asks one after the other who sends a request: the first who knows decides. Nobody: the first reason counts. */
export function firstOf(...authenticators: readonly Authenticate[]): Authenticate {
  return async (request) => {
    let denial: AuthAnswer;
    for (const authenticate of authenticators) {
      // The next is asked only where this one knows nobody.
      const answer = await authenticate(request);
      if (isNobody(answer)) continue;
      // What is no principal at all is refused by who asked.
      if (!isDenial(answer)) return answer;
      denial ??= answer;
    }
    return denial;
  };
}
