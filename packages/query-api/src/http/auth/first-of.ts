import type { AuthAnswer, Authenticate, AuthRefusal } from "../deps.ts";

/** As JavaScript of somebody else may put it. */
const isNobody = (answer: unknown): answer is undefined => answer === undefined || answer === null || answer === false;

const isRefusal = (answer: unknown): answer is AuthRefusal =>
  typeof answer === "object" && answer !== null && "refused" in answer;

/** Asks one after the other who sends a request: the first who knows decides. Nobody: the first reason counts. */
export function firstOf(...authenticators: readonly Authenticate[]): Authenticate {
  return async (request) => {
    let refusal: AuthAnswer;
    for (const authenticate of authenticators) {
      // The next is asked only where this one knows nobody.
      const answer = await authenticate(request);
      if (isNobody(answer)) continue;
      // What is no principal at all is refused by who asked.
      if (!isRefusal(answer)) return answer;
      refusal ??= answer;
    }
    return refusal;
  };
}
