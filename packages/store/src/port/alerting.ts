import type { Alert, AlertEvent, AlertingSnapshot, Incident, Notification, Silence } from "@jobscope/alerting";

import type { Page, PageRequest } from "./page.ts";

/** What the alerting wrote, as far as it is needed to go on; jobs and instances come from the tracker's snapshot. */
export type StoredAlerting = Omit<AlertingSnapshot, "jobs" | "instances">;

export interface AlertQuery extends PageRequest {
  readonly states?: readonly Alert["state"][];
  readonly severity?: Alert["severity"];
  readonly rule?: string;
  readonly environment?: string;
  readonly namespace?: string;
  readonly service?: string;
  readonly job?: string;
  /** Fired (pending: became pending) in [fromMs, toMs). */
  readonly fromMs?: number;
  readonly toMs?: number;
}

export interface AlertDetail {
  readonly alert: Alert;
  /** What happened to it and who was told, oldest first, at most 1,000. */
  readonly events: readonly AlertEvent[];
  readonly incidents: readonly Incident[];
  /** Newest first, at most 100; of what waits, the time of the next attempt is not before its channel is tried again. */
  readonly notifications: readonly Notification[];
}

export interface AlertQueries {
  /** By start, newest first. */
  alerts(query: AlertQuery): Page<Alert>;
  alert(id: string): AlertDetail | undefined;
  /** Those that have not ended, or ended within 120 h; by end, latest first. */
  silences(nowMs: number): readonly Silence[];
}
