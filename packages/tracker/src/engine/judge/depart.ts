import { FEED_GRACE_MS } from "../../deadline/feed-time.ts";
import { CERTAIN_AFTER_MS, leaseMs, longestBlockOf } from "../../deadline/lease.ts";
import type { ProcessStopEvent } from "../../model/job-event.ts";
import type { Instance } from "../../model/job.ts";
import type { LostCause } from "../../model/run.ts";
import type { Slot } from "../../model/slot.ts";
import { loseRun, makeLostCertain, reviveRun } from "../../run/lose-run.ts";
import { isOpenSlot, loseSlot, reopenSlot } from "../../slot/slot-verdict.ts";
import type { Book } from "../memory/book.ts";
import { SHUTDOWN_MS, isCurrent, isNamed, liveDeclarers } from "../memory/declarers.ts";
import type { InstanceEntry, JobEntry, ServiceEntry } from "../memory/entries.ts";
import { expectAgain } from "../memory/expect-again.ts";
import { replaceRun } from "../memory/keep-run.ts";
import { armSlot, keepSlot, withdrawSlot } from "../memory/keep-slot.ts";
import { confirmSwitch } from "./confirm-switch.ts";
import { reconcileOwed } from "./reconcile-owed.ts";

/** Longest block that any instance of the service reported within 24 h. */
function longestBlock(book: Book, service: ServiceEntry): number {
  let longest = 0;
  for (const { instance } of service.instances.values()) {
    if (instance.blocks !== undefined) longest = Math.max(longest, longestBlockOf(instance.blocks, book.nowMs));
  }
  return longest;
}

export function leaseOf(book: Book, entry: InstanceEntry): number {
  return leaseMs(entry.instance.heartbeatIntervalMs, longestBlock(book, entry.service));
}

/** Instances that never sent a heartbeat have no lease; what they owe with others is not waited for without end. */
export function armLease(book: Book, entry: InstanceEntry): void {
  const { key, state, heartbeatIntervalMs } = entry.instance;
  if (state !== "live") book.clock.cancel(`l|${key}`);
  else if (heartbeatIntervalMs === 0) book.clock.set(`a|${key}`, entry.receivedAt + CERTAIN_AFTER_MS);
  else book.clock.set(`l|${key}`, entry.receivedAt + leaseOf(book, entry));
}

export function loseRuns(
  book: Book,
  entry: InstanceEntry,
  verdict: { readonly cause: LostCause; readonly certain: boolean; readonly beganBeforeMs?: number },
): void {
  const { cause, certain, beganBeforeMs = Number.POSITIVE_INFINITY } = verdict;
  const endMs = entry.instance.lastEventMs ?? 0;
  for (const key of entry.openRuns) {
    const run = book.openRuns.get(key);
    const beganMs = run?.startMs ?? run?.facts?.firstEventMs ?? 0;
    if (run !== undefined && beganMs < beganBeforeMs) {
      replaceRun(book, run, loseRun(run, { cause, certain, nowMs: book.nowMs, endMs }));
    }
  }
}

/**
 * What it owed by now: nobody can say. What has yet to come stays expected until it falls due with nobody there.
 * Cluster slots only where no other instance declares the job.
 */
function loseSlots(book: Book, entry: InstanceEntry): void {
  const { key, clockSkewMs, lastEventMs = 0 } = entry.instance;
  const untilMs = Math.max(book.nowMs + clockSkewMs, lastEventMs);
  for (const job of entry.jobs) {
    const others = liveDeclarers(book, job).length > 0;
    for (const slot of job.slots.ownedBy(key, undefined, untilMs)) keepSlot(book, job, loseSlot(slot, book.nowMs));
    for (const slot of job.slots.ownedBy("")) {
      if (!others && slot.instantMs <= untilMs) keepSlot(book, job, loseSlot(slot, book.nowMs));
      else if (isOpenSlot(slot)) armSlot(book, job, slot);
    }
  }
}

function settleDeparture(book: Book, entry: InstanceEntry): void {
  for (const job of entry.jobs) {
    reconcileOwed(book, job);
    book.touchJob(job);
  }
  book.departed.add(entry.service);
}

/** Silent for longer than its lease: nothing is certain yet. */
export function lapse(book: Book, entry: InstanceEntry): void {
  book.patchInstance(entry, { state: "lapsed", stateSinceMs: book.nowMs, certain: false });
  book.armClock(`c|${entry.instance.key}`, CERTAIN_AFTER_MS);
  loseRuns(book, entry, { cause: "process_lost", certain: false });
  loseSlots(book, entry);
  const { serviceId, key } = entry.instance;
  book.notice({ kind: "process_lost", serviceId, instanceKey: key, certain: false });
  settleDeparture(book, entry);
}

/** The lapse has lasted so long that it counts as certain. */
export function makeLapseCertain(book: Book, entry: InstanceEntry): void {
  book.patchInstance(entry, { certain: true });
  for (const key of entry.openRuns) {
    const run = book.openRuns.get(key);
    if (run?.lostCause === "process_lost") replaceRun(book, run, makeLostCertain(run));
  }
  const { serviceId, key } = entry.instance;
  book.notice({ kind: "process_lost", serviceId, instanceKey: key, certain: true });
  settleDeparture(book, entry);
}

/** Known dead: by the process table, or because a later process says so. */
export function markDead(book: Book, entry: InstanceEntry, foundDeadMs: number): void {
  if (entry.instance.state === "dead") return;
  book.patchInstance(entry, { state: "dead", stateSinceMs: book.nowMs, foundDeadMs });
  for (const prefix of ["l|", "c|"]) book.clock.cancel(prefix + entry.instance.key);
  loseRuns(book, entry, { cause: "process_dead", certain: true });
  loseSlots(book, entry);
  const { serviceId, key } = entry.instance;
  book.notice({ kind: "process_lost", serviceId, instanceKey: key, certain: true });
  settleDeparture(book, entry);
}

function withdrawStopped(book: Book, entry: InstanceEntry, job: JobEntry): void {
  const others = liveDeclarers(book, job);
  for (const slot of job.slots.ownedBy("")) {
    if (others.length > 0 && slot.state === "expected" && !isNamed(others, slot.instantMs))
      withdrawSlot(book, job, slot);
    else if (isOpenSlot(slot)) armSlot(book, job, slot);
  }
  if (others.length === 0) return;
  for (const slot of job.slots.ownedBy(entry.instance.key)) {
    if (slot.state === "expected") withdrawSlot(book, job, slot);
  }
}

/** It ended in order. Its slots are withdrawn while others declare the job; the last one's stay owed. */
export function stopInstance(book: Book, entry: InstanceEntry, event: ProcessStopEvent): void {
  const { instance } = entry;
  // A beat from after the stop has been heard already: the process went on.
  if (instance.state === "stopped" || instance.feedMs > event.timeMs) return;
  const stop: Partial<Instance> = { state: "stopped", stateSinceMs: book.nowMs, stoppedMs: event.timeMs };
  book.patchInstance(entry, event.sequence === undefined ? stop : { ...stop, stoppedSequence: event.sequence });
  for (const prefix of ["l|", "c|"]) book.clock.cancel(prefix + instance.key);
  // Ends that are still under way get as long as a lease before their runs count as lost with the process.
  if (entry.openRuns.size > 0) book.armClock(`z|${instance.key}`, leaseOf(book, entry));
  for (const job of entry.jobs) {
    const declaration = job.declarations.get(instance.key);
    const off = declaration !== undefined && declaration.state !== "active";
    if (off && event.timeMs - (declaration.switchedMs ?? 0) > SHUTDOWN_MS) confirmSwitch(book, job, declaration);
    withdrawStopped(book, entry, job);
  }
  settleDeparture(book, entry);
}

function reopen(book: Book, job: JobEntry, at: { readonly slot: Slot; readonly feedMs: number }): void {
  const { slot, feedMs } = at;
  // What was missed in its own time stays so.
  if (slot.state === "missed" && slot.instantMs + slot.startMarginMs + FEED_GRACE_MS <= feedMs) return;
  const open = reopenSlot(slot, book.nowMs);
  if (open === slot) {
    if (isOpenSlot(slot)) armSlot(book, job, slot);
  } else if (slot.untilMs === undefined) keepSlot(book, job, open);
  // A gap that was inferred from a silence which was none.
  else if (slot.instanceKey !== "") withdrawSlot(book, job, slot);
}

function reopenSlots(book: Book, entry: InstanceEntry, job: JobEntry): void {
  const { key, feedMs } = entry.instance;
  for (const slot of [...job.slots.ownedBy(key), ...job.slots.ownedBy("")]) reopen(book, job, { slot, feedMs });
  const declaration = job.declarations.get(key);
  const own = declaration?.state === "active" && job.job.scope === "instance" && isCurrent(declaration, entry);
  // Others owed in its place meanwhile.
  if (own) expectAgain(book, job, { declaration, afterMs: entry.instance.lastEventMs ?? feedMs });
  book.touchJob(job);
}

/** It sends no heartbeats, and has been silent for as long as makes any silence certain: nobody waits for it. */
export function fade(book: Book, entry: InstanceEntry): void {
  entry.faded = true;
  book.forgetStanding(entry);
  for (const job of entry.jobs) {
    reconcileOwed(book, job);
    book.touchJob(job);
  }
  book.departed.add(entry.service);
}

/** It is heard again: lost runs are running, unknown slots expected and judged in its time. */
export function reviveInstance(book: Book, entry: InstanceEntry): void {
  const {
    stoppedMs: _stopped,
    stoppedSequence: _sequence,
    foundDeadMs: _dead,
    certain: _certain,
    silenceNoticed: _noticed,
    ...rest
  } = entry.instance;
  book.setInstance(entry, { ...rest, state: "live", stateSinceMs: book.nowMs });
  entry.recheckActive = true;
  entry.faded = false;
  book.forgetStanding(entry);
  for (const prefix of ["c|", "z|", "q|"]) book.clock.cancel(prefix + entry.instance.key);
  for (const key of entry.openRuns) {
    const run = book.openRuns.get(key);
    const silent = run?.lostCause === "process_lost" || run?.lostCause === "process_dead";
    if (run !== undefined && silent) replaceRun(book, run, reviveRun(run, book.nowMs, "process_heard"));
  }
  for (const job of entry.jobs) reopenSlots(book, entry, job);
  armLease(book, entry);
  book.departed.add(entry.service);
}
