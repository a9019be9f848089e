import type { Run, RunState, Slot, SlotState } from "@jobscope/tracker";

import type { CalendarSpan, DurationSummary, RunFigures, RunSeries, RunSeriesQuery } from "../../src/port/metrics.ts";

/** What the store answers from its counts, counted again from the runs and slots themselves. */

const QUARTER = 900_000;

const isIn = (atMs: number, [fromMs, toMs]: readonly [number, number]): boolean => atMs >= fromMs && atMs < toMs;
const startOf = (run: Run): number => run.startMs ?? run.endMs ?? run.firstReceivedMs;
const endOf = (run: Run): number => (run.state === "running" ? Infinity : (run.endMs ?? startOf(run)));

function countBy<T extends string>(names: readonly T[]): Readonly<Partial<Record<T, number>>> {
  const counts: Partial<Record<T, number>> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const reported = (values: readonly (number | undefined)[]): readonly number[] =>
  values.filter((value) => value !== undefined);

export function summaryOf(values: readonly number[]): DurationSummary | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
  return {
    count: values.length,
    averageMs: average(values),
    p50Ms: at(0.5),
    p90Ms: at(0.9),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
  };
}

function figuresOf(runs: readonly Run[], range: readonly [number, number]): RunFigures {
  const ended = runs.filter((run) => isIn(endOf(run), range));
  const began = ended.filter(({ state }) => state !== "skip");
  const delays = reported(began.map((run) => run.delayMs));
  return {
    byState: countBy<RunState>(ended.map((run) => run.state)),
    durations: summaryOf(reported(began.map((run) => run.durationMs))),
    averageDelayMs: delays.length === 0 ? undefined : average(delays),
    started: runs.filter((run) => isIn(startOf(run), range)).length,
  };
}

export function recountSeries(
  runs: readonly Run[],
  { fromMs, toMs, stepMs }: RunSeriesQuery,
  nowMs: number,
): Omit<RunSeries, "resolution"> {
  const buckets = Array.from({ length: (toMs - fromMs) / stepMs }, (_, step) => {
    const range = [fromMs + step * stepMs, fromMs + (step + 1) * stepMs] as const;
    const atMs = range[1] <= nowMs ? range[1] : Infinity;
    const active = runs.filter((run) => (startOf(run) < atMs || run.state === "running") && endOf(run) >= atMs);
    const underWay = atMs === Infinity ? active : active.filter((run) => startOf(run) < atMs);
    return { fromMs: range[0], ...figuresOf(runs, range), active: underWay.length };
  });
  return { buckets, total: figuresOf(runs, [fromMs, toMs]) };
}

/** Slots without gaps. */
export function recountCalendar(
  runs: readonly Run[],
  slots: readonly Slot[],
  range: readonly [number, number],
): readonly CalendarSpan[] {
  const quarterOf = (atMs: number): number => Math.floor(atMs / QUARTER) * QUARTER;
  const within = [quarterOf(range[0]), Math.ceil(range[1] / QUARTER) * QUARTER] as const;
  const places = [...runs.map(startOf), ...slots.map((slot) => slot.instantMs)].filter((atMs) => isIn(atMs, within));
  return [...new Set(places.map(quarterOf))]
    .toSorted((a, b) => a - b)
    .map((fromMs) => {
      const quarter = [fromMs, fromMs + QUARTER] as const;
      const due = slots.filter((slot) => isIn(slot.instantMs, quarter));
      return {
        fromMs,
        slots: countBy<SlotState>(due.map((slot) => slot.state)),
        late: due.filter((slot) => slot.state === "met" && slot.late).length,
        runs: countBy<RunState>(runs.filter((run) => isIn(startOf(run), quarter)).map((run) => run.state)),
      };
    });
}
