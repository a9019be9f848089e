import type { JobRunTrigger } from "@jobscope/semconv";

import type { Run } from "../model/run.ts";
import type { Slot } from "../model/slot.ts";

/** Work that was asked for, retried or woken by other work is not what a slot waits for, unless the library says so. */
const TRIGGERS_OF_SLOTS: ReadonlySet<JobRunTrigger> = new Set(["schedule", "catch_up", "queue"]);

export const isRetry = (run: Run): boolean => run.previousRunId !== undefined || (run.attempt ?? 1) > 1;

/** Whether a run may take a slot by nearness alone. */
export function mayTakeNearest(run: Run): boolean {
  return !isRetry(run) && (run.trigger === undefined || TRIGGERS_OF_SLOTS.has(run.trigger));
}

export const coversStart = (slot: Slot, startMs: number): boolean =>
  slot.untilMs === undefined &&
  startMs >= slot.instantMs - slot.earlyToleranceMs &&
  startMs <= slot.instantMs + slot.startMarginMs;

/** The nearest of `slots` whose window [slot − early tolerance, slot + start margin] holds the start; the earlier of two. */
export function nearestSlot(slots: readonly Slot[], startMs: number): Slot | undefined {
  let nearest: Slot | undefined;
  for (const slot of slots) {
    if (!coversStart(slot, startMs)) continue;
    const closer = nearest === undefined || Math.abs(slot.instantMs - startMs) < Math.abs(nearest.instantMs - startMs);
    if (closer) nearest = slot;
  }
  return nearest;
}
