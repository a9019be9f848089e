import { MIN_SLOT_PERIOD_MS } from "@jobscope/semconv";

const DEFAULT_START_MARGIN_MS = 60_000;
const MAX_EARLY_TOLERANCE_MS = 60_000;

export interface SlotWindow {
  readonly instantMs: number;
  readonly startMarginMs: number;
  readonly earlyToleranceMs: number;
}

export interface DeclaredTimes {
  /** Ascending. */
  readonly nextTimesMs: readonly number[];
  readonly declaredMs: number;
  readonly startMarginMs?: number;
  readonly earlyToleranceMs?: number;
}

/** Distance to the slot after this one, else from the one before it, else twice the time since the declaration. */
function periodAt(times: readonly number[], index: number, declaredMs: number): { next?: number; near: number } {
  const at = times[index] ?? 0;
  const after = times[index + 1];
  if (after !== undefined) return { next: after - at, near: after - at };
  const before = times[index - 1];
  if (before !== undefined) return { next: at - before, near: at - before };
  return { near: Math.max(0, at - declaredMs) };
}

/**
 * When a start meets each declared slot. Margin: as declared, else 60 s, or half the time to the next slot if less.
 * Early tolerance: as declared, else 60 s, or a quarter of the period if less.
 */
export function windowsOf(declared: DeclaredTimes): readonly SlotWindow[] {
  const { nextTimesMs, declaredMs, startMarginMs, earlyToleranceMs } = declared;
  return nextTimesMs.map((instantMs, index) => {
    const { next, near } = periodAt(nextTimesMs, index, declaredMs);
    return {
      instantMs,
      startMarginMs: startMarginMs ?? Math.min(DEFAULT_START_MARGIN_MS, (next ?? Number.POSITIVE_INFINITY) / 2),
      earlyToleranceMs: earlyToleranceMs ?? Math.min(MAX_EARLY_TOLERANCE_MS, near / 4),
    };
  });
}

/** A schedule so dense that its process, not the monitor, keeps count of misses. */
export function isDense(nextTimesMs: readonly number[]): boolean {
  return nextTimesMs.some((atMs, index) => index > 0 && atMs - (nextTimesMs[index - 1] ?? 0) < MIN_SLOT_PERIOD_MS);
}

/** The one distance between all of at least three instants, or undefined. */
export function evenPeriodOf(timesMs: readonly number[]): number | undefined {
  const [first, second] = timesMs;
  if (first === undefined || second === undefined || timesMs.length < 3) return undefined;
  const periodMs = second - first;
  return timesMs.every((atMs, index) => atMs === first + index * periodMs) ? periodMs : undefined;
}

/** The first of these instants that is yet to come; those at one even distance carry on beyond the last. */
export function nextOf(timesMs: readonly number[], nowMs: number): number | undefined {
  const named = timesMs.find((atMs) => atMs > nowMs);
  const lastMs = timesMs.at(-1);
  const periodMs = evenPeriodOf(timesMs);
  if (named !== undefined || lastMs === undefined || !(periodMs !== undefined && periodMs > 0)) return named;
  return lastMs + (Math.floor((nowMs - lastMs) / periodMs) + 1) * periodMs;
}
