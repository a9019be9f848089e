/** A point of a running counter: what it was at `timeMs`, and since when it counts. */
export interface CounterState {
  readonly timeMs: number;
  readonly startMs: number;
  readonly value: number;
}

/** Events of a counter's life, from which both temporalities are made. */
export interface Life {
  /** Increments of the intervals between exports; "restart" begins a new run with the next one. */
  readonly steps: readonly (number | "restart")[];
}

export interface Played {
  readonly cumulative: readonly CounterState[];
  readonly deltas: readonly CounterState[];
}

/** Plays a counter's life with an export per interval. A restart takes half an interval. */
export function play({ steps }: Life, startMs: number, intervalMs: number): Played {
  const cumulative: CounterState[] = [];
  const deltas: CounterState[] = [];
  let since = startMs;
  let now = startMs;
  let value = 0;
  for (const step of steps) {
    if (step === "restart") {
      now += intervalMs / 2;
      since = now;
      value = 0;
      continue;
    }
    value += step;
    deltas.push({ startMs: now, timeMs: now + intervalMs, value: step });
    now += intervalMs;
    cumulative.push({ startMs: since, timeMs: now, value });
  }
  return { cumulative, deltas };
}

/** Sum of the deltas whose time is within (at − window, at]: what counting means. */
export function naiveCount(deltas: readonly CounterState[], atMs: number, windowMs: number): number {
  let count = 0;
  for (const { timeMs, value } of deltas) if (timeMs > atMs - windowMs && timeMs <= atMs) count += value;
  return count;
}
