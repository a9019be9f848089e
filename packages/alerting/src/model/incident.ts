/** `triggered`: waits for an acknowledgement. `exhausted`: the last level of the last loop has passed. */
export type IncidentState = "triggered" | "acknowledged" | "snoozed" | "exhausted" | "resolved";

/** What a group's alerts are for the people who are called: one at a time for each group. Stored whole. */
export interface Incident {
  readonly id: string;
  readonly groupKey: string;
  /** Name of the escalation policy; `""`: the group escalates to nobody, and somebody said that they know of it. */
  readonly policy: string;
  readonly state: IncidentState;
  /** The level that was told last; 0: only the receiver of the group was. */
  readonly level: number;
  /** From 1. */
  readonly loop: number;
  readonly openedMs: number;
  /** When the next step is due, absolute; undefined: none. */
  readonly nextStepMs?: number;
  readonly acknowledgedBy?: string;
  readonly acknowledgedMs?: number;
  readonly snoozedUntilMs?: number;
  readonly resolvedMs?: number;
  /** Part of acknowledgement tokens: each acknowledgement, resolve or reopening makes the older ones worthless. */
  readonly tokenEpoch: number;
  readonly alertIds: readonly string[];
}
