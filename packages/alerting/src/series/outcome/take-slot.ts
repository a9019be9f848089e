import type { Slot } from "@jobscope/tracker";

import type { JobEntry } from "./job-entry.ts";
import type { TroubledSlot } from "./job-view.ts";

function troubleOf(slot: Slot): TroubledSlot | undefined {
  const { key: slotKey, instantMs, untilMs = instantMs, count = 1, missedCause: cause } = slot;
  const at = { slotKey, instantMs, untilMs, count: Math.max(1, count), ...(cause !== undefined && { cause }) };
  if (slot.state === "missed") return { ...at, kind: "missed" };
  const met = slot.state === "met" || slot.state === "duplicate";
  if (!met || !slot.late) return undefined;
  const { runStartMs: startMs, runKey } = slot;
  return { ...at, kind: "late", ...(startMs !== undefined && { startMs }), ...(runKey !== undefined && { runKey }) };
}

/** Details of slots that went wrong; which of them still count, the job says. */
export function takeSlot(entry: JobEntry, slot: Slot): void {
  entry.slots.delete(slot.key);
  const trouble = troubleOf(slot);
  if (trouble !== undefined) entry.slots.set(slot.key, trouble);
}
