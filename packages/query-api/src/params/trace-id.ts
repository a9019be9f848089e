import { echoed } from "./echoed.ts";
import { scalar } from "./scalar.ts";
import type { Scalar } from "./scalar.ts";

const TRACE_ID = /^[\da-fA-F]{32}$/;
const FIX = "Send 32 hexadecimal digits, such as `trace_id` of a run.";

/** The id of a trace in lower case, as it is stored; undefined for what is none. */
export function traceIdOf(given: string): string | undefined {
  return TRACE_ID.test(given) ? given.toLowerCase() : undefined;
}

export function traceId(): Scalar<string> {
  return scalar((given, refuse) => traceIdOf(given) ?? refuse(`${echoed(given)} is not the id of a trace.`, FIX), {
    override: { pattern: TRACE_ID.source },
  });
}
