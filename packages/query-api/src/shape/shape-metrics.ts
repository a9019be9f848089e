import { JOB_RUN_RESULTS } from "@jobscope/semconv";
import type { DurationBaseline, DurationSummary, RunBucket, RunFigures, RunSeries, StepRange } from "@jobscope/store";

import { isoTime } from "../model/iso-time.ts";
import type {
  ActivePointResource,
  BaselineResource,
  DurationResource,
  RunFiguresResource,
  RunMetrics,
  RunPointResource,
} from "../model/metrics-resource.ts";
import { seconds, secondsOrNull } from "./scalars.ts";
import { failureRate, withZeros } from "./shape-totals.ts";

interface RunMetricsFacts {
  readonly range: StepRange;
  readonly baseline: DurationBaseline | undefined;
  readonly nowMs: number;
}

export function shapeRunMetrics(series: RunSeries, { range, baseline, nowMs }: RunMetricsFacts): RunMetrics {
  return {
    total: shapeFigures(series.total, Math.min(range.toMs, nowMs) - range.fromMs),
    baseline: baseline === undefined ? null : shapeBaseline(baseline),
    points: series.buckets.map((bucket) => shapeRunPoint(bucket, range.stepMs, nowMs)),
  };
}

/** Of the step that is not over only what has passed of it counts as time. */
export function shapeRunPoint(bucket: RunBucket, stepMs: number, nowMs: number): RunPointResource {
  return { time: isoTime(bucket.fromMs), ...shapeFigures(bucket, Math.min(stepMs, nowMs - bucket.fromMs)) };
}

export function shapeActive(series: RunSeries): readonly ActivePointResource[] {
  return series.buckets.map(({ fromMs, active }) => ({ time: isoTime(fromMs), active }));
}

function shapeFigures(figures: RunFigures, passedMs: number): RunFiguresResource {
  const byResult = withZeros(JOB_RUN_RESULTS, figures.byState);
  const ended = Object.values(byResult).reduce((sum, count) => sum + count, 0);
  return {
    by_result: byResult,
    ended,
    started: figures.started,
    failure_rate: failureRate(figures.byState),
    // A skip is the run that was not.
    runs_per_second: passedMs <= 0 ? null : (ended - (figures.byState.skip ?? 0)) / (passedMs / 1000),
    duration: figures.durations === undefined ? null : shapeDuration(figures.durations),
    average_delay_seconds: secondsOrNull(figures.averageDelayMs),
  };
}

export function shapeBaseline(baseline: DurationBaseline): BaselineResource {
  return { ...shapeDuration(baseline), since_time: isoTime(baseline.sinceMs) };
}

function shapeDuration(summary: DurationSummary): DurationResource {
  return {
    count: summary.count,
    average_seconds: seconds(summary.averageMs),
    p50_seconds: seconds(summary.p50Ms),
    p90_seconds: seconds(summary.p90Ms),
    p95_seconds: seconds(summary.p95Ms),
    p99_seconds: seconds(summary.p99Ms),
  };
}
