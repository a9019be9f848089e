import type { z } from "zod";

import type { ParameterFault } from "../model/problem.ts";
import { repeatedFault, unknownFault } from "./name-faults.ts";
import { isList } from "./scalars.ts";
import type { ParamsSchema } from "./schema.ts";

export type ParsedParams<T> =
  | { readonly kind: "valid"; readonly value: T }
  | { readonly kind: "invalid"; readonly faults: readonly [ParameterFault, ...ParameterFault[]] };

/** What {@link parseParams} needs of a schema. */
export type QuerySchema<T> = Pick<ParamsSchema<T>, "shape"> & {
  safeParse(given: unknown): z.ZodSafeParseResult<T>;
};

/** More parameters than any request has use for: one is given once, or is a list that fits in one. */
const MAX_PARAMETERS = 50;

const TOO_MANY: ParameterFault = {
  parameter: "",
  detail: `It holds more than ${MAX_PARAMETERS} parameters.`,
  fix: "Send each parameter once; several values of one are separated by commas.",
};

/** Checks a query string against the schema of its endpoint, once; everything behind it is typed. */
export function parseParams<T>(schema: QuerySchema<T>, query: URLSearchParams): ParsedParams<T> {
  // None may be left out unread: a filter that is dropped widens the answer.
  if (query.size > MAX_PARAMETERS) return { kind: "invalid", faults: [TOO_MANY] };
  const allowed = Object.keys(schema.shape);
  const given = collect(query, (key) => isList(schema.shape[key]));
  const unknown = Object.keys(given.values).filter((key) => !allowed.includes(key));
  const faults = [
    ...unknown.map((key) => unknownFault("parameter", key, allowed)),
    ...given.repeated.map(repeatedFault),
  ];
  const known = Object.fromEntries(Object.entries(given.values).filter(([key]) => allowed.includes(key)));
  const result = schema.safeParse(known);
  const [first, ...rest] = [...faults, ...(result.success ? [] : result.error.issues.map(faultOfIssue))];
  if (first !== undefined) return { kind: "invalid", faults: [first, ...rest] };
  if (!result.success) throw new Error("A refused query string has no reason.", { cause: result.error });
  return { kind: "valid", value: result.data };
}

function collect(
  query: URLSearchParams,
  takesSeveral: (key: string) => boolean,
): {
  readonly values: Readonly<Record<string, string>>;
  readonly repeated: readonly string[];
} {
  const values = new Map<string, string>();
  const repeated = new Set<string>();
  for (const [key, value] of query) {
    const earlier = values.get(key);
    if (earlier === undefined) values.set(key, value);
    else if (takesSeveral(key)) values.set(key, `${earlier},${value}`);
    else repeated.add(key);
  }
  return { values: Object.fromEntries(values), repeated: [...repeated] };
}

export function faultOfIssue(issue: z.core.$ZodIssue): ParameterFault {
  const fix = issue.code === "custom" ? issue.params?.["fix"] : undefined;
  return {
    parameter: String(issue.path[0] ?? ""),
    detail: issue.message,
    fix: typeof fix === "string" ? fix : "See the documentation of this endpoint.",
  };
}
