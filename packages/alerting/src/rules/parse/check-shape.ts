import type { z } from "zod";

import type { Path, Problems } from "../resolve/problems.ts";
import { alertingSchema, type ParsedAlerting } from "../schema/alerting-schema.ts";
import { describeIssue, given } from "../schema/describe.ts";

const SECRET_PLACES = new Set(["channels", "deadMan"]);

/** Checks the form of everything; undefined where something is wrong, which is then in `problems`. */
export function checkShape(data: unknown, problems: Problems): ParsedAlerting | undefined {
  if (isTooDeep(data, 0)) {
    problems.add([], `is nested more than ${MAX_DEPTH} deep: write it flatter`);
    return undefined;
  }
  const input = withoutNulls(data);
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    problems.add([], `holds ${given(input)}: write fields such as groups, channels and route`);
    return undefined;
  }
  const result = alertingSchema.safeParse(input, {
    reportInput: true,
    error: (issue) => describeIssue(issue, SECRET_PLACES.has(String(issue.path?.[0]))),
  });
  if (result.success) return result.data;
  for (const issue of result.error.issues) report(issue, [], problems);
  return undefined;
}

/** A union that does not say itself what is wrong: the branch that came furthest knows best. */
function report(issue: z.core.$ZodIssue, prefix: Path, problems: Problems): void {
  const path = [...prefix, ...plainPath(issue.path)];
  if (issue.code === "invalid_union" && issue.message.endsWith("cannot be read")) {
    const best = issue.errors.toSorted((a, b) => depthOf(b) - depthOf(a))[0];
    if (best !== undefined) for (const inner of best) report(inner, path, problems);
    return;
  }
  if (issue.code === "unrecognized_keys") {
    for (const [index, message] of issue.message.split("\n").entries()) {
      problems.add([...path, issue.keys[index] ?? ""], message);
    }
    return;
  }
  if (issue.code === "invalid_key") {
    for (const inner of issue.issues) report(inner, path, problems);
    return;
  }
  problems.add(path, issue.message);
}

function depthOf(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length + (issue.code === "unrecognized_keys" ? 1 : 0)));
}

function plainPath(path: readonly PropertyKey[]): Path {
  return path.map((key) => (typeof key === "number" ? key : String(key)));
}

const MAX_DEPTH = 64;

function isTooDeep(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return depth > MAX_DEPTH || Object.values(value).some((entry) => isTooDeep(entry, depth + 1));
}

/** `rules:` with nothing behind it is left out, as its author meant it. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutNulls);
  const entries = Object.entries(value).filter(([, entry]) => entry !== null);
  return Object.fromEntries(entries.map(([key, entry]) => [key, withoutNulls(entry)]));
}
