import { z } from "zod";

import type { SecretRef } from "../../model/channel.ts";
import { DurationError, parseDuration } from "../duration/parse-duration.ts";
import { given, unknownKeys } from "./describe.ts";
import { readQuantity, type ReadQuantity } from "./quantity.ts";
import type { DurationText, Quantity, SelectorFile } from "./rule-file.ts";

/** An object with these fields and no others. */
export function strict<Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? unknownKeys(issue.keys, Object.keys(shape)) : undefined),
  });
}

/** Milliseconds. */
export const duration: z.ZodType<number, DurationText> = z
  .union([z.string(), z.literal(0)], { error: (issue) => durationProblem(issue.input) })
  .transform((text, context) => {
    try {
      return parseDuration(String(text));
    } catch (error) {
      context.addIssue(error instanceof DurationError ? error.message : durationProblem(text));
      return z.NEVER;
    }
  })
  .meta({ description: "A duration: 30s, 5m, 1h30m, 1d" });

/** Longer than nothing. */
export const positiveDuration: z.ZodType<number, DurationText> = duration.refine((ms) => ms > 0, {
  error: "0 is too short: write a duration like 30s or 5m",
});

function durationProblem(input: unknown): string {
  if (input === undefined) return "is missing: write one like 5m";
  const hint = typeof input === "number" ? ` (${input}s, if seconds are meant)` : "";
  return `${given(input)} is no duration: write one like 30s, 5m, 1h30m or 1d${hint}`;
}

export const quantity: z.ZodType<ReadQuantity, Quantity> = z
  .union([z.number(), z.string()], { error: (issue) => quantityProblem(issue.input) })
  .transform((input, context) => {
    const read = readQuantity(input);
    if (read !== undefined) return read;
    context.addIssue(quantityProblem(input));
    return z.NEVER;
  })
  .meta({ description: "A number, 5%, 512MiB, or a duration such as 30s where the metric is in seconds" });

function quantityProblem(input: unknown): string {
  if (input === undefined) return "is missing: write a number, 5%, 30s or 512MiB";
  return `${given(input)} is no quantity: write a number, 5%, 30s or 512MiB`;
}

/** Between 0 and 1. */
export const share: z.ZodType<number, Quantity> = quantity.transform(({ value, kind }, context) => {
  if ((kind === "number" || kind === "percent") && value >= 0 && value <= 1) return value;
  const fix = kind === "number" && value > 1 && value <= 100 ? `write ${value}%` : "write one between 0% and 100%";
  context.addIssue(`${value} is no share: ${fix}`);
  return z.NEVER;
});

export const count: z.ZodType<number, number> = z.int().min(1).max(1_000_000);

/** Names of rules, groups, channels, receivers: they stand in ids and keys. */
export const name: z.ZodType<string, string> = z.string().regex(/^[A-Za-z_][\w .:/-]{0,127}$/, {
  error: (issue) =>
    `${issue.input === undefined ? "is missing" : `${given(issue.input)} is no name`}: use letters, digits, spaces and _ . : / -, with a letter first, at most 128`,
});

export const selector: z.ZodType<SelectorFile, SelectorFile> = z
  .union(
    [
      z.string(),
      z.array(z.string()),
      z.record(
        z.string(),
        z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number(), z.boolean()])).min(1)]),
      ),
    ],
    {
      error: (issue) =>
        `${issue.input === undefined ? "is missing" : `${given(issue.input)} selects nothing`}: write { job.name: "invoice-*" } or '{job.name=~"invoice-.+"}'`,
    },
  )
  .meta({
    description:
      'Attributes and their values: { job.name: "invoice-*", service.name: [shop, pay], job.owner.name: "!ops" }; or matchers as in Prometheus',
  });

/** A reference to a secret. What stands there instead is never shown. */
export const secret: z.ZodType<SecretRef, string> = z
  .string({ error: "is no reference to a secret: write env:NAME or file:/path" })
  .transform((text, context): SecretRef => {
    const reference = secretRefOf(text);
    if (reference !== undefined) return reference;
    context.addIssue(
      "a secret must not stand in the file: write env:NAME (of an environment variable) or file:/path (of a file that holds it)",
    );
    return z.NEVER;
  })
  .meta({
    description: "Reference to a secret: env:NAME or file:/path",
    pattern: String.raw`^(env:[A-Za-z_]\w*|file:/.+)$`,
  });

export function secretRefOf(text: string): SecretRef | undefined {
  if (/^env:[A-Za-z_]\w*$/.test(text)) return `env:${text.slice("env:".length)}`;
  return /^file:\/[^\n]+$/.test(text) ? `file:${text.slice("file:".length)}` : undefined;
}
