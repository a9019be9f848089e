import type { LogRecord, MetricPoint } from "@jobscope/otlp";
import type { Change, Instance, Job, Run } from "@jobscope/tracker";

import type { Alert, AlertEvent } from "./alert.ts";
import type { AlertingConfig } from "./config.ts";
import type { Incident } from "./incident.ts";
import type { ChannelState, DeliveryAttempt, DeliveryReport, Notification } from "./notification.ts";
import type { AlertGroup, Silence } from "./routing.ts";
import type { SeriesStats } from "./series.ts";

/** The new value of one aggregate, whole. Applying the same change twice has no effect. */
export type AlertingChange =
  /** `before` undefined: it is new. A pending alert that never fired is `alert_gone`. */
  | { readonly kind: "alert"; readonly alert: Alert; readonly before: Alert["state"] | undefined }
  | { readonly kind: "alert_gone"; readonly id: string }
  | { readonly kind: "event"; readonly event: AlertEvent }
  | { readonly kind: "group"; readonly group: AlertGroup }
  | { readonly kind: "group_gone"; readonly key: string }
  | { readonly kind: "incident"; readonly incident: Incident }
  | { readonly kind: "silence"; readonly silence: Silence }
  | { readonly kind: "notification"; readonly notification: Notification }
  | { readonly kind: "channel"; readonly channel: ChannelState }
  | { readonly kind: "channel_gone"; readonly name: string };

export type EmitChange = (change: AlertingChange) => void;

export interface AlertingClock {
  /** Wall clock, epoch milliseconds. */
  nowMs(): number;
}

/** What must be known after a restart. */
export interface AlertingSnapshot {
  /** Pending, firing, stale; and resolved ones that a group has not told yet or that are younger than 15 min. */
  readonly alerts: readonly Alert[];
  readonly groups: readonly AlertGroup[];
  /** Not resolved, and those resolved within 10 min. */
  readonly incidents: readonly Incident[];
  /** Not expired for more than 120 h. */
  readonly silences: readonly Silence[];
  /** Waiting and sending; and delivered ones that owe a resolve. Oldest first. */
  readonly notifications: readonly Notification[];
  readonly channels: readonly ChannelState[];
  readonly jobs: readonly Job[];
  readonly instances: readonly Instance[];
}

/** Read back once after a restart, so that windows hold what they held. */
export interface AlertingArchive {
  /** Runs that ended at or after `sinceMs`, and the last `perJob` successful ones of each job whatever their age; in order of their ends. */
  recentRuns(sinceMs: number, perJob: number): readonly Run[];
  /** Open runs. */
  openRuns(): readonly Run[];
  /** ERROR records (severity number >= 17) received at or after `sinceMs`, oldest first, at most `limit`. */
  errorRecords(sinceMs: number, limit: number): readonly LogRecord[];
  /** Points of these metrics whose time is `sinceMs` or later; those of one stream in order of time. */
  points(
    metrics: readonly string[],
    sinceMs: number,
  ): Iterable<{ readonly point: MetricPoint; readonly receivedMs: number }>;
}

export interface AlertingInput {
  readonly changes: readonly Change[];
  readonly points: readonly MetricPoint[];
  /** All log records of the request: those of ERROR and above count. */
  readonly logs: readonly LogRecord[];
  readonly receivedMs: number;
}

export interface AlertingOutput {
  readonly changes: readonly AlertingChange[];
  /** To be made once the changes are committed. */
  readonly attempts: readonly DeliveryAttempt[];
}

export interface SilenceInput {
  readonly matchers: Silence["matchers"];
  readonly startsAtMs?: number;
  readonly endsAtMs: number;
  readonly createdBy: string;
  readonly comment: string;
  readonly untilResolved?: boolean;
}

export type AlertCommand =
  | { readonly kind: "suppress"; readonly silence: SilenceInput }
  /** What a silence would hide now; changes nothing. Refused where `suppress` would refuse the matchers. */
  | { readonly kind: "preview_silence"; readonly matchers: Silence["matchers"] }
  | { readonly kind: "expire_silence"; readonly id: string; readonly by: string }
  | { readonly kind: "acknowledge"; readonly alertId: string; readonly by: string }
  /** From the link of a message; `by` is the address it was sent to, as far as known. */
  | { readonly kind: "acknowledge_by_token"; readonly token: string; readonly by: string }
  /** What the link's page shows; changes nothing. */
  | { readonly kind: "inspect_token"; readonly token: string }
  | { readonly kind: "snooze"; readonly alertId: string; readonly untilMs: number; readonly by: string }
  /** Why somebody was told of the alert or not, and when next; changes nothing. */
  | { readonly kind: "explain"; readonly alertId: string };

/** Why, for each group that the alert is in. */
export interface Explanation {
  readonly alertId: string;
  readonly state: Alert["state"];
  readonly groups: readonly {
    readonly groupKey: string;
    readonly receiver: string;
    readonly told: "firing" | "resolved" | "no";
    readonly lastToldMs?: number;
    /** Why nobody is told at the moment: inhibited, silenced, muted, acknowledged, snoozed, throttled, stale, moved, waiting; with the name of what does it. */
    readonly heldBackBy?: { readonly kind: string; readonly name: string; readonly detail: string };
    readonly nextLookMs?: number;
  }[];
}

export type AlertCommandResult =
  | { readonly kind: "silence"; readonly silence: Silence; readonly hides: readonly Alert[] }
  | { readonly kind: "hides"; readonly hides: readonly Alert[] }
  | { readonly kind: "incidents"; readonly incidents: readonly Incident[]; readonly alerts: readonly Alert[] }
  | { readonly kind: "explanation"; readonly explanation: Explanation }
  | { readonly kind: "not_found"; readonly detail: string }
  /** Used, expired, or signed by somebody else; or asks for what cannot be: `matchers` where these are why. */
  | {
      readonly kind: "refused";
      readonly detail: string;
      /** Somebody acknowledged it before: not a failure for who asks. */
      readonly already?: true;
      readonly matchers?: MatchersFault;
    };

/** What is wrong with the matchers of a silence. */
export interface MatchersFault {
  /** Which one, from 0; all of them together where absent. */
  readonly index?: number;
  /** What to give instead. */
  readonly fix: string;
}

export interface AlertingHealth {
  readonly rules: number;
  readonly failingRules: readonly { readonly rule: string; readonly error: string }[];
  readonly activeAlerts: number;
  readonly evaluationLagMs: number;
  readonly lastEvaluationMs: number;
  readonly waitingNotifications: number;
  readonly oldestWaitingMs: number | undefined;
  readonly channels: readonly ChannelState[];
  readonly series: SeriesStats;
}

export interface AlertingOptions {
  readonly config: AlertingConfig;
  readonly clock: AlertingClock;
  /** HMAC of a text with a key that stays the same over restarts, URL-safe. */
  readonly sign: (text: string) => string;
  /** URL-safe random text of at least 128 bits. */
  readonly randomId: () => string;
  readonly snapshot: AlertingSnapshot;
  readonly archive: AlertingArchive;
}

/** Like the tracker: inputs in, changes out; the state in memory is what the changes say once they are committed. */
export interface Alerting {
  accept(input: AlertingInput): AlertingOutput;
  tick(): AlertingOutput;
  /** Milliseconds until {@link tick} has something to do. */
  nextDeadline(): number | undefined;
  delivered(reports: readonly DeliveryReport[]): AlertingOutput;
  command(command: AlertCommand): { readonly result: AlertCommandResult; readonly output: AlertingOutput };
  health(): AlertingHealth;
}
