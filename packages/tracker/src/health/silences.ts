import type { ProcessHeartbeatEvent } from "../model/job-event.ts";
import type { Instance, Silence } from "../model/job.ts";

const MAX_KEPT = 8;
const SILENCE_SLACK_MS = 5_000;

export interface Beats {
  readonly beats: NonNullable<Instance["beats"]>;
  readonly silences: NonNullable<Instance["silences"]>;
}

type Beat = Beats["beats"][number];

/** A silence between two beats that follow each other by number, or nothing. */
function silenceBetween(before: Beat | undefined, after: Beat | undefined, intervalMs: number): readonly Silence[] {
  if (before === undefined || after === undefined) return [];
  const [fromMs, toMs] = [before[1], after[1]];
  if (toMs - fromMs <= 2 * intervalMs + SILENCE_SLACK_MS) return [];
  return [{ fromMs, toMs, blocked: after[2] >= (toMs - fromMs) / 2 }];
}

/**
 * The newest beats with one more, and the silences between two that follow each other by number but not in time: the
 * process was suspended, or its loop blocked. Beats in between that are merely late leave no silence.
 */
export function addBeat({ beats, silences }: Beats, event: ProcessHeartbeatEvent): Beats {
  const { heartbeatSequence: sequence, timeMs, intervalMs, longestBlockMs } = event;
  if (beats.some(([known]) => known === sequence)) return { beats, silences };
  const beat: Beat = [sequence, timeMs, longestBlockMs];
  const next = [...beats, beat].toSorted((a, b) => a[0] - b[0]).slice(-MAX_KEPT);
  const found = [
    ...silenceBetween(
      beats.find(([known]) => known === sequence - 1),
      beat,
      intervalMs,
    ),
    ...silenceBetween(
      beat,
      beats.find(([known]) => known === sequence + 1),
      intervalMs,
    ),
  ];
  return { beats: next, silences: found.length === 0 ? silences : [...silences, ...found].slice(-MAX_KEPT) };
}
