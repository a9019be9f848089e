import type { AuthAnswer, Authenticate } from "../deps.ts";

/** Asks one after the other who sends a request: the first who knows decides. Nobody: the first reason counts. */
export function firstOf(...authenticators: readonly Authenticate[]): Authenticate {
  return async (request) => {
    let refusal: AuthAnswer;
    for (const authenticate of authenticators) {
      // oxlint-disable-next-line no-await-in-loop -- The next is asked only where this one knows nobody.
      const answer = await authenticate(request);
      if (answer !== undefined && !("refused" in answer)) return answer;
      refusal ??= answer;
    }
    return refusal;
  };
}
