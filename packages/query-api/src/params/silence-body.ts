import type { Matcher, SilenceInput } from "@jobscope/alerting";
import { z } from "zod";

import type { ParameterFault } from "../model/problem.ts";
import { instant } from "./scalars.ts";
import type { ParamsSchema } from "./schema.ts";
import { untilFault } from "./until.ts";

const MAX_MATCHERS = 50;
const MAX_DAYS = 365;

const matcher = z.strictObject({
  name: z.string().min(1).max(500).describe("Name of a label."),
  op: z.enum(["=", "!=", "=~", "!~"]).default("="),
  value: z.string().max(2000).describe("A text, or for `=~` and `!~` a pattern of RE2 for the whole value."),
});

/** `POST alerts/suppress` */
export interface SilenceBody {
  /** The alert whose labels the silence names; or `matchers`. */
  readonly alert_id?: string | undefined;
  readonly matchers?: readonly Matcher[] | undefined;
  /** Epoch milliseconds; from now on where absent or past. */
  readonly starts_time?: number | undefined;
  readonly ends_time: number;
  readonly comment: string;
  readonly until_resolved?: boolean | undefined;
  /** Only says what it would hide. */
  readonly preview?: boolean | undefined;
}

export const silenceBody: ParamsSchema<SilenceBody> = z
  .strictObject({
    alert_id: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .describe("`id` of an alert: whatever has all of its labels is silenced."),
    matchers: z
      .array(matcher)
      .min(1)
      .max(MAX_MATCHERS)
      .optional()
      .describe("Instead of `alert_id`: what all of them match is silenced."),
    starts_time: instant().optional().describe("When it begins; now, where left out or past."),
    ends_time: instant().describe("When it ends, at most 365 days ahead."),
    comment: z.string().trim().min(1).max(2000).describe("Why, for those who wonder later."),
    until_resolved: z.boolean().optional().describe("`true`: ends earlier, with the last alert that it hides."),
    preview: z.boolean().optional().describe("`true`: changes nothing, and answers what would be hidden."),
  })
  .superRefine((body, context) => {
    if ((body.alert_id === undefined) !== (body.matchers === undefined)) return;
    const message = "A silence names either one alert or matchers.";
    const fix = 'Send `alert_id`, or `matchers` such as [{"name": "job_name", "value": "send-invoices"}].';
    context.addIssue({ code: "custom", path: ["matchers"], message, params: { fix } });
  });

export function silenceFault(body: SilenceBody, nowMs: number): ParameterFault | undefined {
  const fault = untilFault(body.ends_time, { field: "ends_time", maxDays: MAX_DAYS, nowMs });
  if (fault !== undefined || body.starts_time === undefined || body.starts_time < body.ends_time) return fault;
  const detail = "The silence would end before it starts.";
  return { parameter: "ends_time", detail, fix: "Send an `ends_time` after `starts_time`." };
}

export function silenceInput(body: SilenceBody, matchers: readonly Matcher[], createdBy: string): SilenceInput {
  return {
    matchers,
    endsAtMs: body.ends_time,
    createdBy,
    comment: body.comment,
    ...(body.starts_time !== undefined && { startsAtMs: body.starts_time }),
    ...(body.until_resolved !== undefined && { untilResolved: body.until_resolved }),
  };
}
