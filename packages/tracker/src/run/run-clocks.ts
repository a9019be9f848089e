import type { Job } from "../model/job.ts";
import type { Run } from "../model/run.ts";
import { withDefined } from "../model/with-defined.ts";

/** A running run longer than this is stuck, where the job declares no `job.max_runtime`. */
export const DEFAULT_MAX_RUNTIME_MS: number = 2 * 3_600_000;

export interface RunClocks {
  readonly stuckAtMs: number | undefined;
  readonly overdueAtMs: number | undefined;
}

/** `jumpedMs`: time that its process's clock passed over since the run began, without letting it pass. */
function limitsOf(run: Run, job: Job, jumpedMs = 0): RunClocks {
  const startMs = run.startMs ?? run.facts?.firstEventMs;
  const hasDeadline = run.scheduledMs !== undefined && job.finishByMs !== undefined;
  return {
    stuckAtMs: startMs === undefined ? undefined : startMs + (job.maxRuntimeMs ?? DEFAULT_MAX_RUNTIME_MS) + jumpedMs,
    overdueAtMs: hasDeadline ? run.scheduledMs + job.finishByMs : undefined,
  };
}

/** The two clocks of a running run that have not struck yet, in the sender's time. */
export function clocksOf(run: Run, job: Job, jumpedMs = 0): RunClocks {
  const { stuckAtMs, overdueAtMs } = limitsOf(run, job, jumpedMs);
  return {
    stuckAtMs: run.stuckMs === undefined ? stuckAtMs : undefined,
    overdueAtMs: run.overdueMs === undefined ? overdueAtMs : undefined,
  };
}

/** The earlier of the two, or undefined when both have struck or do not apply. */
export function nextClockOf(run: Run, job: Job, jumpedMs = 0): number | undefined {
  const { stuckAtMs, overdueAtMs } = clocksOf(run, job, jumpedMs);
  if (stuckAtMs === undefined || overdueAtMs === undefined) return stuckAtMs ?? overdueAtMs;
  return Math.min(stuckAtMs, overdueAtMs);
}

/** The run with the clocks that have struck by `feedMs`; each strikes once. */
export function strikeClocks(
  run: Run,
  job: Job,
  { feedMs, jumpedMs = 0 }: { readonly feedMs: number; readonly jumpedMs?: number },
): Run {
  if (run.state !== "running") return run;
  const { stuckAtMs, overdueAtMs } = clocksOf(run, job, jumpedMs);
  const stuck = stuckAtMs !== undefined && feedMs >= stuckAtMs;
  const overdue = overdueAtMs !== undefined && feedMs >= overdueAtMs;
  if (!stuck && !overdue) return run;
  return { ...run, ...(stuck && { stuckMs: stuckAtMs }), ...(overdue && { overdueMs: overdueAtMs }) };
}

/**
 * The clocks of a run whose end was reported: its own times say what struck, whatever was seen in between. A late end
 * event takes back what its lateness had brought about.
 */
export function settleClocks(run: Run, job: Job): Run {
  if (run.state === "running" || run.lostCause !== undefined || run.state === "skip" || run.endMs === undefined)
    return run;
  const { stuckAtMs, overdueAtMs } = limitsOf(run, job);
  const stuckMs = stuckAtMs !== undefined && run.endMs > stuckAtMs ? stuckAtMs : undefined;
  const overdueMs = overdueAtMs !== undefined && run.endMs > overdueAtMs ? overdueAtMs : undefined;
  if (stuckMs === run.stuckMs && overdueMs === run.overdueMs) return run;
  const { stuckMs: _stuck, overdueMs: _overdue, ...rest } = run;
  return withDefined(rest, { stuckMs, overdueMs });
}
