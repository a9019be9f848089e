import type { JobRunSkipReason, JobSlotMissedCause } from "@jobscope/semconv";

import type { InstanceKey, JobId, RunKey, ServiceId } from "./identity.ts";

/** `duplicate`: a cluster slot that more than one run started for. */
export type SlotState = "expected" | "met" | "missed" | "skipped" | "duplicate" | "unknown";

export interface SlotRevision {
  readonly atMs: number;
  readonly from: SlotState;
  readonly to: SlotState;
  readonly cause: string;
}

/** One instant at which a job should start; or a gap: one row for many instants that nobody could declare one by one. */
export interface Slot {
  /** jobId @ instant @ instance (`""` in cluster scope). */
  readonly key: string;
  readonly serviceId: ServiceId;
  readonly jobId: JobId;
  readonly jobName: string;
  /** `""` in cluster scope, and where the service as a whole owes it. */
  readonly instanceKey: InstanceKey;
  readonly instantMs: number;
  /** Last instant of a gap; absent for a single slot. */
  readonly untilMs?: number;
  /** Slots in a gap, where known; absent for a single slot. */
  readonly count?: number;
  readonly state: SlotState;
  /** True while the verdict may still be corrected. */
  readonly provisional: boolean;
  readonly missedCause?: JobSlotMissedCause;
  readonly skipReason?: JobRunSkipReason;
  /** The first run that met it. */
  readonly runKey?: RunKey;
  /** Further runs that started for it. */
  readonly duplicates: number;
  /** Met after its start margin had passed. */
  readonly late: boolean;
  readonly startMarginMs: number;
  readonly earlyToleranceMs: number;
  readonly decidedMs?: number;
  readonly revisions: readonly SlotRevision[];
  /** Start of the run that met it, by the process's wall clock: the earliest start meets a slot, whichever arrived first. */
  readonly runStartMs?: number;
  /** The declaration it stands in: event number and time. */
  readonly declaredSequence?: number;
  readonly declaredMs?: number;
}
