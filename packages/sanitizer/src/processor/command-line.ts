import type { AnyValue } from "@opentelemetry/api";

import type { Location } from "../model/location.ts";
import type { Sanitizer } from "../model/sanitizer.ts";

/** An argument list of the semantic conventions; `process.command_line` is the same as one text. */
export const COMMAND_ARGS = "process.command_args";

const FLAG = /^-{1,2}([A-Za-z][\w.-]*)$/;

/**
 * Arguments, each judged by the flag before it: in `--password hunter2` nothing but the flag says that the second is
 * a secret.
 */
export function cleanArguments(
  sanitizer: Pick<Sanitizer, "attribute" | "text">,
  values: readonly unknown[],
  location: Location,
): AnyValue {
  let flag: string | undefined;
  return values.map((value) => {
    const name = flag;
    flag = typeof value === "string" ? FLAG.exec(value)?.[1] : undefined;
    if (typeof value !== "string") return null;
    if (name === undefined || flag !== undefined) return sanitizer.text(value, location).text;
    const { value: clean, removed } = sanitizer.attribute(name, value, location);
    return removed || typeof clean !== "string" ? "[REDACTED]" : clean;
  });
}
