import type { z } from "zod";

import type { ParameterFault } from "../model/problem.ts";
import { faultOfIssue } from "./parse-params.ts";

export type ParsedBody<T> =
  | { readonly kind: "valid"; readonly value: T }
  | { readonly kind: "invalid"; readonly faults: readonly [ParameterFault, ...ParameterFault[]] };

/** Checks the JSON body of a request, once; everything behind it is typed. */
export function parseBody<T>(schema: z.ZodType<T>, given: unknown): ParsedBody<T> {
  const result = schema.safeParse(given);
  if (result.success) return { kind: "valid", value: result.data };
  const [first, ...rest] = result.error.issues.map(bodyFault);
  if (first === undefined) throw new Error("A refused body has no reason.", { cause: result.error });
  return { kind: "invalid", faults: [first, ...rest] };
}

/** Reasons of the schema library name values; those of a body may be anything, so only the place is named. */
function bodyFault(issue: z.core.$ZodIssue): ParameterFault {
  if (issue.code === "custom") return faultOfIssue(issue);
  const parameter = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    return {
      parameter,
      detail: "The body holds a field that is not known here.",
      fix: "Leave it out; the documentation lists all fields.",
    };
  }
  return { parameter, detail: issue.message, fix: "See the documentation of this endpoint." };
}
