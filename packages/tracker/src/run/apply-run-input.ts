import type { RunEvent, RunSpan } from "../model/job-event.ts";
import type { Mutable } from "../model/mutable.ts";
import type { Run, RunFacts } from "../model/run.ts";
import { withDefined } from "../model/with-defined.ts";
import { deriveRun } from "./derive-run.ts";

export type RunInput = RunEvent | RunSpan;

/** Rank of who gave an error's type or message: the end of the run knows best, its span least. */
const RANK = { span: 1, "job.run.exception": 2, "job.run.end": 3 } as const;

const EMPTY_FACTS: RunFacts = {};

type Draft = Mutable<Run>;
type FactsDraft = Mutable<RunFacts>;

function takeError(
  draft: Draft,
  facts: FactsDraft,
  given: { readonly rank: number; readonly type?: string | undefined; readonly message?: string | undefined },
): void {
  if (given.type !== undefined && given.rank > (facts.errorTypeRank ?? 0)) {
    draft.errorType = given.type;
    facts.errorTypeRank = given.rank;
  }
  if (given.message !== undefined && given.message !== "" && given.rank > (facts.errorMessageRank ?? 0)) {
    draft.errorMessage = given.message;
    facts.errorMessageRank = given.rank;
  }
}

function takeStart(facts: FactsDraft, startMs: number | undefined): void {
  if (startMs !== undefined && facts.startMs === undefined) facts.startMs = startMs;
}

function takeProgress(draft: Draft, facts: FactsDraft, input: RunEvent & { kind: "job.run.progress" }): void {
  const newer =
    input.sequence !== undefined && facts.progressSequence !== undefined
      ? input.sequence > facts.progressSequence
      : input.timeMs >= (draft.progressMs ?? 0);
  if (!newer) return;
  if (input.progress !== undefined) draft.progress = input.progress;
  if (input.message !== undefined) draft.progressMessage = input.message;
  draft.progressMs = input.timeMs;
  if (input.sequence !== undefined) facts.progressSequence = input.sequence;
}

/** A run ends once: what its process said first counts, in whatever order it arrives; everything else is a repeat. */
const saidBefore = (facts: RunFacts, { sequence }: RunEvent): boolean =>
  sequence !== undefined && facts.endSequence !== undefined && sequence < facts.endSequence;

function takeEnd(draft: Draft, facts: FactsDraft, input: RunEvent & { kind: "job.run.end" }): void {
  takeStart(facts, input.startMs);
  if (facts.result !== undefined && !saidBefore(facts, input)) return;
  facts.result = input.result;
  facts.endMs = input.timeMs;
  if (input.sequence !== undefined) facts.endSequence = input.sequence;
  if (input.durationMs !== undefined) facts.durationMs = input.durationMs;
  if (input.skipReason !== undefined) draft.skipReason = input.skipReason;
  if (facts.errorTypeRank === RANK[input.kind]) {
    delete draft.errorType;
    delete facts.errorTypeRank;
  }
  if (facts.errorMessageRank === RANK[input.kind]) {
    delete draft.errorMessage;
    delete facts.errorMessageRank;
  }
  takeError(draft, facts, { rank: RANK[input.kind], type: input.errorType, message: input.errorMessage });
}

function takeSpan(draft: Draft, facts: FactsDraft, input: RunSpan): void {
  facts.span ??= { startMs: input.startMs, durationMs: input.durationMs, result: input.result };
  draft.traceId = input.traceId;
  draft.spanId = input.spanId;
  takeError(draft, facts, { rank: RANK.span, type: input.errorType, message: input.errorMessage });
}

function takeByKind(draft: Draft, facts: FactsDraft, input: RunInput): void {
  switch (input.kind) {
    case "job.run.start":
      facts.startMs = input.startMs ?? facts.startMs ?? input.timeMs;
      return;
    case "job.run.heartbeat":
      takeStart(facts, input.startMs);
      facts.beatIntervalMs = input.intervalMs;
      return;
    case "job.run.progress":
      takeStart(facts, input.startMs);
      takeProgress(draft, facts, input);
      return;
    case "job.run.end":
      takeEnd(draft, facts, input);
      return;
    case "job.run.exception":
      takeStart(facts, input.startMs);
      takeError(draft, facts, { rank: RANK[input.kind], type: input.errorType, message: input.errorMessage });
      if (input.errorStack !== "") draft.errorStack = input.errorStack;
      return;
    case "job.run.skip":
      if (facts.result !== undefined) return;
      facts.result = "skip";
      facts.endMs = input.timeMs;
      facts.durationMs = 0;
      draft.skipReason = input.reason;
      return;
    case "span":
      takeSpan(draft, facts, input);
  }
}

function takeIdentity(draft: Draft, facts: FactsDraft, input: RunInput): void {
  if (draft.traceId === "") {
    draft.traceId = input.traceId;
    draft.spanId = input.spanId;
  }
  if (input.sequence !== undefined) {
    facts.firstSequence = Math.min(input.sequence, facts.firstSequence ?? Number.POSITIVE_INFINITY);
  }
  facts.firstEventMs = Math.min(input.timeMs, facts.firstEventMs ?? Number.POSITIVE_INFINITY);
  if (input.scheduledMs !== undefined) {
    draft.scheduledMs = input.scheduledMs;
    facts.slotTold = true;
  }
  if (input.delayMs !== undefined) facts.delayMs = input.delayMs;
}

/** The run with one more report. Repeats change nothing but what was last received. */
export function applyRunInput(run: Run, input: RunInput, nowMs: number): Run {
  const facts: FactsDraft = { ...(run.facts ?? EMPTY_FACTS) };
  const { criticality, trigger, attempt, maxAttempts, previousRunId } = input;
  const draft: Draft = withDefined(run, { criticality, trigger, attempt, maxAttempts, previousRunId });
  takeIdentity(draft, facts, input);
  takeByKind(draft, facts, input);
  draft.facts = facts;
  return deriveRun(run, draft, nowMs);
}
