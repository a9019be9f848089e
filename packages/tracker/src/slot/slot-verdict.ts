import type { JobRunSkipReason, JobSlotMissedCause } from "@jobscope/semconv";

import type { RunKey } from "../model/identity.ts";
import type { Slot, SlotState } from "../model/slot.ts";

const MAX_REVISIONS = 20;

/** Whether more may become of it by itself; a closed one is only changed by a report. */
export const isOpenSlot = (slot: Slot): boolean => slot.state === "expected" || slot.provisional;

export const isMet = (slot: Slot): boolean => slot.state === "met" || slot.state === "duplicate";

interface Turn {
  readonly state: SlotState;
  readonly provisional: boolean;
  readonly nowMs: number;
  readonly cause: string;
}

function turn(slot: Slot, { state, provisional, nowMs, cause }: Turn): Slot {
  const { missedCause: _missed, skipReason: _skip, ...rest } = slot;
  const replaced = slot.state !== "expected" && slot.state !== state;
  const revision = { atMs: nowMs, from: slot.state, to: state, cause };
  return {
    ...rest,
    state,
    provisional,
    decidedMs: nowMs,
    revisions: replaced ? [...slot.revisions, revision].slice(-MAX_REVISIONS) : slot.revisions,
  };
}

export interface SlotRun {
  readonly runKey: RunKey;
  /** By the process's wall clock. */
  readonly startMs: number;
  /** Another attempt of the same piece of work: never a duplicate. */
  readonly retry: boolean;
  readonly nowMs: number;
}

const startsEarlier = (run: SlotRun, slot: Slot): boolean =>
  slot.runStartMs === undefined ||
  run.startMs < slot.runStartMs ||
  (run.startMs === slot.runStartMs && run.runKey < (slot.runKey ?? ""));

/** Whose slot it is: that of the earliest start. */
function holderOf(slot: Slot, run: SlotRun): { readonly runKey: RunKey; readonly runStartMs: number } {
  const { runKey, runStartMs } = slot;
  if (runKey === undefined || runStartMs === undefined || runKey === run.runKey || startsEarlier(run, slot)) {
    return { runKey: run.runKey, runStartMs: run.startMs };
  }
  return { runKey, runStartMs };
}

/** A run started for this slot. The earliest start meets it, whichever was heard of first. */
export function meetSlot(slot: Slot, run: SlotRun): Slot {
  const own = slot.runKey === run.runKey;
  if (own && slot.runStartMs === run.startMs) return slot;
  const holder = holderOf(slot, run);
  const further = slot.runKey !== undefined && !own && !run.retry ? 1 : 0;
  const duplicates = slot.duplicates + further;
  const met: Slot = {
    ...(isMet(slot) ? slot : turn(slot, { state: "met", provisional: false, nowMs: run.nowMs, cause: "started" })),
    ...holder,
    duplicates,
    late: holder.runStartMs > slot.instantMs + slot.startMarginMs,
  };
  // In instance scope a second run of a slot is the job's own business.
  const duplicate = duplicates > 0 && slot.instanceKey === "" && met.state === "met";
  return duplicate ? { ...met, state: "duplicate" } : met;
}

/** Its scheduler did not start it, for a known reason. */
export function skipSlot(slot: Slot, reason: JobRunSkipReason, nowMs: number): Slot {
  if (isMet(slot) || slot.state === "skipped") return slot;
  return { ...turn(slot, { state: "skipped", provisional: false, nowMs, cause: reason }), skipReason: reason };
}

/** Nothing started for it. Certain where its process says so itself. */
export function missSlot(
  slot: Slot,
  verdict: { readonly cause: JobSlotMissedCause; readonly certain: boolean; readonly nowMs: number },
): Slot {
  if (isMet(slot) || slot.state === "skipped") return slot;
  if (slot.state === "missed" && (!slot.provisional || !verdict.certain)) return slot;
  const { cause, certain, nowMs } = verdict;
  return { ...turn(slot, { state: "missed", provisional: !certain, nowMs, cause }), missedCause: cause };
}

/** Its process fell silent: nobody can say. */
export function loseSlot(slot: Slot, nowMs: number): Slot {
  if (slot.state !== "expected") return slot;
  return turn(slot, { state: "unknown", provisional: true, nowMs, cause: "process_lost" });
}

/** Its process is heard again, or another owes it now: it is judged anew. */
export function reopenSlot(slot: Slot, nowMs: number): Slot {
  if (slot.state !== "unknown" && !(slot.state === "missed" && slot.provisional)) return slot;
  const { decidedMs: _decided, ...open } = turn(slot, {
    state: "expected",
    provisional: false,
    nowMs,
    cause: "process_heard",
  });
  return open;
}

export function makeSlotCertain(slot: Slot): Slot {
  return slot.provisional ? { ...slot, provisional: false } : slot;
}
