import type { EmitChange, AlertingSnapshot } from "../model/alerting.ts";
import type { AlertingConfig } from "../model/config.ts";
import type { ChannelState, DeliveryAttempt, DeliveryReport, Intent } from "../model/notification.ts";
import type { GroupMove } from "../route/group-move.ts";
import type { OutboxLimits } from "./limits.ts";

export interface OutboxOptions {
  readonly config: Pick<AlertingConfig, "channels" | "receivers">;
  readonly snapshot: Pick<AlertingSnapshot, "notifications" | "channels" | "alerts">;
  readonly emit: EmitChange;
  /**
   * A group's message will not reach its receiver soon: given up with nobody to take over, or kept for a channel that is
   * broken. Escalation need not wait. Must not call the outbox.
   */
  readonly onUndelivered?: (groupKey: string, nowMs: number) => void;
  readonly limits?: Partial<OutboxLimits>;
}

export interface OutboxStats {
  readonly waiting: number;
  readonly sending: number;
  /** Age of the oldest message that was not delivered, milliseconds. */
  readonly oldestWaitingMs: number | undefined;
  readonly channels: readonly ChannelState[];
  /** Delivered firings whose resolve is owed. */
  readonly owed: number;
  /** Since the start of the process. */
  readonly counts: OutboxCounts;
}

export interface OutboxCounts {
  readonly delivered: number;
  readonly retried: number;
  readonly failed: number;
  readonly expired: number;
  readonly failedOver: number;
  /** Merged into a newer message of their group, or into a digest. */
  readonly coalesced: number;
  readonly digests: number;
  /** Not sent as the channel was not told of the firing, or wants no resolves. */
  readonly spared: number;
  /** Taken out of a full queue. */
  readonly overflowed: number;
  /** Reports of attempts that are over or unknown. */
  readonly ignoredReports: number;
}

/**
 * What waits to be sent, and whether and when it is. Every step is emitted whole before anything is sent: after a crash at
 * any point the snapshot goes on from there, at least once, with the same ids.
 */
export interface Outbox {
  /** Spreads intents over the channels of their receivers. */
  add(intents: readonly Intent[], nowMs: number): void;
  /** Attempts to be made once what was emitted is committed; each is `sending` from now on. */
  due(nowMs: number): readonly DeliveryAttempt[];
  delivered(reports: readonly DeliveryReport[], nowMs: number): void;
  /** Somebody acknowledged the group: escalations of it that nobody has heard of yet are dropped. */
  dropSteps(groupKey: string, nowMs: number): void;
  /** Alerts belong to other groups than before: whoever was told of them hears of their end from those. */
  moved(moves: readonly GroupMove[], nowMs: number): void;
  /** Epoch milliseconds at which {@link due} has something to do; may have passed. */
  nextDeadlineMs(nowMs: number): number | undefined;
  /** Those that answered that they will never work. */
  brokenChannels(): readonly ChannelState[];
  stats(nowMs: number): OutboxStats;
}
