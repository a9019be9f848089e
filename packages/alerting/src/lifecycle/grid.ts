import { hashOf } from "../model/labels.ts";

/** Exact instants at which rules are judged: `phaseMs + k * intervalMs`, whenever somebody gets round to it. */
export interface Grid {
  readonly intervalMs: number;
  readonly phaseMs: number;
}

/** Spreads groups over their interval. Rules of one group share a phase: later ones see what earlier ones concluded. */
export function phaseOf(group: string, intervalMs: number): number {
  return Number(BigInt(`0x${hashOf(group)}`) % BigInt(intervalMs));
}

/** The newest slot at or before `nowMs`. */
export function slotAt({ intervalMs, phaseMs }: Grid, nowMs: number): number {
  return Math.floor((nowMs - phaseMs) / intervalMs) * intervalMs + phaseMs;
}

/** The first slot after `afterMs`. */
export function slotAfter(grid: Grid, afterMs: number): number {
  return slotAt(grid, afterMs) + grid.intervalMs;
}

export interface GridClock {
  /** The slot to evaluate now, once; undefined where it has been. Slots that passed meanwhile are skipped. */
  due(nowMs: number): number | undefined;
  /** When {@link due} has something next. */
  nextMs(nowMs: number): number;
}

/** A clock that goes back by more than this was wrong before. */
export const CLOCK_SET_BACK_MS = 60_000;

/**
 * Walks a grid, from the first slot after `startMs`, with a clock that may jump. Forwards: one evaluation, of the newest slot.
 * Back a little: waits, no slot is evaluated twice. Back by more than {@link CLOCK_SET_BACK_MS} and an interval: waiting until it
 * is as late again would be blindness, so it goes on at the first slot after the correction.
 */
export function createGridClock(grid: Grid, startMs: number): GridClock {
  const patienceMs = Math.max(CLOCK_SET_BACK_MS, grid.intervalMs);
  let last = slotAt(grid, startMs);
  const rebase = (nowMs: number): void => {
    if (last - nowMs > patienceMs) last = slotAt(grid, nowMs);
  };
  return {
    due(nowMs) {
      rebase(nowMs);
      const slot = slotAt(grid, nowMs);
      if (slot <= last) return undefined;
      last = slot;
      return slot;
    },
    nextMs(nowMs) {
      rebase(nowMs);
      return slotAfter(grid, last);
    },
  };
}
