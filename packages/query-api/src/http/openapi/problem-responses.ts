import type { oas31, ZodOpenApiResponseObject } from "zod-openapi";

import { PROBLEM_KINDS, problemSchema } from "../../model/problem.ts";
import type { ProblemKind } from "../../model/problem.ts";
import type { Route } from "../routing/route.ts";
import { headersOf } from "./answer-headers.ts";

const STATUSES: readonly number[] = [...new Set(Object.values(PROBLEM_KINDS).map(({ status }) => status))];

const OWN_HEADERS: Readonly<Record<number, readonly string[]>> = {
  401: ["WWW-Authenticate"],
  405: ["Allow"],
  429: ["Retry-After"],
  503: ["Retry-After"],
};

/** One answer per status: kinds of problem that share it differ in `type`. */
export function problemResponses(): Record<string, ZodOpenApiResponseObject> {
  return Object.fromEntries(STATUSES.map((status) => [nameOf(status), problemResponse(status)]));
}

function problemResponse(status: number): ZodOpenApiResponseObject {
  const kinds = Object.entries(PROBLEM_KINDS).filter(([, kind]) => kind.status === status);
  return {
    description: kinds.map(([name, { title }]) => `${title} (\`urn:jobscope:problem:${name}\`)`).join("; "),
    headers: headersOf(["X-Request-Id", ...(OWN_HEADERS[status] ?? [])]),
    content: { "application/problem+json": { schema: problemSchema } },
  };
}

/** What any request may meet on its way. */
const ANY: readonly ProblemKind[] = ["bad_request", "forbidden_host", "too_many_requests", "internal"];
const WITH_KEY: readonly ProblemKind[] = ["unauthorized", "forbidden", "overloaded", "store_unavailable"];
const WITH_BODY: readonly ProblemKind[] = ["too_large", "unsupported_media_type"];

/** The problems that an operation answers with, by status. */
export function problemsOf(route: Route): Record<`${4 | 5}${string}`, oas31.ReferenceObject> {
  const kinds = [
    ...ANY,
    ...(route.access === "public" ? [] : WITH_KEY),
    ...(route.accepts === "nothing" ? [] : WITH_BODY),
    ...(route.path.includes(":") ? (["not_found"] as const) : []),
    ...(route.docs?.problems ?? []),
  ];
  const statuses = [...new Set(kinds.map((kind) => PROBLEM_KINDS[kind].status))].toSorted((a, b) => a - b);
  return Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/${nameOf(status)}` }]));
}

const nameOf = (status: number): string => `Problem${status}`;
