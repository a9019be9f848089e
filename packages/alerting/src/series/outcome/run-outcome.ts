import type { Run } from "@jobscope/tracker";

/**
 * What a run is to the rules. `open`: it runs, or seems lost and may yet be heard of. `retried`: a failed attempt of a piece
 * of work that will be tried again. `none`: a skip. `cancelled` says neither good nor bad, so rates leave it out.
 */
export type RunVerdict = "open" | "good" | "bad" | "retried" | "cancelled" | "none";

function verdictOfFailure(run: Run): RunVerdict {
  const { lostCause, attempt, maxAttempts } = run;
  const willRetry =
    lostCause === undefined && attempt !== undefined && maxAttempts !== undefined && attempt < maxAttempts;
  return willRetry ? "retried" : "bad";
}

export function verdictOf(run: Run): RunVerdict {
  if (run.provisional) return "open";
  switch (run.state) {
    case "running":
      return "open";
    case "success":
      return "good";
    case "skip":
      return "none";
    case "cancellation":
      return "cancelled";
    case "failure":
    case "error":
    case "timeout":
      return verdictOfFailure(run);
  }
}

/** When its outcome came about, in the sender's time. */
export const endOf = (run: Run): number => run.endMs ?? run.startMs ?? run.lastReceivedMs;
