import type { Mutable } from "../model/mutable.ts";
import type { Run, RunFacts, RunRevision, RunState } from "../model/run.ts";

/** Verdicts kept in the history of one run. */
const MAX_REVISIONS = 20;
/** Clocks of span and log that differ by less than this are not worth a word. */
const SKEW_NOTED_MS = 60_000;

export function addRevision(run: Run, revision: RunRevision): readonly RunRevision[] {
  return [...run.revisions, revision].slice(-MAX_REVISIONS);
}

/** The log's wall clock is the run's time; a span alone is better than nothing. */
function startOf(facts: RunFacts, durationMs: number | undefined): number | undefined {
  if (facts.startMs !== undefined) return facts.startMs;
  if (facts.endMs !== undefined) {
    // Where no start arrived: end − duration.
    return durationMs === undefined ? undefined : facts.endMs - durationMs;
  }
  return facts.span?.startMs;
}

function durationOf(facts: RunFacts): number | undefined {
  const told = facts.durationMs ?? facts.span?.durationMs;
  if (told !== undefined || facts.startMs === undefined || facts.endMs === undefined) return told;
  return Math.max(0, facts.endMs - facts.startMs);
}

function stateOf(run: Run, facts: RunFacts): RunState {
  return facts.result ?? facts.span?.result ?? (run.lostCause === undefined ? "running" : "error");
}

function setTimes(draft: Mutable<Run>, facts: RunFacts): void {
  const durationMs = durationOf(facts);
  const startMs = startOf(facts, durationMs);
  const reported = facts.result !== undefined || facts.span !== undefined;
  if (startMs !== undefined) draft.startMs = startMs;
  if (durationMs !== undefined && reported) draft.durationMs = durationMs;
  if (reported) {
    // The monotonic duration counts: the wall clock may have been set in between.
    const endMs = startMs !== undefined && durationMs !== undefined ? startMs + durationMs : facts.endMs;
    if (endMs !== undefined) draft.endMs = endMs;
  }
  if (facts.span !== undefined && facts.startMs !== undefined) {
    const skewMs = facts.startMs - facts.span.startMs;
    if (Math.abs(skewMs) > SKEW_NOTED_MS) draft.clockSkewMs = skewMs;
  }
}

/** Delay from the slot; a run that began within the early tolerance has none. */
export function delayOf(run: Run): number | undefined {
  if (run.scheduledMs !== undefined && run.startMs !== undefined) return Math.max(0, run.startMs - run.scheduledMs);
  return run.facts?.delayMs;
}

/** What follows from the facts of `draft`, with a revision where a verdict of `before` is replaced. */
export function deriveRun(before: Run, draft: Mutable<Run>, nowMs: number): Run {
  const facts = draft.facts ?? {};
  setTimes(draft, facts);
  const delayMs = delayOf(draft);
  if (delayMs !== undefined) draft.delayMs = delayMs;
  draft.state = stateOf(draft, facts);
  if (facts.result !== undefined || facts.span !== undefined) {
    draft.provisional = false;
    delete draft.lostCause;
    // Nobody but the monitor had called it an error.
    if (facts.errorTypeRank === undefined) delete draft.errorType;
  }
  if (before.state !== "running" && draft.state !== before.state) {
    draft.revisions = addRevision(draft, { atMs: nowMs, from: before.state, to: draft.state, cause: "reported" });
  }
  draft.lastReceivedMs = nowMs;
  return draft;
}
