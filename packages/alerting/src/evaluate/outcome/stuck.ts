import type { JobView, OpenRun } from "../../series/outcome/job-view.ts";
import { capital, instantOf, lengthOf, runOf } from "../words.ts";
import { endedRun } from "./ended-run.ts";
import type { JobLook, JudgeJob } from "./job-evaluator.ts";
import { jobEvidence, openRunEvidence, traitsOf } from "./run-evidence.ts";
import { clear } from "./verdict.ts";

interface Overrun {
  readonly run: OpenRun;
  readonly startMs: number;
  readonly runtimeMs: number;
  /** When it exceeded its limit. */
  readonly sinceMs: number;
}

/** How long the clock of its process jumped over since it began: time that did not pass for the run. */
function jumpedMs(look: JobLook, run: OpenRun, startMs: number): number {
  const silences = look.facts.instance(run.instanceKey)?.instance.silences ?? [];
  return silences.reduce((sum, { fromMs, toMs, clockSet }) => {
    return clockSet === true && toMs > startMs ? sum + toMs - Math.max(fromMs, startMs) : sum;
  }, 0);
}

/** Longer than allowed, in the time of its own process. */
function overrunOf(
  run: OpenRun,
  look: JobLook,
  limit: { readonly ms: number; readonly own: boolean },
): Overrun | undefined {
  const { startMs, stuckMs } = run;
  if (startMs === undefined) return undefined;
  const jumped = jumpedMs(look, run, startMs);
  const runtimeMs = Math.max(0, look.facts.senderMs(run.instanceKey, look.atMs) - startMs - jumped);
  // The tracker has judged the job's own limit already, by the same clock; if that was not a shorter one at the time.
  const isJudged = limit.own && stuckMs !== undefined && stuckMs >= startMs + limit.ms;
  const over = isJudged || runtimeMs > limit.ms;
  return over
    ? { run, startMs, runtimeMs: Math.max(runtimeMs, limit.ms), sinceMs: startMs + limit.ms + jumped }
    : undefined;
}

/** The longest of those that run for too long; `"in_doubt"` where one of them belongs to a silent process. */
function longest(job: JobView, look: JobLook, limit: { ms: number; own: boolean }): Overrun | "in_doubt" | undefined {
  let worst: Overrun | undefined;
  let inDoubt = false;
  for (const run of job.openRuns.values()) {
    const overrun = overrunOf(run, look, limit);
    if (overrun === undefined) continue;
    if (run.inDoubt) inDoubt = true;
    else if (worst === undefined || overrun.runtimeMs > worst.runtimeMs) worst = overrun;
  }
  return worst ?? (inDoubt ? "in_doubt" : undefined);
}

/** A run that goes on for longer than its job allows, or than `runtimeMs` where the job does not say. Value: seconds. */
export function judgeStuck(runtimeMs: number): JudgeJob {
  return (job, look) => {
    if (job.openRuns.size === 0) return endedRun(job);
    const limit = { ms: job.maxRuntimeMs ?? runtimeMs, own: job.maxRuntimeMs !== undefined };
    const overrun = longest(job, look, limit);
    const whose = limit.own ? "the job's maximum runtime" : "the threshold";
    if (overrun === undefined)
      return clear(() => ({ reason: `what still runs is within ${whose} of ${lengthOf(limit.ms)}` }));
    if (overrun === "in_doubt") return { kind: "unknown" };
    const length = lengthOf(overrun.runtimeMs);
    return {
      kind: "holds",
      value: overrun.runtimeMs / 1000,
      sinceMs: overrun.sinceMs,
      evidence: {
        ...jobEvidence(job),
        ...openRunEvidence(overrun.run),
        firstMs: overrun.startMs,
        lastMs: overrun.startMs + overrun.runtimeMs,
        finding: `${capital(runOf(overrun.run.runId))} has been running for ${length}, longer than ${whose} of ${lengthOf(limit.ms)}; it started at ${instantOf(overrun.startMs)}.`,
      },
      traits: traitsOf(job),
    };
  };
}
