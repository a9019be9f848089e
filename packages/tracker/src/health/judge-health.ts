import type { Job, JobHealth } from "../model/job.ts";

/** What health needs to know beside the job itself. */
export interface HealthFacts {
  readonly overrunningRuns: number;
  /** Runs that seem lost but may yet be heard of. */
  readonly provisionalRuns: number;
  /** Why nobody that lives declares it. */
  readonly absence: "stopped" | "silent" | "telemetry_stopped" | undefined;
}

export interface HealthVerdict {
  readonly health: JobHealth;
  readonly reason: string;
}

const at = (ms: number): string => new Date(ms).toISOString();
const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

function judgeSwitches(job: Job): HealthVerdict | undefined {
  if (job.retiredMs !== undefined) {
    const why = { removed: "it was removed from its scheduler", replaced: "the deployed code no longer declares it" };
    const reason =
      job.retiredBy === "admin" || job.retiredBy === undefined ? "an admin retired it" : why[job.retiredBy];
    return { health: "retired", reason: `Retired at ${at(job.retiredMs)}: ${reason}.` };
  }
  if (job.pausedSinceMs !== undefined) {
    return { health: "paused", reason: `Paused since ${at(job.pausedSinceMs)}.` };
  }
  return undefined;
}

function judgeRuns(job: Job, facts: HealthFacts): HealthVerdict | undefined {
  if (facts.overrunningRuns > 0) {
    const runs = plural(facts.overrunningRuns, "run");
    return { health: "overrunning", reason: `${runs} past the maximum runtime or the finish-by time.` };
  }
  if (job.consecutiveFailures > 0) {
    const failures =
      job.consecutiveFailures === 1 ? "The last run failed" : `The last ${job.consecutiveFailures} runs failed`;
    const success = job.lastSuccessMs === undefined ? "it never succeeded" : `last success at ${at(job.lastSuccessMs)}`;
    return { health: "failing", reason: `${failures}; ${success}.` };
  }
  return undefined;
}

const ABSENCES = {
  stopped: undefined,
  silent: "The process that runs it has fallen silent.",
  telemetry_stopped: "No process that would run it reports any more.",
} as const;

function judgeAbsence(facts: HealthFacts): HealthVerdict | undefined {
  const reason = facts.absence === undefined ? undefined : ABSENCES[facts.absence];
  if (reason !== undefined) return { health: "unknown", reason };
  if (facts.provisionalRuns === 0) return undefined;
  return { health: "unknown", reason: `${plural(facts.provisionalRuns, "run")} not heard of any more.` };
}

function judgeSlots(job: Job): HealthVerdict | undefined {
  const missed = job.troubles?.find(({ kind }) => kind === "missed");
  if (missed !== undefined) {
    const cause = missed.cause === undefined ? "" : ` (${missed.cause})`;
    return { health: "missing", reason: `Did not start at ${at(missed.instantMs)}${cause}.` };
  }
  const late = job.troubles?.[0];
  return late === undefined ? undefined : { health: "late", reason: `Started late for ${at(late.instantMs)}.` };
}

/** The health of a job: the first that applies of retired, paused, overrunning, failing, missing, unknown, late, new, healthy. */
export function judgeHealth(job: Job, facts: HealthFacts): HealthVerdict {
  const slots = judgeSlots(job);
  const trouble =
    judgeSwitches(job) ??
    judgeRuns(job, facts) ??
    (slots?.health === "missing" ? slots : undefined) ??
    judgeAbsence(facts) ??
    slots;
  if (trouble !== undefined) return trouble;
  const note = job.spansOnly === true ? " Known from spans alone: no live view, no lost runs." : "";
  const tried = job.recent.some(({ state, awaitsRetry }) => state === "success" && awaitsRetry !== true);
  if (tried || job.lastSuccessMs !== undefined) return { health: "healthy", reason: `The last run succeeded.${note}` };
  return { health: "new", reason: `No run has finished yet.${note}` };
}
