import { FEED_GRACE_MS, sendsHeartbeats } from "../../deadline/feed-time.ts";
import { addOutcome, isFailure, isOutcome, outcomeMs, removeOutcome } from "../../health/outcomes.ts";
import { jumpedSince } from "../../health/silences.ts";
import type { Job, RunOutcome } from "../../model/job.ts";
import type { Mutable } from "../../model/mutable.ts";
import type { Run } from "../../model/run.ts";
import { nextClockOf } from "../../run/run-clocks.ts";
import type { Book } from "./book.ts";
import type { InstanceEntry, JobEntry } from "./entries.ts";

const count = (run: Run | undefined, test: (run: Run) => boolean): number => (run !== undefined && test(run) ? 1 : 0);
const isRunning = (run: Run): boolean => run.state === "running";
/** Past its max runtime or its finish-by deadline. */
export const isOverrunning = (run: Run): boolean =>
  run.state === "running" && (run.stuckMs !== undefined || run.overdueMs !== undefined);
const isProvisional = (run: Run): boolean => run.provisional;

/** Lost runs of an instance that may be heard again stay at hand. */
const staysOpen = (run: Run): boolean => run.state === "running" || run.provisional || run.lostCause === "process_lost";

const newest = (recent: readonly RunOutcome[], wanted: (outcome: RunOutcome) => boolean): number | undefined =>
  recent.find(wanted)?.endMs;

const sameOutcome = (a: Run, b: Run): boolean =>
  a.state === b.state && a.endMs === b.endMs && a.previousRunId === b.previousRunId && a.attempt === b.attempt;

function noteOutcome(draft: Mutable<Job>, change: { before?: Run | undefined; run: Run }): void {
  const { before, run } = change;
  const replaced = before !== undefined && isOutcome(before) ? before : undefined;
  const has = isOutcome(run);
  if (replaced === undefined ? !has : has && sameOutcome(replaced, run)) return;
  const fields = has || replaced === undefined ? addOutcome(draft, run, replaced) : removeOutcome(draft, replaced);
  draft.recent = fields.recent;
  draft.consecutiveFailures = fields.consecutiveFailures;
  if (fields.olderFailures !== undefined) draft.olderFailures = fields.olderFailures;
  if (fields.olderSinceMs !== undefined) draft.olderSinceMs = fields.olderSinceMs;
  if (replaced !== undefined) takeBackTimes(draft, replaced);
  setTimes(draft, fields.recent);
}

/** A verdict that is replaced may have been the newest of its kind. */
function takeBackTimes(draft: Mutable<Job>, replaced: Run): void {
  const atMs = outcomeMs(replaced);
  if (replaced.state === "success" && draft.lastSuccessMs === atMs) delete draft.lastSuccessMs;
  if (isFailure(replaced.state) && draft.lastFailureMs === atMs) delete draft.lastFailureMs;
}

function setTimes(draft: Mutable<Job>, recent: readonly RunOutcome[]): void {
  const success = newest(recent, ({ state }) => state === "success");
  const failure = newest(recent, ({ state }) => isFailure(state));
  if (success !== undefined) draft.lastSuccessMs = Math.max(success, draft.lastSuccessMs ?? 0);
  if (failure !== undefined) draft.lastFailureMs = Math.max(failure, draft.lastFailureMs ?? 0);
}

function noteRun(book: Book, entry: JobEntry, change: { before?: Run | undefined; run: Run }): void {
  const { before, run } = change;
  entry.running += count(run, isRunning) - count(before, isRunning);
  entry.overrunning += count(run, isOverrunning) - count(before, isOverrunning);
  entry.provisional += count(run, isProvisional) - count(before, isProvisional);
  const draft = book.touchJob(entry);
  noteOutcome(draft, change);
  if (run.startMs !== undefined && run.state !== "skip" && run.startMs > (draft.lastStartMs ?? 0)) {
    draft.lastStartMs = run.startMs;
  }
}

/** Sets the deadline of the next clock of a running run. */
export function armRun(book: Book, run: Run, at: { readonly entry: InstanceEntry; readonly job: JobEntry }): void {
  const key = `r|${run.key}`;
  const jumpedMs = jumpedSince(at.entry.instance, run.startMs ?? 0);
  const atMs = run.state === "running" ? nextClockOf(run, at.job.job, jumpedMs) : undefined;
  if (atMs === undefined) at.entry.feed.cancel(key);
  else book.armFeed(at.entry, key, atMs);
  if (atMs === undefined || sendsHeartbeats(at.entry.instance)) book.clock.cancel(`m|${run.key}`);
  else book.armClock(`m|${run.key}`, Math.max(0, atMs + FEED_GRACE_MS - book.unheardFeedOf(at.entry)));
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
