import type { JobSlotMissedCause } from "@jobscope/semconv";

import type { InstanceKey } from "../model/identity.ts";
import type { Job } from "../model/job.ts";
import type { Slot } from "../model/slot.ts";
import { gapKeyOf, slotKeyOf } from "./slot-key.ts";
import type { SlotWindow } from "./slot-windows.ts";

type SlotJob = Pick<Job, "id" | "serviceId" | "name">;

const blank = (
  job: SlotJob,
  instanceKey: InstanceKey,
): Pick<Slot, "serviceId" | "jobId" | "jobName" | "instanceKey" | "duplicates" | "late" | "revisions"> => ({
  serviceId: job.serviceId,
  jobId: job.id,
  jobName: job.name,
  instanceKey,
  duplicates: 0,
  late: false,
  revisions: [],
});

export function expectSlot(
  job: SlotJob,
  window: SlotWindow,
  by: { readonly instanceKey: InstanceKey; readonly declaredMs: number; readonly declaredSequence: number },
): Slot {
  return {
    key: slotKeyOf(job.id, window.instantMs, by.instanceKey),
    ...blank(job, by.instanceKey),
    instantMs: window.instantMs,
    state: "expected",
    provisional: false,
    startMarginMs: window.startMarginMs,
    earlyToleranceMs: window.earlyToleranceMs,
    declaredSequence: by.declaredSequence,
    declaredMs: by.declaredMs,
  };
}

export interface Gap {
  readonly instanceKey: InstanceKey;
  readonly fromMs: number;
  readonly toMs: number;
  readonly count?: number;
  readonly cause: JobSlotMissedCause;
  readonly certain: boolean;
  readonly nowMs: number;
}

/** One row for many instants that nobody could declare one by one. */
export function gapSlot(job: SlotJob, gap: Gap): Slot {
  const single = gap.fromMs === gap.toMs && (gap.count ?? 1) === 1;
  return {
    key: single ? slotKeyOf(job.id, gap.fromMs, gap.instanceKey) : gapKeyOf(job.id, gap.fromMs, gap.instanceKey),
    ...blank(job, gap.instanceKey),
    instantMs: gap.fromMs,
    ...(!single && { untilMs: gap.toMs }),
    ...(!single && gap.count !== undefined && { count: gap.count }),
    state: "missed",
    provisional: !gap.certain,
    missedCause: gap.cause,
    startMarginMs: 0,
    earlyToleranceMs: 0,
    decidedMs: gap.nowMs,
  };
}
