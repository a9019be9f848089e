import type { Evidence } from "./evaluation.ts";
import type { Labels, LabelsKey } from "./labels.ts";
import type { Severity } from "./rule.ts";

/** `stale`: it fired, and now its data is missing; neither true nor false. */
export type AlertState = "pending" | "firing" | "stale" | "resolved";

export type ResolveReason =
  | "condition_cleared"
  | "data_missing"
  | "rule_removed"
  | "rule_edited"
  | "source_ended"
  | "limit_exceeded";

/** One alert from its first true evaluation until it is resolved, or never came to fire. Stored whole. */
export interface Alert {
  /** Of this episode; the next firing of the same labels has another. Stable over restarts. */
  readonly id: string;
  /** Rule and label set: one alert of a key is active at a time. */
  readonly key: string;
  readonly ruleId: string;
  readonly ruleName: string;
  readonly ruleHash: string;
  readonly sampleKey: LabelsKey;
  /** Final ones: those of the sample, with those of the rule over them. */
  readonly labels: Labels;
  /** Alertmanager's fingerprint of {@link labels}. */
  readonly fingerprint: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly traits: Labels;
  readonly severity: Severity;
  readonly state: AlertState;
  readonly value: number;
  readonly evidence: Evidence;
  readonly activeAtMs: number;
  readonly firedAtMs?: number;
  readonly resolvedAtMs?: number;
  readonly resolveReason?: ResolveReason;
  /** For people: why it is resolved, where the rule could say. */
  readonly resolveDetail?: string;
  /** The good run by which it is resolved; that of {@link evidence} stays the one that failed. */
  readonly goodRunKey?: string;
  /** First evaluation at which it did not hold, while `keepFiringFor` runs. */
  readonly keepFiringSinceMs?: number;
  /** Since when its data is missing. */
  readonly missingSinceMs?: number;
  /** Changes between firing and not within the last 30 min, newest last. */
  readonly flips?: readonly number[];
  readonly flapping?: boolean;
}

/** A step of an alert that someone may have to hear of. */
export interface Transition {
  readonly alert: Alert;
  readonly from: AlertState | "inactive";
  readonly to: AlertState | "inactive";
  readonly atMs: number;
}

/** One line of an alert's history: what happened, and why somebody was told or not. */
export interface AlertEvent {
  readonly alertId: string;
  readonly atMs: number;
  readonly kind:
    | "pending"
    | "firing"
    | "stale"
    | "resolved"
    | "notified"
    | "notification_failed"
    | "inhibited"
    | "silenced"
    | "muted"
    | "throttled"
    /** It was over before its group was looked at. */
    | "not_told"
    | "acknowledged"
    | "snoozed"
    | "escalated"
    | "escalation_exhausted"
    | "reopened";
  /** One sentence with the names concerned: silence, channel, level, person. */
  readonly detail: string;
}
