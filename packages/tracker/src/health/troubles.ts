import type { Job, SlotTrouble } from "../model/job.ts";
import type { Slot } from "../model/slot.ts";
import { isMet } from "../slot/slot-verdict.ts";

const MAX_TROUBLES = 8;

export interface SlotStanding {
  readonly troubles: readonly SlotTrouble[];
  readonly lastOnTimeMs: number | undefined;
}

function troubleOf(slot: Slot): SlotTrouble | undefined {
  const at = { slotKey: slot.key, instantMs: slot.untilMs ?? slot.instantMs };
  if (slot.state === "missed") {
    return { ...at, kind: "missed", ...(slot.missedCause !== undefined && { cause: slot.missedCause }) };
  }
  return isMet(slot) && slot.late ? { ...at, kind: "late" } : undefined;
}

/** Whether slots go well, after one of them was judged, judged anew or withdrawn: what went wrong after the last that went right. */
export function noteSlot(job: Job, slot: Slot, withdrawn = false): SlotStanding {
  const others = (job.troubles ?? []).filter(({ slotKey }) => slotKey !== slot.key);
  const trouble = withdrawn ? undefined : troubleOf(slot);
  const onTime = !withdrawn && isMet(slot) && !slot.late;
  const lastOnTimeMs = onTime ? Math.max(slot.instantMs, job.lastOnTimeMs ?? 0) : job.lastOnTimeMs;
  const troubles = [...others, ...(trouble === undefined ? [] : [trouble])]
    .filter(({ instantMs }) => lastOnTimeMs === undefined || instantMs >= lastOnTimeMs)
    .toSorted((a, b) => b.instantMs - a.instantMs || (a.slotKey < b.slotKey ? -1 : 1))
    .slice(0, MAX_TROUBLES);
  return { troubles, lastOnTimeMs };
}
