import type { Instance } from "../model/job.ts";
import type { ProcessHeartbeatEvent } from "../model/job-event.ts";

const MAX_KEPT = 8;
const SILENCE_SLACK_MS = 5_000;

export interface Beats {
  readonly beats: NonNullable<Instance["beats"]>;
  readonly silences: NonNullable<Instance["silences"]>;
}

/**
 * The newest beats with one more, and the silences between two that follow each other by number but not in time: the
 * process was suspended, or its loop blocked. Beats in between that are merely late leave no silence.
 */
export function addBeat({ beats, silences }: Beats, event: ProcessHeartbeatEvent): Beats {
  const { heartbeatSequence: sequence, timeMs, intervalMs } = event;
  if (beats.some(([known]) => known === sequence)) return { beats, silences };
  const next = [...beats, [sequence, timeMs] as const].toSorted((a, b) => a[0] - b[0]).slice(-MAX_KEPT);
  const before = beats.find(([known]) => known === sequence - 1);
  const after = beats.find(([known]) => known === sequence + 1);
  const found = [
    { fromMs: before?.[1] ?? timeMs, toMs: timeMs },
    { fromMs: timeMs, toMs: after?.[1] ?? timeMs },
  ].filter(({ fromMs, toMs }) => toMs - fromMs > 2 * intervalMs + SILENCE_SLACK_MS);
  return { beats: next, silences: found.length === 0 ? silences : [...silences, ...found].slice(-MAX_KEPT) };
}
