import type { RunState } from "@jobscope/tracker";

import type { DurationSummary, RunFigures } from "../../port/metrics.ts";
import { type DurationCounts, durationPercentiles, emptyDurations } from "../../rollup/duration-histogram.ts";
import { addDurations } from "../../rollup/packed-durations.ts";
import { numberOf, type Row, textOf } from "../database/row.ts";
import { STARTED } from "../rows/run-rollups.ts";
import { RUN_STATES, stateOf } from "../rows/states.ts";

/**
 * Counts of one owner, added up by step and state: one range of the primary key. Packed histograms one after the other are
 * the histogram of all, so they are joined, as hexadecimal text because SQLite joins no bytes. Arguments: width of a
 * bucket, beginning and length of the first step (ms), resolution, owner kind and number, first bucket, end.
 */
export const ROLLUPS_IN_STEPS: string = `SELECT CAST((bucket * ? - ?) / ? AS INTEGER) AS step, state, sum(runs) AS runs,
  sum(timed_runs) AS timed_runs, sum(duration_ms) AS duration_ms, sum(delayed_runs) AS delayed_runs,
  sum(delay_ms) AS delay_ms, group_concat(hex(durations), '') AS durations FROM run_rollups
  WHERE resolution = ? AND owner_kind = ? AND owner_id = ? AND bucket >= ? AND bucket < ? AND state <= ${STARTED}
  GROUP BY step, state`;

/** Sums rows of {@link ROLLUPS_IN_STEPS}. */
export class RunTally {
  readonly #byState = new Map<number, number>();
  #started = 0;
  #timed = 0;
  #durationMs = 0;
  #delayed = 0;
  #delayMs = 0;
  #durations: DurationCounts | undefined;

  get started(): number {
    return this.#started;
  }

  get ended(): number {
    return [...this.#byState.values()].reduce((sum, runs) => sum + runs, 0);
  }

  add(row: Row): void {
    const state = numberOf(row, "state");
    const runs = numberOf(row, "runs");
    if (state === STARTED) {
      this.#started += runs;
      return;
    }
    this.#byState.set(state, (this.#byState.get(state) ?? 0) + runs);
    this.#delayed += numberOf(row, "delayed_runs");
    this.#delayMs += numberOf(row, "delay_ms");
    const timed = numberOf(row, "timed_runs");
    if (timed === 0) return;
    this.#timed += timed;
    this.#durationMs += numberOf(row, "duration_ms");
    this.#durations ??= emptyDurations();
    addDurations(this.#durations, Buffer.from(textOf(row, "durations"), "hex"));
  }

  figures(): RunFigures {
    const byState: Partial<Record<RunState, number>> = {};
    for (const [state, runs] of this.#byState) if (runs !== 0) byState[stateOf(RUN_STATES, state)] = runs;
    return {
      byState,
      durations: this.durations(),
      averageDelayMs: this.#delayed > 0 ? this.#delayMs / this.#delayed : undefined,
      started: this.#started,
    };
  }

  durations(): DurationSummary | undefined {
    if (this.#timed <= 0 || this.#durations === undefined) return undefined;
    const averageMs = this.#durationMs / this.#timed;
    const percentiles = durationPercentiles(this.#durations, [0.5, 0.9, 0.95, 0.99]);
    if (percentiles === undefined) return undefined;
    // Of a single run the average is the duration itself; below a millisecond the histogram does not tell durations apart.
    const fitted = (ms: number): number => (this.#timed === 1 || (ms < 1 && averageMs < ms) ? averageMs : ms);
    const [p50Ms, p90Ms, p95Ms, p99Ms] = percentiles;
    return {
      count: this.#timed,
      averageMs,
      p50Ms: fitted(p50Ms),
      p90Ms: fitted(p90Ms),
      p95Ms: fitted(p95Ms),
      p99Ms: fitted(p99Ms),
    };
  }
}
