import { z } from "zod";

import { echoed } from "./echoed.ts";

const TRACE_ID = /^[\da-fA-F]{32}$/;
const FIX = "Send 32 hexadecimal digits, such as `trace_id` of a run.";

/** The id of a trace; in lower case, as it is stored. */
export function traceId(): z.ZodPipe<z.ZodString, z.ZodTransform<string, string>> {
  return z
    .string()
    .transform((given, context): string => {
      if (TRACE_ID.test(given)) return given.toLowerCase();
      const message = `${echoed(given)} is not the id of a trace.`;
      context.addIssue({ code: "custom", message, params: { fix: FIX } });
      return z.NEVER;
    })
    .meta({ override: { pattern: TRACE_ID.source } });
}
