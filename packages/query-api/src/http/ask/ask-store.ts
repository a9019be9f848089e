import { InvalidCursorError } from "@jobscope/store";

import { noAnswer } from "../../model/no-answer.ts";
import { ApiProblem, parameterProblem } from "../reply/api-problem.ts";
import { ownTurn } from "../reply/own-turn.ts";
import { retryAfter } from "../reply/retry-after.ts";

/** Runs one question to the store; whatever goes wrong there becomes a problem that tells the caller what to do. */
export async function askStore<T>(question: () => Promise<T>): Promise<T> {
  try {
    const answer = await question();
    // Answers of the store arrive together.
    await ownTurn();
    return answer;
  } catch (error) {
    if (isInvalidCursor(error)) throw parameterProblem([CURSOR_FAULT], error);
    throw new ApiProblem({
      kind: "store_unavailable",
      detail: noAnswer("store"),
      fix: "Try again in some seconds; `jobscope doctor` checks the store.",
      headers: retryAfter(),
      cause: error,
    });
  }
}

const CURSOR_FAULT = {
  parameter: "cursor",
  detail: "The cursor was not given out by this monitor, or for another query.",
  fix: "Repeat the query that gave it with nothing but the cursor added, or start again without a cursor.",
};

/** By name too: an error loses its class on its way from a worker thread. */
function isInvalidCursor(error: unknown): boolean {
  return error instanceof InvalidCursorError || (error instanceof Error && error.name === "InvalidCursorError");
}
