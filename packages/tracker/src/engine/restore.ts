import type { TrackerSnapshot } from "../model/tracker.ts";
import { armLease } from "./judge/depart.ts";
import { buryIfDead, restartLeases } from "./judge/judge-clock.ts";
import { armOverdue } from "./judge/judge-overdue.ts";
import { SETTLED_MS, beganMs } from "./judge/retire.ts";
import { armSilence } from "./judge/silence-notice.ts";
import type { Book } from "./memory/book.ts";
import { SHUTDOWN_MS } from "./memory/declarers.ts";
import type { InstanceEntry } from "./memory/entries.ts";
import { armRun, isOverrunning } from "./memory/keep-run.ts";
import { armSlot } from "./memory/keep-slot.ts";

/** Closed slots of the time before the restart lie no further ahead than this, by a clock that runs ahead. */
const AHEAD_MS = 86_400_000;

function restoreRuns(book: Book, snapshot: TrackerSnapshot): void {
  for (const run of snapshot.openRuns) {
    const job = book.jobs.get(run.jobId);
    const entry = book.instances.get(run.instanceKey);
    if (job === undefined || entry === undefined) continue;
    book.openRuns.set(run.key, run);
    entry.openRuns.add(run.key);
    job.openRuns.add(run.key);
    job.running += run.state === "running" ? 1 : 0;
    job.overrunning += isOverrunning(run) ? 1 : 0;
    job.provisional += run.provisional ? 1 : 0;
    armRun(book, run, { entry, job });
  }
}

function restoreSlots(book: Book, snapshot: TrackerSnapshot): void {
  for (const job of book.jobs.values()) job.slots.forgetUntil(book.nowMs + AHEAD_MS);
  for (const slot of snapshot.openSlots) book.jobs.get(slot.jobId)?.slots.put(slot);
  for (const job of book.jobs.values()) for (const slot of job.slots.open()) armSlot(book, job, slot);
}

function restoreInstance(book: Book, entry: InstanceEntry): void {
  const { instance } = entry;
  entry.recheckActive = true;
  armLease(book, entry);
  if (instance.state === "stopped" && entry.openRuns.size > 0) book.armClock(`z|${instance.key}`, 35_000);
  const settledMs = beganMs(instance) + SETTLED_MS;
  if (instance.feedMs < settledMs) book.armFeed(entry, "t|", settledMs);
  for (const job of entry.jobs) {
    const declaration = job.declarations.get(instance.key);
    if (declaration === undefined || declaration.state === "active") continue;
    book.armFeed(entry, `d|${job.job.id}`, (declaration.switchedMs ?? 0) + SHUTDOWN_MS);
  }
  book.fed.add(entry);
}

/** Takes up what was known before a restart; every lease starts anew. */
export function restore(book: Book, snapshot: TrackerSnapshot): void {
  for (const instance of snapshot.instances) {
    book.addInstance(book.serviceOf(instance.serviceId, instance.service), instance);
  }
  for (const job of snapshot.jobs) book.addJob(book.serviceOf(job.serviceId, job.service), job).told = job;
  for (const declaration of snapshot.declarations) {
    const job = book.jobs.get(declaration.jobId);
    if (job === undefined) continue;
    job.declarations.set(declaration.instanceKey, declaration);
    book.instances.get(declaration.instanceKey)?.jobs.add(job);
  }
  restoreRuns(book, snapshot);
  restoreSlots(book, snapshot);
  for (const entry of book.instances.values()) restoreInstance(book, entry);
  restartLeases(book);
  for (const entry of book.instances.values()) armSilence(book, entry);
  for (const job of book.jobs.values()) armOverdue(book, job);
}

/** On a shared host the process table tells at once who died while the monitor was down. */
export function buryDeadAtStart(book: Book): void {
  for (const entry of book.instances.values()) {
    const leased = entry.instance.heartbeatIntervalMs > 0;
    if (leased && (entry.instance.state === "live" || entry.instance.state === "lapsed")) buryIfDead(book, entry);
  }
}
