import type { Job, UnmatchedRun } from "../../model/job.ts";
import type { Run } from "../../model/run.ts";
import type { Slot } from "../../model/slot.ts";
import { delayOf } from "../../run/derive-run.ts";
import { isRetry, mayTakeNearest, nearestSlot } from "../../slot/match-slot.ts";
import { slotKeyOf } from "../../slot/slot-key.ts";
import { isMet, meetSlot, skipSlot } from "../../slot/slot-verdict.ts";
import type { Book } from "../memory/book.ts";
import type { JobEntry } from "../memory/entries.ts";
import { keepRun } from "../memory/keep-run.ts";
import { findSlot, keepSlot } from "../memory/keep-slot.ts";
import { takeFromGap } from "./take-from-gap.ts";

const MAX_UNMATCHED = 16;
/** No window is wider than the largest margin a schedule may declare; slots further away are not looked at. */
const SEARCH_MS = 86_400_000;

const scopeKey = (job: Job, run: Run): string => (job.scope === "cluster" ? "" : run.instanceKey);

/** The slot that the library told, where it is one that was declared. */
function toldSlot(book: Book, job: JobEntry, run: Run): Slot | undefined {
  if (run.scheduledMs === undefined || run.facts?.slotTold !== true) return undefined;
  const instantMs = run.scheduledMs;
  const key = slotKeyOf(job.job.id, instantMs, scopeKey(job.job, run));
  return findSlot(book, job, { key, instantMs }) ?? takeFromGap(book, job, { run, instantMs });
}

/** Whether a run that was matched by nearness began later than this one, and so has to give way. */
function gives(book: Book, slot: Slot, run: Run): Run | undefined {
  if (slot.runKey === undefined || (slot.runStartMs ?? 0) <= (run.startMs ?? 0)) return undefined;
  const holder = book.findRun(slot.runKey);
  return holder?.facts?.slotTold === true ? undefined : holder;
}

function nearSlot(book: Book, job: JobEntry, run: Run): Slot | undefined {
  const { startMs } = run;
  if (job.slots.size === 0 || startMs === undefined || run.facts?.slotTold === true || !mayTakeNearest(run))
    return undefined;
  const owner = scopeKey(job.job, run);
  const near = job.slots
    .ownedBy(owner, startMs - SEARCH_MS, startMs + SEARCH_MS)
    .filter(({ state }) => state !== "skipped");
  const open = nearestSlot(
    near.filter((slot) => !isMet(slot)),
    startMs,
  );
  // One start a slot: a second one nearby is a duplicate in cluster scope, and nobody's start otherwise.
  const held = nearestSlot(
    near.filter((slot) => isMet(slot) && (owner === "" || gives(book, slot, run) !== undefined)),
    startMs,
  );
  if (open === undefined || held === undefined) return open ?? held;
  return Math.abs(held.instantMs - startMs) < Math.abs(open.instantMs - startMs) ? held : open;
}

function withoutSlot(run: Run): Run {
  const { slotKey: _slot, scheduledMs: _scheduled, delayMs: _delay, ...rest } = run;
  return rest;
}

/** The later start lets go of a slot that it only took because it was heard of first. */
function displace(book: Book, job: JobEntry, change: { slot: Slot; run: Run }): Slot {
  const { slot, run } = change;
  const holder = slot.instanceKey === "" ? undefined : gives(book, slot, run);
  if (holder === undefined) return slot;
  const freed = withoutSlot(holder);
  keepRun(book, holder, freed);
  remember(book, job, freed);
  const { runKey: _run, runStartMs: _start, ...rest } = slot;
  return rest;
}

/** A run that met nothing stays at hand for a declaration that is still under way. */
function remember(book: Book, job: JobEntry, run: Run): void {
  const { job: value } = job;
  const scheduled = value.lastDeclaredMs === undefined || value.schedule.type !== "none";
  if (run.startMs === undefined || !scheduled || !(run.facts?.slotTold === true || mayTakeNearest(run))) return;
  const { unmatched: known = [] } = value;
  if (known.some(({ runKey, startMs }) => runKey === run.key && startMs === run.startMs)) return;
  const others = known.filter(({ runKey }) => runKey !== run.key);
  const entry: UnmatchedRun = {
    runKey: run.key,
    instanceKey: run.instanceKey,
    startMs: run.startMs,
    ...(run.facts?.slotTold === true && run.scheduledMs !== undefined && { scheduledMs: run.scheduledMs }),
  };
  const unmatched = [...others, entry].toSorted((a, b) => a.startMs - b.startMs).slice(-MAX_UNMATCHED);
  book.patchJob(job, { unmatched });
}

function forget(book: Book, job: JobEntry, run: Run): void {
  const { unmatched } = job.job;
  if (unmatched?.some(({ runKey }) => runKey === run.key) !== true) return;
  book.patchJob(job, { unmatched: unmatched.filter(({ runKey }) => runKey !== run.key) });
}

function withSlot(run: Run, slot: Slot): Run {
  const placed: Run = { ...run, slotKey: slot.key, scheduledMs: slot.instantMs };
  const delayMs = delayOf(placed);
  return delayMs === undefined ? placed : { ...placed, delayMs };
}

function skip(book: Book, job: JobEntry, run: Run): Run {
  const slot = toldSlot(book, job, run) ?? nearSlot(book, job, run);
  if (slot === undefined) {
    remember(book, job, run);
    return run;
  }
  keepSlot(book, job, skipSlot(slot, run.skipReason ?? "window", book.nowMs));
  forget(book, job, run);
  return withSlot(run, slot);
}

/** Finds the slot of a run that has none yet and marks it met, or skipped. Returns the run with its slot. */
export function matchRun(book: Book, job: JobEntry, run: Run): Run {
  const { startMs } = run;
  if (run.slotKey !== undefined) {
    const slot = startMs === undefined || run.state === "skip" ? undefined : job.slots.get(run.slotKey);
    // Its start may be known better than before.
    if (slot !== undefined && startMs !== undefined && slot.runKey === run.key && slot.runStartMs !== startMs) {
      keepSlot(book, job, meetSlot(slot, { runKey: run.key, startMs, retry: isRetry(run), nowMs: book.nowMs }));
    }
    return run;
  }
  if (run.state === "skip") return skip(book, job, run);
  if (startMs === undefined) return run;
  const slot = toldSlot(book, job, run) ?? nearSlot(book, job, run);
  if (slot === undefined) {
    remember(book, job, run);
    return run;
  }
  const free = displace(book, job, { slot, run });
  keepSlot(book, job, meetSlot(free, { runKey: run.key, startMs, retry: isRetry(run), nowMs: book.nowMs }));
  forget(book, job, run);
  return withSlot(run, slot);
}

/** New slots stand: runs that met none so far may have been for them. */
export function matchWaitingRuns(book: Book, job: JobEntry): void {
  for (const { runKey } of job.job.unmatched ?? []) {
    const run = book.findRun(runKey);
    if (run === undefined || run.slotKey !== undefined) continue;
    const matched = matchRun(book, job, run);
    if (matched !== run) keepRun(book, run, matched);
  }
}
