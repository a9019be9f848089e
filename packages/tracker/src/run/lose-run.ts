import type { LostCause, Run } from "../model/run.ts";
import { addRevision } from "./derive-run.ts";

export interface LostVerdict {
  readonly cause: LostCause;
  readonly certain: boolean;
  readonly nowMs: number;
  /** When the run is taken to have ended, in the sender's time. */
  readonly endMs: number;
}

export const LOST_ERROR_TYPE = "lost";

/** The process did not report the end of this run and, as far as we can tell, will not. */
export function loseRun(run: Run, verdict: LostVerdict): Run {
  const open = run.state === "running" || run.provisional;
  if (!open || (run.lostCause === verdict.cause && run.provisional === !verdict.certain)) return run;
  const endMs = Math.max(verdict.endMs, run.startMs ?? 0);
  return {
    ...run,
    state: "error",
    provisional: !verdict.certain,
    lostCause: verdict.cause,
    // An exception that was seen before the silence says more than the silence.
    errorType: run.facts?.errorTypeRank === undefined ? LOST_ERROR_TYPE : (run.errorType ?? LOST_ERROR_TYPE),
    endMs,
    revisions: run.state === "running" ? run.revisions : addRevision(run, revisionOf(run, verdict)),
  };
}

const revisionOf = (run: Run, verdict: LostVerdict): Run["revisions"][number] => ({
  atMs: verdict.nowMs,
  from: run.state,
  to: "error",
  cause: verdict.cause,
});

/** The 15 minutes are over, and nothing came. */
export function makeLostCertain(run: Run): Run {
  return run.provisional ? { ...run, provisional: false } : run;
}

/** Something of the run or its process arrived: it is running, as before. */
export function reviveRun(run: Run, nowMs: number, cause: string): Run {
  if (run.lostCause === undefined) return run;
  const { lostCause: _cause, endMs: _end, errorType, ...rest } = run;
  const revived: Run = {
    ...rest,
    state: "running",
    provisional: false,
    revisions: addRevision(run, { atMs: nowMs, from: run.state, to: "running", cause }),
  };
  return run.facts?.errorTypeRank === undefined || errorType === undefined ? revived : { ...revived, errorType };
}
