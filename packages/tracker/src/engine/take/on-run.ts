import type { Job } from "../../model/job.ts";
import type { Run } from "../../model/run.ts";
import type { RunInput } from "../../run/apply-run-input.ts";
import { applyRunInput } from "../../run/apply-run-input.ts";
import { loseRun, reviveRun } from "../../run/lose-run.ts";
import { newRun } from "../../run/new-run.ts";
import { settleClocks } from "../../run/run-clocks.ts";
import { sameRun } from "../../run/same-run.ts";
import type { Book } from "../memory/book.ts";
import type { InstanceEntry, JobEntry } from "../memory/entries.ts";
import { jobOf } from "../memory/job-of.ts";
import { keepRun } from "../memory/keep-run.ts";
import { matchRun } from "./match-run.ts";

/** Beats missing before a run that lives elsewhere is taken to be lost, and the slack beside. */
const RUN_BEATS_MISSED = 2;
const RUN_BEAT_SLACK_MS = 5_000;

export interface HeardRun {
  readonly input: RunInput;
  /** Newer, by number, than all that its process sent before. */
  readonly fresh: boolean;
}

/** A start that is newer than all we have seen of its process cannot be a repeat: no need to ask the archive. */
const isFirstWord = ({ input, fresh }: HeardRun): boolean => fresh && input.kind === "job.run.start";

function lookUp(book: Book, heard: HeardRun, key: string): Run | undefined {
  const held = book.openRuns.get(key) ?? book.closedRuns.get(key);
  return held !== undefined || isFirstWord(heard) ? held : book.options.archive.findRun(key);
}

/** A run began in a process that is known to have ended since. */
function isOrphan(run: Run, { instance }: InstanceEntry): boolean {
  if (run.state !== "running" || run.facts?.beatIntervalMs !== undefined) return false;
  if (instance.state === "dead") return true;
  const startMs = run.startMs ?? run.facts?.firstEventMs ?? Number.POSITIVE_INFINITY;
  return (instance.incarnations ?? 1) > 1 && startMs < instance.processStartMs;
}

/** A run that lives elsewhere may outlive the process that speaks for it; what was said before that one's death may not. */
function outlives(run: Run, input: RunInput, { instance }: InstanceEntry): boolean {
  const elsewhere = input.kind === "job.run.heartbeat" && run.facts?.beatIntervalMs !== undefined;
  return elsewhere && (instance.state !== "dead" || input.timeMs > (instance.foundDeadMs ?? 0));
}

/** What the run itself says outweighs a verdict that was reached by silence. */
function revive(book: Book, run: Run, { input, entry }: { input: RunInput; entry: InstanceEntry }): Run {
  const { lostCause, endMs = 0 } = run;
  const alive = input.kind === "job.run.heartbeat" || input.kind === "job.run.progress";
  if (lostCause === undefined || !alive || input.timeMs <= endMs) return run;
  const ofProcess = lostCause === "process_dead" || lostCause === "process_lost";
  return ofProcess && !outlives(run, input, entry) ? run : reviveRun(run, book.nowMs, "run_heard");
}

function watchBeats(book: Book, run: Run, input: RunInput): void {
  if (input.kind !== "job.run.heartbeat" || run.state !== "running") return;
  book.armClock(`b|${run.key}`, RUN_BEATS_MISSED * input.intervalMs + RUN_BEAT_SLACK_MS);
}

function noteSource(book: Book, job: JobEntry, input: RunInput): void {
  const spansOnly = input.kind === "span" && (job.job.spansOnly ?? true);
  if (spansOnly !== (job.job.spansOnly ?? true) || (spansOnly && job.job.spansOnly === undefined)) {
    const patch: Partial<Job> = { spansOnly };
    book.patchJob(job, patch);
  }
}

export function onRun(book: Book, entry: InstanceEntry, heard: HeardRun): void {
  const { input } = heard;
  const job = jobOf(book, entry.service, input);
  noteSource(book, job, input);
  const key = book.runKeyOf(input.serviceId, input.runId);
  const before = lookUp(book, heard, key);
  const base = before ?? newRun(key, input, { job: job.job, instanceKey: entry.instance.key, nowMs: book.nowMs });
  const matched = matchRun(book, job, applyRunInput(revive(book, base, { input, entry }), input, book.nowMs));
  let run = settleClocks(matched, job.job);
  if (isOrphan(run, entry)) {
    const endMs = entry.instance.lastEventMs ?? 0;
    run = loseRun(run, { cause: "process_dead", certain: true, nowMs: book.nowMs, endMs });
  }
  watchBeats(book, run, input);
  if (before === undefined || !sameRun(before, run)) keepRun(book, before, run);
}
