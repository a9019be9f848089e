import type { Alert, AlertEvent, Explanation, Incident, Matcher, Notification } from "@jobscope/alerting";

import type { IsoTime, ServiceResource } from "./common-resource.ts";

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
  readonly resolve_reason: Alert["resolveReason"] | null;
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

export interface SilenceResource {
  readonly id: string;
  readonly state: "pending" | "active" | "expired";
  readonly matchers: readonly Matcher[];
  readonly starts_time: IsoTime;
  readonly ends_time: IsoTime;
  readonly created_by: string;
  readonly created_time: IsoTime;
  readonly comment: string;
  readonly until_resolved: boolean;
  /** Who ended it before its time. */
  readonly ended_by: string | null;
}

/** What a silence hides, or would hide. */
export interface SuppressionResource {
  /** Null for a preview. */
  readonly silence: SilenceResource | null;
  readonly hides: readonly AlertResource[];
}
