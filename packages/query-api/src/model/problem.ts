import { z } from "zod";

import { arrayOf, resource } from "./resource-schema.ts";
import type { ResourceSchema } from "./resource-schema.ts";

/** One parameter that was not accepted. */
export interface ParameterFault {
  /** Its name as given. */
  readonly parameter: string;
  /** What was given and why it is wrong. */
  readonly detail: string;
  /** What to send instead. */
  readonly fix: string;
}

/** Kinds of problem, each with a stable `type` URI, a title and a status. */
export const PROBLEM_KINDS = {
  invalid_parameter: { status: 400, title: "Invalid parameter" },
  bad_request: { status: 400, title: "Bad request" },
  unauthorized: { status: 401, title: "Key required" },
  forbidden: { status: 403, title: "Not allowed" },
  forbidden_host: { status: 403, title: "Host not allowed" },
  forbidden_origin: { status: 403, title: "Origin not allowed" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "Method not allowed" },
  conflict: { status: 409, title: "Not possible" },
  too_large: { status: 413, title: "Body too large" },
  unsupported_media_type: { status: 415, title: "Unsupported media type" },
  too_many_requests: { status: 429, title: "Too many requests" },
  authentication_unavailable: { status: 503, title: "Authentication unavailable" },
  overloaded: { status: 503, title: "Busy" },
  internal: { status: 500, title: "Internal error" },
  core_unavailable: { status: 503, title: "Core unavailable" },
  store_unavailable: { status: 503, title: "Store unavailable" },
} as const;
export type ProblemKind = keyof typeof PROBLEM_KINDS;

/** Problem details of RFC 9457; the media type is `application/problem+json`. */
export interface Problem {
  /** `urn:jobscope:problem:<kind>`: what programs compare. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Path of the request, without its query string. */
  readonly instance: string;
  /** Names the request in the logs and the audit of the monitor; also the header `X-Request-Id`. */
  readonly request_id: string;
  /** What to do about it. */
  readonly fix?: string;
  /** The first parameter at fault, where a parameter is. */
  readonly parameter?: string;
  /** Every parameter at fault. */
  readonly errors?: readonly ParameterFault[];
}

export const parameterFaultSchema: ResourceSchema<ParameterFault> = resource(
  "ParameterFault",
  "One parameter that was not accepted.",
  {
    parameter: z.string().describe("Its name as given."),
    detail: z.string().describe("What was given and why it is wrong."),
    fix: z.string().describe("What to send instead."),
  },
);

export const problemSchema: ResourceSchema<Problem> = resource("Problem", "Problem details of RFC 9457.", {
  type: z.string().describe("`urn:jobscope:problem:<kind>`: what programs compare."),
  title: z.string().describe("Kind of problem, for people."),
  status: z.int().min(400).max(599).describe("Of the answer, once more."),
  detail: z.string().describe("What was given, and why it is wrong."),
  instance: z.string().describe("Path of the request, without its query string."),
  request_id: z
    .string()
    .describe("Names the request in the logs and the audit of the monitor; also the header `X-Request-Id`."),
  fix: z.string().optional().describe("What to do about it."),
  parameter: z.string().optional().describe("The first parameter at fault, where a parameter is."),
  errors: arrayOf(parameterFaultSchema).optional().describe("Every parameter at fault."),
});
