import type { Run } from "@jobscope/tracker";
import { idWithin } from "@jobscope/tracker";

import type { JobEntry } from "./job-entry.ts";
import type { FailedRun, OpenRun } from "./job-view.ts";
import { LIMITS } from "./limits.ts";
import type { RunVerdict } from "./run-outcome.ts";

/** One change of a run, with what it means and when it ended by our clock. */
export interface RunTake {
  readonly run: Run;
  readonly verdict: RunVerdict;
  readonly endMs: number;
  /** Ended well before already: only its times may have become better known. */
  readonly wasGood: boolean;
  /** Successful runs whose durations are kept. */
  readonly maxDurations: number;
}

function openRunOf(run: Run): OpenRun {
  const { key, runId, traceId, instanceKey, provisional } = run;
  const { startMs = run.facts?.firstEventMs, scheduledMs, attempt, stuckMs, overdueMs } = run;
  return {
    runKey: key,
    runId,
    traceId,
    instanceKey,
    inDoubt: provisional,
    ...(startMs !== undefined && { startMs }),
    ...(scheduledMs !== undefined && { scheduledMs }),
    ...(attempt !== undefined && { attempt }),
    ...(stuckMs !== undefined && { stuckMs }),
    ...(overdueMs !== undefined && { overdueMs }),
  };
}

function failedRunOf(run: Run, endMs: number): FailedRun {
  const { key: runKey, runId, traceId, errorType = "", errorMessage = "", attempt, lostCause } = run;
  return {
    runKey,
    runId,
    traceId,
    errorType,
    errorMessage: errorMessage.slice(0, LIMITS.errorMessage),
    endMs,
    lost: lostCause !== undefined,
    ...(attempt !== undefined && { attempt }),
    ...(lostCause !== undefined && { lostCause }),
  };
}

/** Puts `item` in its place by time, newest last; `max` stay. */
export function keepNewest<T extends { readonly runKey: string; readonly endMs: number }>(
  list: T[],
  item: T,
  max: number,
): void {
  if (item.runKey !== "") removeFrom(list, item.runKey);
  let index = list.length;
  while (index > 0 && (list[index - 1]?.endMs ?? 0) > item.endMs) index -= 1;
  list.splice(index, 0, item);
  if (list.length > max) list.splice(0, list.length - max);
}

function removeFrom(list: { readonly runKey: string }[], runKey: string): void {
  const index = list.findIndex((item) => item.runKey === runKey);
  if (index >= 0) list.splice(index, 1);
}

/** A retry was told before this attempt. */
export const isSuperseded = (entry: JobEntry, run: Run): boolean =>
  entry.recent.some(({ supersedes }) => supersedes?.includes(run.key) === true);

function takeGood(entry: JobEntry, take: RunTake): void {
  const { run, endMs, wasGood } = take;
  if (!wasGood) entry.outcomes.addGood(endMs);
  if (run.durationMs === undefined) return;
  keepNewest(entry.durations, { runKey: run.key, endMs, durationMs: run.durationMs }, take.maxDurations);
}

function takeBad(entry: JobEntry, take: RunTake): void {
  const { run, endMs } = take;
  if (isSuperseded(entry, run)) return;
  entry.outcomes.addBad(run.key, endMs);
  keepNewest(entry.failures, failedRunOf(run, endMs), LIMITS.failuresPerJob);
}

function takeBackGood(entry: JobEntry, { run, endMs }: RunTake): void {
  const known = entry.durations.find(({ runKey }) => runKey === run.key);
  // Most are known by name; of the others the time tells which it was, unless the revision changed that too.
  entry.outcomes.removeGood(known?.endMs ?? endMs);
  removeFrom(entry.durations, run.key);
}

function takeBackBad(entry: JobEntry, runKey: string): void {
  entry.outcomes.removeBad(runKey);
  removeFrom(entry.failures, runKey);
}

/** What one run adds to its job, after the job's own change was taken. */
export function takeRun(entry: JobEntry, take: RunTake): void {
  const { run, verdict, wasGood } = take;
  if (verdict === "open") entry.openRuns.set(run.key, openRunOf(run));
  else entry.openRuns.delete(run.key);
  if (wasGood && verdict !== "good") takeBackGood(entry, take);
  if (verdict !== "bad") takeBackBad(entry, run.key);
  if (verdict === "good") takeGood(entry, take);
  else if (verdict === "bad") takeBad(entry, take);
  // Whatever became of the retry, it stands for the attempt before it.
  const ended = verdict !== "open" && verdict !== "none";
  if (ended && run.previousRunId !== undefined) takeBackBad(entry, idWithin(run.serviceId, run.previousRunId));
}
