import type { z } from "zod";

import type { ParameterFault } from "../model/problem.ts";
import { unknownFault } from "./name-faults.ts";
import { faultOfIssue } from "./parse-params.ts";
import type { ParamsSchema } from "./schema.ts";

export type ParsedBody<T> =
  | { readonly kind: "valid"; readonly value: T }
  | { readonly kind: "invalid"; readonly faults: readonly [ParameterFault, ...ParameterFault[]] };

/** Checks the JSON body of a request, once; everything behind it is typed. */
export function parseBody<T>(schema: ParamsSchema<T>, given: unknown): ParsedBody<T> {
  const result = schema.safeParse(given);
  if (result.success) return { kind: "valid", value: result.data };
  const allowed = Object.keys(schema.shape);
  const [first, ...rest] = result.error.issues.flatMap((issue) => bodyFaults(issue, allowed));
  if (first === undefined) throw new Error("A refused body has no reason.", { cause: result.error });
  return { kind: "invalid", faults: [first, ...rest] };
}

function bodyFaults(issue: z.core.$ZodIssue, allowed: readonly string[]): readonly ParameterFault[] {
  const parameter = issue.path.map(String).join(".");
  if (issue.code === "custom") return [{ ...faultOfIssue(issue), parameter }];
  if (issue.code !== "unrecognized_keys") return [{ parameter, detail: detailOf(issue), fix: fixOf(issue) }];
  if (parameter === "") return issue.keys.map((key) => unknownFault("field", key, allowed));
  return [{ parameter, detail: "It holds a field that is not known here.", fix: "Leave it out." }];
}

function detailOf({ message }: z.core.$ZodIssue): string {
  return message.endsWith("received undefined") ? "It is missing." : `${message}.`;
}

const VALUES: Readonly<Record<string, string>> = {
  object: "a JSON object",
  array: "a list",
  string: "a text",
  boolean: "true or false",
  number: "a number",
  int: "a whole number",
};

function fixOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `Send ${VALUES[issue.expected] ?? issue.expected}.`;
    case "invalid_value":
      return `Allowed: ${issue.values.map(String).join(", ")}.`;
    case "too_small":
      return `Allowed: ${lengthOf(issue)}${issue.minimum} or more.`;
    case "too_big":
      return `Allowed: ${lengthOf(issue)}${issue.maximum} or less.`;
    default:
      return "See the documentation of this endpoint.";
  }
}

const lengthOf = ({ origin }: { readonly origin: string }): string => (/^(number|int)$/.test(origin) ? "" : "length ");
