import type { Alert, AlertEvent, Explanation, Incident, Notification } from "@jobscope/alerting";
import { z } from "zod";

import { serviceSchema } from "./common-resource.ts";
import type { IsoTime, ServiceResource } from "./common-resource.ts";
import { arrayOf, count, isoTime, literals, recordOf, resource } from "./resource-schema.ts";
import type { ResourceSchema } from "./resource-schema.ts";
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

export interface AlertEventResource {
  readonly time: IsoTime;
  readonly kind: AlertEvent["kind"];
  readonly detail: string;
}

export interface IncidentResource {
  readonly id: string;
  readonly state: Incident["state"];
  /** Null where nothing escalates. */
  readonly policy: string | null;
  readonly level: number;
  readonly loop: number;
  readonly opened_time: IsoTime;
  readonly next_step_time: IsoTime | null;
  readonly acknowledged_by: string | null;
  readonly acknowledged_time: IsoTime | null;
  readonly snoozed_until_time: IsoTime | null;
  readonly resolved_time: IsoTime | null;
}

export interface NotificationResource {
  readonly id: string;
  readonly channel: string;
  readonly reason: Notification["message"]["reason"];
  readonly state: Notification["state"];
  readonly created_time: IsoTime;
  readonly finished_time: IsoTime | null;
  readonly attempts: number;
  readonly next_attempt_time: IsoTime | null;
  readonly last_error: string | null;
  /** The channel that gave it up before this one took over. */
  readonly failed_over_from: string | null;
}

/** Why somebody is told of the alert or not, and when next, for each group that it is in. */
export interface ExplanationResource {
  readonly receiver: string;
  readonly told: Explanation["groups"][number]["told"];
  readonly last_told_time: IsoTime | null;
  readonly held_back_by: { readonly kind: string; readonly name: string; readonly detail: string } | null;
  readonly next_look_time: IsoTime | null;
}

export interface AlertDetailResource extends AlertResource {
  /** Oldest first. */
  readonly events: readonly AlertEventResource[];
  readonly incidents: readonly IncidentResource[];
  /** Newest first. */
  readonly notifications: readonly NotificationResource[];
  /** Null once the alert is history. */
  readonly explanation: readonly ExplanationResource[] | null;
}

const alertFields = {
  id: z.string().describe("Of this episode; the next firing of the same labels has another."),
  url: z.string().describe("Path of its detail."),
  rule: z.string(),
  severity: z.enum(ALERT_SEVERITIES),
  state: z.enum(ALERT_STATES),
  summary: z.string().nullable(),
  finding: z.string().nullable().describe("What was found, with its figures."),
  value: z.number().nullable(),
  labels: recordOf(z.string()),
  annotations: recordOf(z.string()),
  fingerprint: z.string().describe("Alertmanager's."),
  service: serviceSchema.nullable(),
  job_id: z.string().nullable(),
  job_name: z.string().nullable(),
  run_id: z.string().nullable().describe("`id` of the newest run that speaks for it."),
  trace_id: z.string().nullable(),
  error: z.strictObject({ type: z.string().nullable(), message: z.string().nullable() }).nullable(),
  last_good_time: isoTime().nullable(),
  first_time: isoTime().nullable().describe("When what it tells of began."),
  last_time: isoTime().nullable().describe("When what it tells of was last seen."),
  count: z.number().nullable(),
  pending_time: isoTime(),
  fired_time: isoTime().nullable(),
  resolved_time: isoTime().nullable(),
  resolve_reason: literals<NonNullable<Alert["resolveReason"]>>({
    condition_cleared: true,
    data_missing: true,
    rule_removed: true,
    rule_edited: true,
    source_ended: true,
    limit_exceeded: true,
  }).nullable(),
  resolve_detail: z.string().nullable(),
  flapping: z.boolean(),
};

export const alertSchema: ResourceSchema<AlertResource> = resource(
  "Alert",
  "One alert, from when its condition first held until it is resolved.",
  alertFields,
);

export const alertEventSchema: ResourceSchema<AlertEventResource> = resource(
  "AlertEvent",
  "One line of an alert's history.",
  {
    time: isoTime(),
    kind: literals<AlertEvent["kind"]>({
      pending: true,
      firing: true,
      stale: true,
      resolved: true,
      notified: true,
      notification_failed: true,
      inhibited: true,
      silenced: true,
      muted: true,
      throttled: true,
      not_told: true,
      acknowledged: true,
      snoozed: true,
      escalated: true,
      escalation_exhausted: true,
      reopened: true,
    }),
    detail: z.string(),
  },
);

export const incidentSchema: ResourceSchema<IncidentResource> = resource(
  "Incident",
  "What the alerts of a group are for the people who are called.",
  {
    id: z.string(),
    state: literals<Incident["state"]>({
      triggered: true,
      acknowledged: true,
      snoozed: true,
      exhausted: true,
      resolved: true,
    }),
    policy: z.string().nullable().describe("Null where nothing escalates."),
    level: count().describe("The level that was told last; 0: only the receiver of the group was."),
    loop: count(),
    opened_time: isoTime(),
    next_step_time: isoTime().nullable(),
    acknowledged_by: z.string().nullable(),
    acknowledged_time: isoTime().nullable(),
    snoozed_until_time: isoTime().nullable(),
    resolved_time: isoTime().nullable(),
  },
);

export const notificationSchema: ResourceSchema<NotificationResource> = resource(
  "Notification",
  "One message for one channel.",
  {
    id: z.string(),
    channel: z.string(),
    reason: literals<NotificationResource["reason"]>({
      firing: true,
      repeat: true,
      resolved: true,
      fired_and_resolved: true,
      escalation: true,
      exhausted: true,
    }),
    state: literals<Notification["state"]>({
      waiting: true,
      sending: true,
      delivered: true,
      failed: true,
      expired: true,
      superseded: true,
    }),
    created_time: isoTime(),
    finished_time: isoTime().nullable(),
    attempts: count(),
    next_attempt_time: isoTime().nullable(),
    last_error: z.string().nullable(),
    failed_over_from: z.string().nullable().describe("The channel that gave it up before this one took over."),
  },
);

export const explanationSchema: ResourceSchema<ExplanationResource> = resource(
  "Explanation",
  "Why somebody is told of the alert or not, and when next.",
  {
    receiver: z.string(),
    told: literals<ExplanationResource["told"]>({ firing: true, resolved: true, no: true }),
    last_told_time: isoTime().nullable(),
    held_back_by: z.strictObject({ kind: z.string(), name: z.string(), detail: z.string() }).nullable(),
    next_look_time: isoTime().nullable(),
  },
);

export const alertDetailSchema: ResourceSchema<AlertDetailResource> = resource(
  "AlertDetail",
  "One alert with its history and who was told.",
  {
    ...alertFields,
    events: arrayOf(alertEventSchema).describe("Oldest first."),
    incidents: arrayOf(incidentSchema),
    notifications: arrayOf(notificationSchema).describe("Newest first."),
    explanation: arrayOf(explanationSchema).nullable().describe("For each group it is in; null once it is history."),
  },
);
