import type { ProcessHeartbeatEvent } from "../model/job-event.ts";
import type { Instance, Silence } from "../model/job.ts";

const MAX_KEPT = 8;
const SILENCE_SLACK_MS = 5_000;
const DAY_MS = 86_400_000;

export interface Beats {
  readonly beats: NonNullable<Instance["beats"]>;
  readonly silences: NonNullable<Instance["silences"]>;
}

type Beat = Beats["beats"][number];

const longestPause = (intervalMs: number): number => 2 * intervalMs + SILENCE_SLACK_MS;

/** A silence between two beats that follow each other by number, or nothing. */
function silenceBetween(before: Beat | undefined, after: Beat | undefined, intervalMs: number): readonly Silence[] {
  if (before === undefined || after === undefined) return [];
  const [fromMs, toMs] = [before[1], after[1]];
  if (toMs - fromMs <= longestPause(intervalMs)) return [];
  return [{ fromMs, toMs, blocked: after[2] >= (toMs - fromMs) / 2 }];
}

/** Whether receipt told its clock: two beats agreed, or it was so far behind that nothing else explains it. */
const wasTold = ({ skewSteady, clockSkewMs }: Instance): boolean => skewSteady === true || clockSkewMs < -DAY_MS;

/**
 * Whether the sender's clock was set forward before this beat: it followed the one before it within its interval, its
 * time did not, and no block explains that. Beats before it with a skew of their own each were a backlog that drained,
 * of which receipt tells nothing.
 */
export function isClockSetForward(instance: Instance, event: ProcessHeartbeatEvent, nowMs: number): boolean {
  const { heartbeatSequence, timeMs, intervalMs, longestBlockMs } = event;
  const before = instance.beats?.find(([sequence]) => sequence === heartbeatSequence - 1);
  if (before === undefined || instance.heartbeatSequence !== before[0] || !wasTold(instance)) return false;
  const toldMs = timeMs - before[1];
  const receivedMs = toldMs - (timeMs - nowMs - instance.clockSkewMs);
  const pauseMs = longestPause(intervalMs);
  return toldMs > pauseMs && receivedMs <= pauseMs && longestBlockMs < toldMs / 2;
}

/** How far the clock was set forward since then; time that did not pass for a run. */
export function jumpedSince({ silences }: Instance, sinceMs: number): number {
  if (silences === undefined) return 0;
  return silences.reduce((sum, { fromMs, toMs, clockSet }) => {
    return clockSet === true && toMs > sinceMs ? sum + toMs - Math.max(fromMs, sinceMs) : sum;
  }, 0);
}

/**
 * The newest beats with one more, and the silences between two that follow each other by number but not in time: the
 * process was suspended, or its loop blocked. Beats in between that are merely late leave no silence.
 */
export function addBeat({ beats, silences }: Beats, event: ProcessHeartbeatEvent, clockSet: boolean): Beats {
  const { heartbeatSequence: sequence, timeMs, intervalMs, longestBlockMs } = event;
  if (beats.some(([known]) => known === sequence)) return { beats, silences };
  const beat: Beat = [sequence, timeMs, longestBlockMs];
  const next = [...beats, beat].toSorted((a, b) => a[0] - b[0]).slice(-MAX_KEPT);
  const found = [
    ...silenceBetween(
      beats.find(([known]) => known === sequence - 1),
      beat,
      intervalMs,
    ).map((silence) => (clockSet ? { ...silence, clockSet } : silence)),
    ...silenceBetween(
      beat,
      beats.find(([known]) => known === sequence + 1),
      intervalMs,
    ),
  ];
  return { beats: next, silences: found.length === 0 ? silences : [...silences, ...found].slice(-MAX_KEPT) };
}
