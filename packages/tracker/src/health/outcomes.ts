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
  readonly olderSinceMs?: number | undefined;
};

const FAILURES: ReadonlySet<RunState> = new Set<JobRunResult>(["failure", "error", "timeout"]);
export const isFailure = (state: RunState): boolean => FAILURES.has(state);

const newestFirst = (a: RunOutcome, b: RunOutcome): number =>
  b.endMs - a.endMs || (a.runKey < b.runKey ? -1 : a.runKey > b.runKey ? 1 : 0);

/** An outcome counts once it is certain; skips are no outcome. */
export function isOutcome(run: Run): boolean {
  return run.state !== "running" && run.state !== "skip" && !run.provisional;
}

/** When its outcome came about. */
export const outcomeMs = (run: Run): number => run.endMs ?? run.startMs ?? run.lastReceivedMs;

function toOutcome(run: Run): RunOutcome {
  const awaitsRetry =
    isFailure(run.state) &&
    run.lostCause === undefined &&
    run.attempt !== undefined &&
    run.maxAttempts !== undefined &&
    run.attempt < run.maxAttempts;
  return withDefined(
    { runKey: run.key, state: run.state, endMs: outcomeMs(run) },
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

interface Older {
  readonly olderFailures: number;
  readonly olderSinceMs?: number | undefined;
}

function leave({ olderFailures, olderSinceMs }: Older, { state, awaitsRetry, endMs }: RunOutcome): Older {
  if (endMs < (olderSinceMs ?? Number.NEGATIVE_INFINITY)) return { olderFailures, olderSinceMs };
  if (state === "success") return { olderFailures: 0, olderSinceMs: endMs };
  return { olderFailures: olderFailures + (isFailure(state) && awaitsRetry !== true ? 1 : 0), olderSinceMs };
}

/** What counts on of the outcomes that leave the list; oldest first, in the order in which the row grew. */
const older = ({ olderFailures = 0, olderSinceMs }: OutcomeFields, gone: readonly RunOutcome[]): Older =>
  gone.toReversed().reduce(leave, { olderFailures, olderSinceMs });

/** The row without a failure that had left the list and is taken back. */
function withoutOlder(fields: OutcomeFields, before: Run): OutcomeFields {
  const { recent, olderFailures = 0, olderSinceMs = Number.NEGATIVE_INFINITY } = fields;
  const listed = recent.some(({ runKey, supersedes }) => runKey === before.key || supersedes?.includes(before.key));
  const { state, endMs, awaitsRetry } = toOutcome(before);
  const grewRow = !listed && isFailure(state) && awaitsRetry !== true && endMs > olderSinceMs;
  return grewRow ? { ...fields, olderFailures: Math.max(0, olderFailures - 1) } : fields;
}

/** A retry takes over what the attempt before it had taken over. */
function takeOver(run: Run, known: readonly RunOutcome[]): { outcome: RunOutcome; rest: readonly RunOutcome[] } {
  const outcome = toOutcome(run);
  const recent = known.filter(({ runKey }) => runKey !== run.key);
  if (run.previousRunId === undefined) return { outcome, rest: recent };
  const previous: RunKey = idWithin(run.serviceId, run.previousRunId);
  const own = known.find(({ runKey }) => runKey === run.key);
  const found = recent.find(({ runKey }) => runKey === previous);
  const all = new Set([previous, ...(found?.supersedes ?? []), ...(own?.supersedes ?? [])]);
  const supersedes = [...all].slice(0, MAX_SUPERSEDED);
  return { outcome: { ...outcome, supersedes }, rest: recent.filter(({ runKey }) => runKey !== previous) };
}

/** The usual case: the run ended last, and is nobody's retry. */
function isNewestAlone(recent: readonly RunOutcome[], run: Run): boolean {
  const newest = recent[0];
  if (run.previousRunId !== undefined || run.endMs === undefined) return false;
  if (newest !== undefined && newest.endMs >= run.endMs) return false;
  return !recent.some(({ runKey, supersedes }) => runKey === run.key || supersedes?.includes(run.key) === true);
}

const counted = (recent: readonly RunOutcome[], row: Older): OutcomeFields => ({
  recent,
  ...row,
  consecutiveFailures: countFailures(recent, row.olderFailures),
});

function putFirst(fields: OutcomeFields, outcome: RunOutcome): OutcomeFields {
  const recent = [outcome, ...fields.recent];
  const gone = recent.length > MAX_RECENT ? recent.splice(MAX_RECENT) : [];
  return counted(recent, older(fields, gone));
}

/**
 * The outcomes of the job with that of `run`, which may be new, one that a retry has replaced already, or a revision of
 * `before`, which had an outcome.
 */
export function addOutcome(known: OutcomeFields, run: Run, before?: Run): OutcomeFields {
  const fields = before === undefined ? known : withoutOlder(known, before);
  if (isNewestAlone(fields.recent, run)) return putFirst(fields, toOutcome(run));
  const { outcome, rest } = takeOver(run, fields.recent);
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
  return counted(recent, older(fields, next.slice(MAX_RECENT)));
}

/** A verdict was taken back: the run is running again. */
export function removeOutcome(known: OutcomeFields, before: Run): OutcomeFields {
  const fields = withoutOlder(known, before);
  const recent = fields.recent.filter(({ runKey }) => runKey !== before.key);
  return counted(recent, older(fields, []));
}
