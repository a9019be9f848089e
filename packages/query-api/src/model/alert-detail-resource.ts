import type { AlertEvent, Explanation, Incident, Notification } from "@jobscope/alerting";
import { z } from "zod";

import { alertFields } from "./alert-resource.ts";
import type { AlertResource } from "./alert-resource.ts";
import type { IsoTime } from "./common-resource.ts";
import { arrayOf, count, isoTime, literals, resource } from "./resource-schema.ts";
import type { ResourceSchema } from "./resource-schema.ts";

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

export const alertEventSchema: ResourceSchema<AlertEventResource> = resource(
  "AlertEvent",
  "One line of an alert's history.",
  {
    time: isoTime().describe("When it happened."),
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
    }).describe("What happened."),
    detail: z.string().describe("The same in words."),
  },
);

export const incidentSchema: ResourceSchema<IncidentResource> = resource(
  "Incident",
  "What the alerts of a group are for the people who are called.",
  {
    id: z.string().describe("Names it in links of notifications."),
    state: literals<Incident["state"]>({
      triggered: true,
      acknowledged: true,
      snoozed: true,
      exhausted: true,
      resolved: true,
    }).describe("`exhausted`: all levels were told, and nobody acknowledged."),
    policy: z.string().nullable().describe("Null where nothing escalates."),
    level: count().describe("The level that was told last; 0: only the receiver of the group was."),
    loop: count().describe("How often the levels are gone through by now, from 1."),
    opened_time: isoTime().describe("When its first alert fired."),
    next_step_time: isoTime().nullable().describe("When the next level is told; null where none is."),
    acknowledged_by: z.string().nullable().describe("Key, account or recipient of a notification."),
    acknowledged_time: isoTime().nullable().describe("When somebody took it."),
    snoozed_until_time: isoTime().nullable().describe("Until when nobody is called."),
    resolved_time: isoTime().nullable().describe("When all of its alerts were over."),
  },
);

export const notificationSchema: ResourceSchema<NotificationResource> = resource(
  "Notification",
  "One message for one channel.",
  {
    id: z.string().describe("Of this message to this channel."),
    channel: z.string().describe("Name of the channel in the configuration."),
    reason: literals<NotificationResource["reason"]>({
      firing: true,
      repeat: true,
      resolved: true,
      fired_and_resolved: true,
      escalation: true,
      exhausted: true,
    }).describe("What it told."),
    state: literals<Notification["state"]>({
      waiting: true,
      sending: true,
      delivered: true,
      failed: true,
      expired: true,
      superseded: true,
    }).describe(
      "`superseded`: a newer message took its place before it was sent. `expired`: it was too old to be sent.",
    ),
    created_time: isoTime().describe("When it was made."),
    finished_time: isoTime().nullable().describe("When it was delivered or given up."),
    attempts: count().describe("How often it was tried."),
    next_attempt_time: isoTime().nullable().describe("When it is tried again; null where it is not."),
    last_error: z.string().nullable().describe("Why the last attempt failed."),
    failed_over_from: z.string().nullable().describe("The channel that gave it up before this one took over."),
  },
);

export const explanationSchema: ResourceSchema<ExplanationResource> = resource(
  "Explanation",
  "Why somebody is told of the alert or not, and when next.",
  {
    receiver: z.string().describe("Who would be told."),
    told: literals<ExplanationResource["told"]>({ firing: true, resolved: true, no: true }).describe(
      "What the receiver was told last: `firing`, `resolved`, or nothing yet.",
    ),
    last_told_time: isoTime().nullable().describe("When that was."),
    held_back_by: z
      .strictObject({ kind: z.string(), name: z.string(), detail: z.string() })
      .nullable()
      .describe("What keeps the receiver from being told at the moment: its kind, its name, and why."),
    next_look_time: isoTime().nullable().describe("When it is looked at again."),
  },
);

export const alertDetailSchema: ResourceSchema<AlertDetailResource> = resource(
  "AlertDetail",
  "One alert with its history and who was told.",
  {
    ...alertFields,
    events: arrayOf(alertEventSchema).describe("Oldest first."),
    incidents: arrayOf(incidentSchema).describe("What it is for the people who are called."),
    notifications: arrayOf(notificationSchema).describe("Newest first."),
    explanation: arrayOf(explanationSchema).nullable().describe("For each group it is in; null once it is history."),
  },
);
