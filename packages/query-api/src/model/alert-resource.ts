import type { Alert } from "@jobscope/alerting";
import { z } from "zod";

import { serviceSchema } from "./common-resource.ts";
import type { IsoTime, ServiceResource } from "./common-resource.ts";
import { isoTime, literals, recordOf, resource } from "./resource-schema.ts";
import type { ResourceFields, ResourceSchema } from "./resource-schema.ts";
import { ALERT_SEVERITIES, ALERT_STATES } from "./states.ts";

export interface AlertResource {
  readonly id: string;
  /** Path of its detail. */
  readonly url: string;
  readonly rule: string;
  readonly severity: Alert["severity"];
  readonly state: Alert["state"];
  readonly summary: string | null;
  /** What was found, with its figures. */
  readonly finding: string | null;
  readonly value: number | null;
  readonly labels: Alert["labels"];
  readonly annotations: Alert["annotations"];
  /** Alertmanager's. */
  readonly fingerprint: string;
  readonly service: ServiceResource | null;
  readonly job_id: string | null;
  readonly job_name: string | null;
  /** The newest run that speaks for it. */
  readonly run_id: string | null;
  readonly trace_id: string | null;
  readonly error: { readonly type: string | null; readonly message: string | null } | null;
  readonly last_good_time: IsoTime | null;
  /** When what it tells of began, and when it was last seen. */
  readonly first_time: IsoTime | null;
  readonly last_time: IsoTime | null;
  readonly count: number | null;
  readonly pending_time: IsoTime;
  readonly fired_time: IsoTime | null;
  readonly resolved_time: IsoTime | null;
  readonly resolve_reason: NonNullable<Alert["resolveReason"]> | null;
  readonly resolve_detail: string | null;
  readonly flapping: boolean;
}

/** Of every alert; the detail has more. */
export const alertFields: ResourceFields<AlertResource> = {
  id: z.string().describe("Of this episode; the next firing of the same labels has another."),
  url: z.string().describe("Path of its detail."),
  rule: z.string().describe("Name of the rule that raised it."),
  severity: z.enum(ALERT_SEVERITIES).describe("`severity` of the rule."),
  state: z
    .enum(ALERT_STATES)
    .describe(
      "`pending`: its condition holds, not yet long enough. `firing`: it holds. `stale`: it fired, and what it is about is not heard of. `resolved`: it is over.",
    ),
  summary: z.string().nullable().describe("One line for people, of the annotations of its rule."),
  finding: z.string().nullable().describe("What was found, with its figures."),
  value: z.number().nullable().describe("What the rule compared with its threshold, in the unit of the rule."),
  labels: recordOf(z.string()).describe(
    "What tells it apart from other alerts; matchers of routes and silences match these.",
  ),
  annotations: recordOf(z.string()).describe("Texts of its rule, filled in."),
  fingerprint: z.string().describe("Alertmanager's."),
  service: serviceSchema.nullable().describe("Null where it is about no single service."),
  job_id: z.string().nullable().describe("`id` of the job that it is about."),
  job_name: z.string().nullable().describe("Name of that job."),
  run_id: z.string().nullable().describe("`id` of the newest run that speaks for it."),
  trace_id: z.string().nullable().describe("Trace of that run."),
  error: z
    .strictObject({ type: z.string().nullable(), message: z.string().nullable() })
    .nullable()
    .describe("What that run failed with."),
  last_good_time: isoTime().nullable().describe("When what it is about was last well."),
  first_time: isoTime().nullable().describe("When what it tells of began."),
  last_time: isoTime().nullable().describe("When what it tells of was last seen."),
  count: z.number().nullable().describe("How many there are of what it tells of: failures, misses, errors."),
  pending_time: isoTime().describe("When its condition first held, as far as the monitor can tell from the records."),
  fired_time: isoTime().nullable().describe("When it began to fire; null before that."),
  resolved_time: isoTime().nullable().describe("When it was over."),
  resolve_reason: literals<NonNullable<Alert["resolveReason"]>>({
    condition_cleared: true,
    data_missing: true,
    rule_removed: true,
    rule_edited: true,
    source_ended: true,
    limit_exceeded: true,
  })
    .nullable()
    .describe("Why it was taken for over."),
  resolve_detail: z.string().nullable().describe("The same in words."),
  flapping: z.boolean().describe("It fires and resolves again and again."),
};

export const alertSchema: ResourceSchema<AlertResource> = resource(
  "Alert",
  "One alert, from when its condition first held until it is resolved.",
  alertFields,
);
