import { z } from "zod";

import type { ParameterFault } from "../model/problem.ts";
import { instant } from "./scalars.ts";
import type { ParamsSchema } from "./schema.ts";
import { untilFault } from "./until.ts";

const MAX_DAYS = 30;

/** `POST alerts/{id}/snooze` */
export interface SnoozeBody {
  /** Epoch milliseconds. */
  readonly until_time: number;
}

export const snoozeBody: ParamsSchema<SnoozeBody> = z.strictObject({
  until_time: instant().describe("Until when nobody is called, at most 30 days ahead."),
});

export function snoozeFault(body: SnoozeBody, nowMs: number): ParameterFault | undefined {
  return untilFault(body.until_time, { field: "until_time", maxDays: MAX_DAYS, nowMs });
}
