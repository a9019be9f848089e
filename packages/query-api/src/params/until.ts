import { isoTime } from "../model/iso-time.ts";
import type { ParameterFault } from "../model/problem.ts";
import { DAY_MS } from "../model/time-units.ts";

interface UntilLimits {
  /** Name of the field. */
  readonly field: string;
  readonly maxDays: number;
  readonly nowMs: number;
}

/** Whatever keeps people from being told ends in time: what is switched off for ever is forgotten. */
export function untilFault(untilMs: number, { field, maxDays, nowMs }: UntilLimits): ParameterFault | undefined {
  const lastMs = nowMs + maxDays * DAY_MS;
  if (untilMs <= nowMs) {
    return { parameter: field, detail: `${isoTime(untilMs)} has passed.`, fix: "Send an instant to come." };
  }
  if (untilMs <= lastMs) return undefined;
  const detail = `${isoTime(untilMs)} is more than ${maxDays} days ahead.`;
  return { parameter: field, detail, fix: `Send ${isoTime(lastMs)} or earlier.` };
}
