/** A counter as it was last seen. */
export interface Counted {
  /** Start of what it counts; 0 where the sender does not say. */
  readonly startMs: number;
  readonly timeMs: number;
  readonly count: number;
  readonly sum: number;
}

export interface Increment {
  readonly count: number;
  readonly sum: number;
}

const NOTHING: Increment = { count: 0, sum: 0 };

/** What a stream began to count while we watched counts whole; what is older is where we start from. */
function first(now: Counted, watchedSinceMs: number): Increment {
  return now.startMs > 0 && now.startMs >= watchedSinceMs ? now : NOTHING;
}

/**
 * What a cumulative counter counted since it was last seen: exact, by start times. Undefined for a repeat, for a point older
 * than one that was taken, and where two writers share a stream.
 */
export function cumulativeIncrement(
  before: Counted | undefined,
  now: Counted,
  watchedSinceMs: number,
): Increment | undefined {
  if (before === undefined) return first(now, watchedSinceMs);
  if (now.timeMs <= before.timeMs) return undefined;
  if (now.startMs !== before.startMs && now.startMs !== 0 && before.startMs !== 0) {
    return now.startMs >= before.timeMs ? now : undefined;
  }
  // Less than before without another start: it began anew without saying so.
  if (now.count < before.count) return now;
  return { count: now.count - before.count, sum: now.sum - before.sum };
}

/** What a delta point adds; undefined for a repeat or an overlap. */
export function deltaIncrement(before: Counted | undefined, now: Counted): Increment | undefined {
  if (before === undefined) return now;
  const fromMs = now.startMs === 0 ? now.timeMs : now.startMs;
  return fromMs < before.timeMs || now.timeMs <= before.timeMs ? undefined : now;
}
