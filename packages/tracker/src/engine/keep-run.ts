import { addOutcome, isFailure, isOutcome, removeOutcome } from "../health/outcomes.ts";
import type { Job, RunOutcome } from "../model/job.ts";
import type { Mutable } from "../model/mutable.ts";
import type { Run } from "../model/run.ts";
import { nextClockOf } from "../run/run-clocks.ts";
import type { Book } from "./book.ts";
import type { InstanceEntry, JobEntry } from "./entries.ts";

const count = (run: Run | undefined, test: (run: Run) => boolean): number => (run !== undefined && test(run) ? 1 : 0);
const isRunning = (run: Run): boolean => run.state === "running";
const isStuck = (run: Run): boolean => run.state === "running" && run.stuckMs !== undefined;
const isProvisional = (run: Run): boolean => run.provisional;

/** Lost runs of an instance that may be heard again stay at hand. */
const staysOpen = (run: Run): boolean => run.state === "running" || run.provisional || run.lostCause === "process_lost";

const newest = (recent: readonly RunOutcome[], wanted: (outcome: RunOutcome) => boolean): number | undefined =>
  recent.find(wanted)?.endMs;

const sameOutcome = (a: Run, b: Run): boolean =>
  a.state === b.state && a.endMs === b.endMs && a.previousRunId === b.previousRunId && a.attempt === b.attempt;

function noteOutcome(
  patch: Mutable<Partial<Job>>,
  { job }: JobEntry,
  change: { before?: Run | undefined; run: Run },
): void {
  const { before, run } = change;
  const had = before !== undefined && isOutcome(before);
  const has = isOutcome(run);
  if (had ? has && sameOutcome(before, run) : !has) return;
  const fields = has ? addOutcome(job, run) : removeOutcome(job, run.key);
  patch.recent = fields.recent;
  patch.consecutiveFailures = fields.consecutiveFailures;
  if (fields.olderFailures !== undefined) patch.olderFailures = fields.olderFailures;
  // A verdict that was replaced may have been the newest of its kind.
  Object.assign(patch, lastTimes(fields.recent, had ? {} : job));
}

function lastTimes(recent: readonly RunOutcome[], known: Partial<Job>): Partial<Job> {
  const success = newest(recent, ({ state }) => state === "success");
  const failure = newest(recent, ({ state }) => isFailure(state));
  return {
    ...(success !== undefined && { lastSuccessMs: Math.max(success, known.lastSuccessMs ?? 0) }),
    ...(failure !== undefined && { lastFailureMs: Math.max(failure, known.lastFailureMs ?? 0) }),
  };
}

function noteRun(book: Book, entry: JobEntry, change: { before?: Run | undefined; run: Run }): void {
  const { before, run } = change;
  entry.running += count(run, isRunning) - count(before, isRunning);
  entry.stuck += count(run, isStuck) - count(before, isStuck);
  entry.provisional += count(run, isProvisional) - count(before, isProvisional);
  const patch: Mutable<Partial<Job>> = {};
  noteOutcome(patch, entry, change);
  if (run.startMs !== undefined && run.state !== "skip" && run.startMs > (entry.job.lastStartMs ?? 0)) {
    patch.lastStartMs = run.startMs;
  }
  book.patchJob(entry, patch);
}

/** Sets the deadline of the next clock of a running run. */
export function armRun(book: Book, run: Run, at: { readonly entry: InstanceEntry; readonly job: JobEntry }): void {
  const key = `r|${run.key}`;
  const atMs = run.state === "running" ? nextClockOf(run, at.job.job) : undefined;
  if (atMs === undefined) at.entry.feed.cancel(key);
  else book.armFeed(at.entry, key, atMs);
}

/** Takes the new value of a run everywhere it counts. */
export function keepRun(book: Book, before: Run | undefined, run: Run): void {
  const job = book.jobs.get(run.jobId);
  const entry = book.instances.get(run.instanceKey);
  if (job === undefined || entry === undefined) return;
  if (staysOpen(run)) {
    book.openRuns.set(run.key, run);
    book.closedRuns.delete(run.key);
    entry.openRuns.add(run.key);
    job.openRuns.add(run.key);
  } else {
    book.openRuns.delete(run.key);
    book.closedRuns.set(run.key, run);
    entry.openRuns.delete(run.key);
    job.openRuns.delete(run.key);
    book.clock.cancel(`b|${run.key}`);
  }
  book.log.run(before, run);
  noteRun(book, job, { before, run });
  armRun(book, run, { entry, job });
}

/** Like {@link keepRun}, unless nothing changed. */
export function replaceRun(book: Book, before: Run, run: Run): void {
  if (run !== before) keepRun(book, before, run);
}
