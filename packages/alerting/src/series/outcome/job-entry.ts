import type { JobCriticality } from "@jobscope/semconv";
import type { Job, JobId, RunKey, RunOutcome, ServiceId, ServiceIdentity } from "@jobscope/tracker";

import type { FailedRun, JobView, LastOutcome, OpenRun, Streak, TimedDuration, TroubledSlot } from "./job-view.ts";
import { OutcomeWindow } from "./outcome-window.ts";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A {@link JobView} as it is kept: written in place. */
export interface JobEntry extends Writable<
  Omit<JobView, "failureMs" | "outcomes" | "openRuns" | "durations" | "failures">
> {
  readonly outcomes: OutcomeWindow;
  readonly openRuns: Map<RunKey, OpenRun>;
  readonly durations: TimedDuration[];
  readonly failures: FailedRun[];
  /** Slots that went wrong by their keys, oldest first. */
  readonly slots: Map<string, TroubledSlot>;
  /** The last outcomes as the tracker lists them, newest first. */
  recent: readonly RunOutcome[];
  /** Fingerprint of its last failure, while that is its last outcome. */
  sharedError: string | undefined;
  failureMs(n: number): number | undefined;
}

interface NewJob {
  readonly id: JobId;
  readonly serviceId: ServiceId;
  readonly service: ServiceIdentity;
  readonly name: string;
  readonly criticality: JobCriticality;
  readonly source: "events" | "metrics";
}

const NO_STREAK: Streak | undefined = undefined;
const NO_OUTCOME: LastOutcome | undefined = undefined;
const NO_REASON: Job["retiredBy"] | undefined = undefined;

export function newJobEntry(job: NewJob): JobEntry {
  const entry: JobEntry = {
    ...job,
    group: "",
    owner: "",
    maxRuntimeMs: undefined,
    pausedSinceMs: undefined,
    retiredMs: undefined,
    retiredBy: NO_REASON,
    streak: NO_STREAK,
    endedStreak: NO_STREAK,
    lastSuccess: NO_OUTCOME,
    newest: NO_OUTCOME,
    failures: [],
    outcomes: new OutcomeWindow(),
    durations: [],
    openRuns: new Map(),
    slots: new Map(),
    troubles: [],
    lastOnTimeMs: undefined,
    recent: [],
    sharedError: undefined,
    failureMs: (n) => failureMs(entry, n),
  };
  return entry;
}

/** The row of failures in {@link JobEntry.recent}, newest first; a cancelled run neither ends nor lengthens it. */
export function* rowOf(recent: readonly RunOutcome[]): Generator<RunOutcome> {
  for (const outcome of recent) {
    if (outcome.state === "success") return;
    if (outcome.state !== "cancellation" && outcome.awaitsRetry !== true) yield outcome;
  }
}

function failureMs(entry: JobEntry, n: number): number | undefined {
  if (entry.streak === undefined || n > entry.streak.count) return undefined;
  if (n === 1) return entry.streak.firstMs;
  return [...rowOf(entry.recent)][entry.streak.count - n]?.endMs;
}
