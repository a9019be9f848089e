import type { Cleared } from "../../model/evaluation.ts";
import type { JobView, TroubledSlot } from "../../series/outcome/job-view.ts";
import { countOf, instantOf } from "../words.ts";
import type { JudgeJob } from "./job-evaluator.ts";
import { jobEvidence, traitsOf } from "./run-evidence.ts";
import { clear } from "./verdict.ts";

const CAUSES: Readonly<Record<string, string>> = {
  not_running: "no process was running",
  blocked_loop: "the event loop was blocked",
  no_start: "its scheduler did not start it",
};

const causeOf = ({ cause }: TroubledSlot): string => (cause === undefined ? "" : `: ${CAUSES[cause] ?? cause}`);

function metAgain(job: JobView): Cleared {
  const { lastOnTimeMs } = job;
  if (lastOnTimeMs === undefined) return { reason: "the slot was met after all, or is not expected any more" };
  const reason = `the slot at ${instantOf(lastOnTimeMs)} was met`;
  return { reason, evidence: jobEvidence(job), atMs: lastOnTimeMs };
}

const range = (missed: readonly TroubledSlot[]): { firstMs: number; lastMs: number } => ({
  firstMs: Math.min(...missed.map(({ instantMs }) => instantMs)),
  lastMs: Math.max(...missed.map(({ untilMs }) => untilMs)),
});

interface Misses {
  readonly count: number;
  readonly atLeast: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

function when({ count, atLeast, firstMs, lastMs }: Misses): string {
  if (firstMs === lastMs) return `at ${instantOf(lastMs)}`;
  const between = `from ${instantOf(firstMs)} to ${instantOf(lastMs)}`;
  // A gap of which nobody can say how many starts it holds counts for one.
  return count === 1 ? between : `${count} times (threshold ${atLeast}) ${between}`;
}

/**
 * Slots missed since the last one that was met on time. The tracker calls a slot missed only once a process that lives has
 * passed it by its own time, so this waits for nothing more: where a late word of a run comes after all, the slot was met
 * late, and the alert says so as it resolves.
 */
export function judgeMissed(atLeast: number): JudgeJob {
  return (job, { remembered }) => {
    const missed = job.troubles.filter(({ kind }) => kind === "missed");
    const newest = missed[0];
    if (newest === undefined) return clear(() => metAgain(job));
    const { firstMs, lastMs } = range(missed);
    const counted = missed.reduce((sum, { count }) => sum + count, 0);
    // How many a gap stands for only the alert knows after a restart.
    const before = remembered?.evidence.lastMs === lastMs ? (remembered.evidence.count ?? 0) : 0;
    const count = Math.max(counted, before);
    if (count < atLeast)
      return clear(() => ({
        reason: `${countOf(count, "slot")} missed, below the threshold of ${atLeast}`,
      }));
    const finding = `It did not start ${when({ count, atLeast, firstMs, lastMs })}${causeOf(newest)}.`;
    return {
      kind: "holds",
      value: count,
      sinceMs: firstMs,
      evidence: { ...jobEvidence(job), firstMs, lastMs, count, finding },
      traits: traitsOf(job),
    };
  };
}
