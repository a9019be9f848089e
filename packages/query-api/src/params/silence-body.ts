import type { Matcher, SilenceInput } from "@jobscope/alerting";
import { z } from "zod";

import { instant } from "./scalars.ts";

const MAX_MATCHERS = 50;
const MAX_DAYS = 365;
const DAY_MS = 86_400_000;

const matcher = z.strictObject({
  name: z.string().min(1).max(500),
  op: z.enum(["=", "!=", "=~", "!~"]).default("="),
  value: z.string().max(2000),
});

/** `POST alerts/suppress` */
export interface SilenceBody {
  /** The alert whose labels the silence names; or `matchers`. */
  readonly alert_id?: string | undefined;
  readonly matchers?: readonly Matcher[] | undefined;
  /** Epoch milliseconds; from now on where absent. */
  readonly starts_time?: number | undefined;
  readonly ends_time: number;
  readonly comment: string;
  readonly until_resolved?: boolean | undefined;
  /** Only says what it would hide. */
  readonly preview?: boolean | undefined;
}

export const silenceBody: z.ZodType<SilenceBody> = z
  .strictObject({
    alert_id: z.string().min(1).max(200).optional(),
    matchers: z.array(matcher).min(1).max(MAX_MATCHERS).optional(),
    starts_time: instant().optional(),
    ends_time: instant(),
    comment: z.string().trim().min(1).max(2000),
    until_resolved: z.boolean().optional(),
    preview: z.boolean().optional(),
  })
  .superRefine((body, context) => {
    if ((body.alert_id === undefined) === (body.matchers === undefined)) {
      const message = "A silence names either one alert or matchers.";
      const params = {
        fix: 'Send `alert_id`, or `matchers` such as [{"name": "job_name", "value": "send-invoices"}].',
      };
      context.addIssue({ code: "custom", path: ["matchers"], message, params });
    }
  });

/** `POST alerts/{id}/snooze` */
export interface SnoozeBody {
  readonly until_time: number;
}

export const snoozeBody: z.ZodType<SnoozeBody> = z.strictObject({ until_time: instant() });

/** `POST alerts/{id}/ack`: nothing has to be said. */
export const emptyBody: z.ZodType<Readonly<Record<string, never>>> = z.strictObject({});

/** A silence for ever is a forgotten one. */
export function silenceFault(
  endsAtMs: number,
  nowMs: number,
): { readonly detail: string; readonly fix: string } | undefined {
  if (endsAtMs <= nowMs) return { detail: "The silence would have ended already.", fix: "Send a later `ends_time`." };
  if (endsAtMs <= nowMs + MAX_DAYS * DAY_MS) return undefined;
  return { detail: `The silence would last longer than ${MAX_DAYS} days.`, fix: "Send an earlier `ends_time`." };
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
