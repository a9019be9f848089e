import type { IncomingMessage } from "node:http";

import type { ProblemKind } from "../../model/problem.ts";
import { requestNameOf } from "../request/request-id.ts";
import { requestPath } from "../request/request-path.ts";
import { ApiProblem } from "./api-problem.ts";

export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; not sent where the request is HEAD. */
  readonly body: string;
}

interface ProblemWords {
  readonly detail: string;
  readonly fix?: string;
  /** When somebody may ask again, seconds. Default: no word of it. */
  readonly retryAfterSeconds?: number;
}

/** A problem as the API writes it, for a host that answers in its place while there is none. */
export function problemAnswer(
  request: IncomingMessage,
  kind: ProblemKind,
  { retryAfterSeconds, ...words }: ProblemWords,
): ProblemAnswer {
  const problem = new ApiProblem({ kind, ...words });
  const requestId = requestNameOf(request.headers);
  return {
    status: problem.status,
    headers: {
      "Content-Type": "application/problem+json; charset=utf-8",
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
      "X-Request-Id": requestId,
      ...(retryAfterSeconds !== undefined && { "Retry-After": String(retryAfterSeconds) }),
    },
    body: JSON.stringify(problem.toProblem(requestPath({ originalUrl: request.url ?? "" }), requestId)),
  };
}
