import type { z } from "zod";

import { isoTime } from "../model/iso-time.ts";
import { instant } from "./scalars.ts";
import type { ParamFields } from "./schema.ts";

/** [from, to): `to` itself is outside. Epoch milliseconds. */
export interface TimeRange {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export const timeRangeParams: ParamFields<TimeRange> = {
  from: instant().optional().describe("Start of the range; a date is its midnight in UTC."),
  to: instant().optional().describe("End of the range, itself outside."),
};

/** A range that holds nothing is a mistake of the caller, not an empty list. */
export function refuseEmptyRange(range: TimeRange, context: z.core.$RefinementCtx<TimeRange>): void {
  if (range.from === undefined || range.to === undefined || range.from < range.to) return;
  const detail = `The range from ${isoTime(range.from)} to ${isoTime(range.to)} is empty.`;
  context.addIssue({ code: "custom", path: ["to"], message: detail, params: { fix: "Send a `to` after `from`." } });
}
