import type { JobRunResult } from "@jobscope/semconv";

import { idWithin } from "../model/identity.ts";
import type { RunKey } from "../model/identity.ts";
import type { Job, RunOutcome } from "../model/job.ts";
import type { Run, RunState } from "../model/run.ts";
import { withDefined } from "../model/with-defined.ts";

const MAX_RECENT = 20;
const MAX_SUPERSEDED = 32;

type OutcomeFields = Pick<Job, "recent" | "consecutiveFailures"> & {
  readonly olderFailures?: number | undefined;
};

const FAILURES: ReadonlySet<RunState> = new Set<JobRunResult>(["failure", "error", "timeout"]);
export const isFailure = (state: RunState): boolean => FAILURES.has(state);

const newestFirst = (a: RunOutcome, b: RunOutcome): number =>
  b.endMs - a.endMs || (a.runKey < b.runKey ? -1 : a.runKey > b.runKey ? 1 : 0);

/** An outcome counts once it is certain; skips are no outcome. */
export function isOutcome(run: Run): boolean {
  return run.state !== "running" && run.state !== "skip" && !run.provisional;
}

function toOutcome(run: Run): RunOutcome {
  const awaitsRetry =
    isFailure(run.state) &&
    run.lostCause === undefined &&
    run.attempt !== undefined &&
    run.maxAttempts !== undefined &&
    run.attempt < run.maxAttempts;
  return withDefined(
    { runKey: run.key, state: run.state, endMs: run.endMs ?? run.startMs ?? run.lastReceivedMs },
    { previousRunId: run.previousRunId, awaitsRetry: awaitsRetry || undefined },
  );
}

/** Failures in a row from the newest on; `olderFailures` continue the row where no other outcome ends it. */
export function countFailures(recent: readonly RunOutcome[], olderFailures: number): number {
  let failures = 0;
  for (const outcome of recent) {
    if (outcome.state === "success") return failures;
    if (isFailure(outcome.state) && outcome.awaitsRetry !== true) failures += 1;
  }
  return failures + olderFailures;
}

function older(olderFailures: number, gone: readonly RunOutcome[]): number {
  // Oldest first: the row is counted in the order in which it grew.
  return gone.toReversed().reduce((count, { state, awaitsRetry }) => {
    if (state === "success") return 0;
    return isFailure(state) && awaitsRetry !== true ? count + 1 : count;
  }, olderFailures);
}

/** A retry takes over what the attempt before it had taken over. */
function takeOver(run: Run, recent: readonly RunOutcome[]): { outcome: RunOutcome; rest: readonly RunOutcome[] } {
  const outcome = toOutcome(run);
  if (run.previousRunId === undefined) return { outcome, rest: recent };
  const previous: RunKey = idWithin(run.serviceId, run.previousRunId);
  const found = recent.find(({ runKey }) => runKey === previous);
  const supersedes = [previous, ...(found?.supersedes ?? [])].slice(0, MAX_SUPERSEDED);
  return { outcome: { ...outcome, supersedes }, rest: recent.filter(({ runKey }) => runKey !== previous) };
}

/** The usual case: the run ended last, and is nobody's retry. */
function isNewestAlone(recent: readonly RunOutcome[], run: Run): boolean {
  const newest = recent[0];
  if (run.previousRunId !== undefined || run.endMs === undefined) return false;
  if (newest !== undefined && newest.endMs >= run.endMs) return false;
  return !recent.some(({ runKey, supersedes }) => runKey === run.key || supersedes?.includes(run.key) === true);
}

function putFirst(fields: OutcomeFields, outcome: RunOutcome): OutcomeFields {
  const recent = [outcome, ...fields.recent];
  const gone = recent.length > MAX_RECENT ? recent.splice(MAX_RECENT) : [];
  const olderFailures = older(fields.olderFailures ?? 0, gone);
  return { recent, olderFailures, consecutiveFailures: countFailures(recent, olderFailures) };
}

/** The outcomes of the job with that of `run`, which may be new, revised, or one that a retry has replaced already. */
export function addOutcome(fields: OutcomeFields, run: Run): OutcomeFields {
  if (isNewestAlone(fields.recent, run)) return putFirst(fields, toOutcome(run));
  const others = fields.recent.filter(({ runKey }) => runKey !== run.key);
  const { outcome, rest } = takeOver(run, others);
  const later = rest.find(({ supersedes }) => supersedes?.includes(run.key) === true);
  const next =
    later === undefined
      ? [...rest, outcome].toSorted(newestFirst)
      : rest.map((item) =>
          item === later
            ? { ...later, supersedes: [...new Set([...(later.supersedes ?? []), ...(outcome.supersedes ?? [])])] }
            : item,
        );
  const recent = next.slice(0, MAX_RECENT);
  const olderFailures = older(fields.olderFailures ?? 0, next.slice(MAX_RECENT));
  return { recent, olderFailures, consecutiveFailures: countFailures(recent, olderFailures) };
}

/** A verdict was taken back: the run is running again. */
export function removeOutcome(fields: OutcomeFields, runKey: RunKey): OutcomeFields {
  const recent = fields.recent.filter((outcome) => outcome.runKey !== runKey);
  return { ...fields, recent, consecutiveFailures: countFailures(recent, fields.olderFailures ?? 0) };
}
