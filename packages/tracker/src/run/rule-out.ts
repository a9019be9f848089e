import type { ProcessHeartbeatEvent } from "../model/job-event.ts";
import type { Run } from "../model/run.ts";

export type RuledOut = { readonly kind: "active" | "first" | "twice" | "silent"; readonly run: Run };

/** A beat says nothing about a run that began after it. */
function beganBefore(run: Run, beat: ProcessHeartbeatEvent): boolean {
  const sequence = run.facts?.firstSequence;
  if (sequence !== undefined && beat.sequence !== undefined) return sequence < beat.sequence;
  return (run.startMs ?? Number.POSITIVE_INFINITY) < beat.timeMs;
}

/**
 * What the list of active runs in a beat says about a run that we take to be running. One list without it may have
 * crossed its end event; the second one cannot.
 */
export function ruleOut(run: Run, beat: ProcessHeartbeatEvent, active: ReadonlySet<string>): RuledOut {
  const { ruledOutBeat, beatIntervalMs, ...facts } = run.facts ?? {};
  if (beatIntervalMs !== undefined || !beganBefore(run, beat)) return { kind: "silent", run };
  if (active.has(run.runId)) {
    return { kind: "active", run: ruledOutBeat === undefined ? run : { ...run, facts } };
  }
  if (ruledOutBeat === undefined) {
    return { kind: "first", run: { ...run, facts: { ...facts, ruledOutBeat: beat.heartbeatSequence } } };
  }
  return { kind: beat.heartbeatSequence > ruledOutBeat ? "twice" : "silent", run };
}
