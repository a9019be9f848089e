import type { Alert } from "./alert.ts";
import type { Labels } from "./labels.ts";
import type { Severity } from "./rule.ts";

export type NotificationReason = "firing" | "repeat" | "resolved" | "fired_and_resolved" | "escalation" | "exhausted";

/** Everything a channel needs to tell a person, as of the moment at which it was decided. Texts are not escaped yet. */
export interface Message {
  readonly reason: NotificationReason;
  readonly status: "firing" | "resolved";
  readonly receiver: string;
  readonly groupKey: string;
  readonly groupLabels: Labels;
  readonly commonLabels: Labels;
  readonly commonAnnotations: Readonly<Record<string, string>>;
  readonly severity: Severity;
  /** Firing ones first; at most {@link MAX_ALERTS_PER_MESSAGE}. */
  readonly alerts: readonly Alert[];
  /** Alerts of the group that are not among {@link alerts}. */
  readonly truncatedAlerts: number;
  /** How many notifications the throttle held back before this one. */
  readonly heldBack: number;
  readonly atMs: number;
  /** Base of links, without a slash at the end; undefined: no links. */
  readonly publicUrl?: string;
  /** Where an incident can be acknowledged: link and token. */
  readonly ackUrl?: string;
  readonly escalation?: { readonly level: number; readonly loop: number };
  /** How many groups it sums up, as too many were waiting for the channel; absent: one. */
  readonly digestOf?: number;
}

export const MAX_ALERTS_PER_MESSAGE = 50;

/** `sending` is committed before a channel is called: found after a crash, it may have been delivered already. */
export type NotificationState = "waiting" | "sending" | "delivered" | "failed" | "expired" | "superseded";

/** One message for one channel: a row of the outbox. Stored whole. */
export interface Notification {
  /** Stable over retries and restarts: the idempotency key where a channel honours one. */
  readonly id: string;
  readonly channel: string;
  readonly groupKey: string;
  /** Alerts it tells of as firing, and as resolved. */
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
  readonly message: Message;
  readonly state: NotificationState;
  readonly createdMs: number;
  /** Not sent after this. */
  readonly deadlineMs: number;
  readonly attempts: number;
  /** Not before. */
  readonly nextAttemptMs: number;
  /** An attempt was cut off by a crash: the next one says that it may be a repetition. */
  readonly maybeRepeated: boolean;
  readonly lastError?: string;
  readonly finishedMs?: number;
  /** The channel that failed for good before this one took over. */
  readonly failedOverFrom?: string;
  /** All channels that gave it up so far, first one first. */
  readonly tried?: readonly string[];
  /** Of a digest: what it tells of each group. {@link groupKey} is {@link DIGEST_GROUP} then. */
  readonly parts?: readonly NotificationPart[];
  /**
   * Of a delivered one: what it told as firing and nobody has told this channel as resolved yet. Such a row is needed after a
   * restart like one that waits.
   */
  readonly owes?: readonly { readonly groupKey: string; readonly alerts: readonly string[] }[];
}

export interface NotificationPart {
  readonly groupKey: string;
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
}

/** Stands for the group of a message that sums up several. */
export const DIGEST_GROUP = "digest";

/** What the outbox knows of a channel. Stored whole. */
export interface ChannelState {
  readonly name: string;
  /** `open`: nothing is sent until `retryAtMs`. `broken`: it answered that it will never work, until the next start. */
  readonly circuit: "closed" | "open" | "half_open" | "broken";
  readonly failures: number;
  readonly retryAtMs: number;
  /** Token bucket. */
  readonly tokens: number;
  readonly refilledMs: number;
  readonly lastDeliveredMs?: number;
  readonly lastError?: string;
  /** Until then what waits is summed up, however little it is. */
  readonly digestUntilMs?: number;
}

/** What the sender is asked to do, once. */
export interface DeliveryAttempt {
  readonly notificationId: string;
  readonly channel: string;
  /** From 1. */
  readonly attempt: number;
  readonly maybeRepeated: boolean;
  /** The channel that could not deliver it before this one took over. */
  readonly failedOverFrom?: string;
  readonly message: Message;
}

export type DeliveryOutcome =
  | { readonly kind: "delivered"; readonly detail?: string }
  /** Worth another attempt: network, 408, 425, 429, 5xx, SMTP 4xx. */
  | { readonly kind: "retry"; readonly reason: string; readonly retryAfterMs?: number }
  /** This message will never be taken (too large, one bad recipient): the channel is fine. */
  | { readonly kind: "refused"; readonly reason: string }
  /** This channel will never take a message again: 401, 403, 404, 410, authentication failed. */
  | { readonly kind: "broken"; readonly reason: string };

export interface DeliveryReport {
  readonly notificationId: string;
  readonly attempt: number;
  readonly outcome: DeliveryOutcome;
}

/** One thing to tell one receiver, before it is spread over the receiver's channels. */
export interface Intent {
  /** Stable: the same decision has the same id after a restart. */
  readonly id: string;
  readonly receiver: string;
  readonly groupKey: string;
  readonly reason: NotificationReason;
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
  readonly message: Message;
  readonly atMs: number;
}
