import type { Change, Instance, Job, Run } from "@jobscope/tracker";
import { idWithin } from "@jobscope/tracker";

import type { FactBook, ServiceEntry } from "./fact-book.ts";
import { type JobEntry, newJobEntry } from "./job-entry.ts";
import { endOf, verdictOf } from "./run-outcome.ts";
import { takeJob } from "./take-job.ts";
import { isSuperseded, takeRun } from "./take-run.ts";
import { takeSlot } from "./take-slot.ts";

/** Jobs that the request in progress changed: each is told once. */
export type Dirty = Set<JobEntry>;

/** What it depends on who is there, who is not, and who may have come instead. */
const STANDING = ["state", "certain", "silenceNoticed", "processStartMs"] as const;

export function takeInstance(book: FactBook, instance: Instance): void {
  const before = book.roll.get(instance.key)?.instance;
  book.roll.take(instance);
  // A lapse changes an instance as well; only what it sent moves this on.
  book.hear(instance.lastReceivedMs);
  if (before !== undefined && STANDING.every((field) => before[field] === instance[field])) return;
  book.serviceOf(instance.serviceId, instance.service);
  book.followers.touch("services", instance.serviceId);
}

/** From now on the service is known by its events: what its metrics said no longer counts. */
function dropMetricJobs(book: FactBook, service: ServiceEntry): void {
  service.sendsEvents = true;
  service.errors.dropFailures();
  book.followers.touch("spikes", service.id);
  for (const id of service.jobs) {
    const entry = book.jobs.get(id);
    if (entry?.source === "metrics") book.removeJob(entry);
  }
}

function entryOf(book: FactBook, job: Job): JobEntry {
  const service = book.serviceOf(job.serviceId, job.service);
  if (!service.sendsEvents) dropMetricJobs(book, service);
  const { id, serviceId, name, criticality } = job;
  return (
    book.jobs.get(id) ??
    book.addJob(newJobEntry({ id, serviceId, service: job.service, name, criticality, source: "events" }))
  );
}

/** Who has to run it; undefined where nothing is owed. */
const declarerOf = (job: Job): string | undefined =>
  job.retiredMs !== undefined || job.schedule.type === "none" ? undefined : job.lastDeclarer;

export function takeJobChange(book: FactBook, job: Job): JobEntry {
  const entry = entryOf(book, job);
  const { retiredMs, pausedSinceMs } = entry;
  takeJob(entry, job);
  const owed = book.roll.declare(job.id, declarerOf(job));
  const switched = retiredMs !== job.retiredMs || pausedSinceMs !== job.pausedSinceMs;
  if (owed.length > 0 || switched) book.followers.touch("services", job.serviceId);
  return entry;
}

/** What a record says it belongs to, by run or by trace. */
export const ownerByRun = (runKey: string): string => `r:${runKey}`;
export const ownerByTrace = (traceId: string): string => `t:${traceId}`;

function noteErrors(book: FactBook, entry: JobEntry, at: { readonly run: Run; readonly endMs: number }): void {
  const { run, endMs } = at;
  const { errors } = book.serviceOf(entry.serviceId, entry.service);
  const verdict = verdictOf(run);
  const owners = [ownerByRun(run.key), ...(run.traceId === "" ? [] : [ownerByTrace(run.traceId)])];
  const failed = verdict === "bad" || verdict === "retried";
  if (failed) {
    const counts = verdict === "bad" && !isSuperseded(entry, run);
    errors.addFailure({ runKey: run.key, owners, atMs: endMs, counts });
  } else errors.removeFailure(run.key, owners);
  // A retry stands for the attempt before it; what that one logged stays with it.
  if (run.previousRunId !== undefined && verdict !== "open") {
    errors.addFailure({ runKey: idWithin(run.serviceId, run.previousRunId), owners: [], atMs: endMs, counts: false });
  }
  book.followers.touch("spikes", entry.serviceId);
}

export interface RunArrival {
  readonly run: Run;
  /** Its state before the request; undefined where it is new to us. */
  readonly before: Run["state"] | undefined;
  readonly receivedMs: number;
}

export function takeRunChange(book: FactBook, arrival: RunArrival): JobEntry | undefined {
  const { run, before, receivedMs } = arrival;
  const entry = book.jobs.get(run.jobId);
  if (entry === undefined) return undefined;
  const endMs = book.ownMs(run.instanceKey, endOf(run), receivedMs);
  const verdict = verdictOf(run);
  takeRun(entry, { run, verdict, endMs, wasGood: before === "success", maxDurations: book.needs.durations });
  entry.outcomes.trim(receivedMs - book.needs.runsMs);
  const wasBad = before !== "running" && before !== "success" && before !== undefined;
  const isBad = verdict === "bad" || verdict === "retried";
  if (wasBad || isBad || run.previousRunId !== undefined) noteErrors(book, entry, { run, endMs });
  return entry;
}

/** Causes before consequences; jobs before runs, for the job says which attempts a retry has replaced. */
export function takeChanges(book: FactBook, changes: readonly Change[], receivedMs: number): Dirty {
  const dirty: Dirty = new Set();
  for (const change of changes) {
    if (change.kind === "instance") takeInstance(book, change.instance);
    else if (change.kind === "job") dirty.add(entryOf(book, change.job));
  }
  for (const change of changes) {
    if (change.kind === "slot") {
      const entry = book.jobs.get(change.slot.jobId);
      if (entry !== undefined) takeSlot(entry, change.slot);
    }
  }
  for (const change of changes) if (change.kind === "job") takeJobChange(book, change.job);
  for (const change of changes) {
    if (change.kind !== "run") continue;
    const entry = takeRunChange(book, { run: change.run, before: change.before, receivedMs });
    if (entry !== undefined) dirty.add(entry);
  }
  return dirty;
}
