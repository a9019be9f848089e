import { noAnswer } from "../../model/no-answer.ts";
import { ApiProblem } from "../reply/api-problem.ts";
import { retryAfter } from "../reply/retry-after.ts";

/** Nobody can write at the moment. */
export function coreUnavailable(cause: unknown): ApiProblem {
  return new ApiProblem({
    kind: "core_unavailable",
    detail: noAnswer("core"),
    fix: "Try again in some seconds.",
    headers: retryAfter(),
    cause,
  });
}
