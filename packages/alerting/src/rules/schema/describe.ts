import type { z } from "zod";

import { nearestName } from "./nearest-name.ts";

/** Names of other tools, and what stands for them here. */
const FOREIGN: Readonly<Record<string, string>> = {
  alert: "name",
  expr: "when (PromQL is not read here)",
  matchers: "match",
  matchRe: "match",
  match_re: "match",
  source_matchers: "source",
  target_matchers: "target",
  time_intervals: "timeIntervals",
  inhibit_rules: "inhibit",
  days_of_month: "daysOfMonth",
  location: "timeZone",
  runbook_url: "runbook",
};

/** Why keys are not known, with what was meant: a line for each. */
export function unknownKeys(keys: readonly string[], known: readonly string[]): string {
  return keys
    .map((key) => {
      const meant = FOREIGN[key] ?? nearestName(key, known);
      const fix = meant === undefined ? `known are ${known.join(", ")}` : `write ${meant}`;
      return `is not known here: ${fix}`;
    })
    .join("\n");
}

export function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57).toWellFormed()}…` : text;
}

/** What was given, for a message: short, and never a whole structure. */
export function given(value: unknown): string {
  if (typeof value === "string") return `"${short(value)}"`;
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  return value === undefined ? "nothing" : String(value);
}

const WANTED: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

/** Message of an issue that its schema does not describe itself; `secret`: what was given is not shown. */
export function describeIssue(issue: z.core.$ZodRawIssue, secret: boolean): string {
  const was = secret ? "what is written there" : given(issue.input);
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return "is missing";
      return `${was} is wrong: ${WANTED[issue.expected] ?? issue.expected} is wanted${quoteHint(issue)}`;
    case "invalid_value":
      return `${was} is not known: write ${choiceOf(issue.values, issue.input)}`;
    case "too_small":
      if (Array.isArray(issue.input) && issue.input.length === 0) return "is empty: name one entry at least";
      return `${was} is too small: at least ${String(issue.minimum)}${unitOf(issue.origin)}`;
    case "too_big":
      return `${was} is too large: at most ${String(issue.maximum)}${unitOf(issue.origin)}`;
    default:
      return `${was} cannot be read`;
  }
}

/** YAML reads `{{ $value }}` without quotes as an object in an object. */
function quoteHint({ input, expected }: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidType>): string {
  const isObject = typeof input === "object" && input !== null && !Array.isArray(input);
  return isObject && expected === "string" ? ` (${QUOTES})` : "";
}

/** What helps where YAML takes a template for its own braces. */
export const QUOTES = "put texts that begin with {{ in quotes";

function unitOf(origin: string): string {
  if (origin === "string") return " characters are wanted";
  return origin === "array" ? " entries are wanted" : " is wanted";
}

function choiceOf(values: readonly unknown[], input: unknown): string {
  const names = values.map(String);
  const near = typeof input === "string" ? nearestName(input, names) : undefined;
  return near ?? (names.length === 1 ? names.join("") : `one of ${names.join(", ")}`);
}
