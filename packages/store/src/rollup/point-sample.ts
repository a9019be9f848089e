import type { MetricPoint } from "@jobscope/otlp";

import { HOUR_MS } from "./time-buckets.ts";

const DELTA = 1;
const NO_RECORDED_VALUE = 1;

/** What must be known of a stream's newest point to tell what the next one adds. */
export interface StreamState {
  readonly timeMs: number;
  readonly startMs: number;
  /** Of a counter its value, of a histogram its count. */
  readonly count: number;
  /** Of a histogram. */
  readonly sum: number;
}

/** What points of one stream amount to, over an hour or over a step. Adding samples up is adding their fields. */
export interface PointSample {
  /** Points; of a histogram, what was observed. The average is `sum` by `samples`. */
  readonly samples: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly last: number;
  /** How much a counter grew, or the count of a histogram; 0 for gauges. */
  readonly increase: number;
}

export interface ReadPoint {
  /** `undefined` where the point says nothing that is not known already. */
  readonly sample: PointSample | undefined;
  /** The stream's state after it. */
  readonly state: StreamState | undefined;
}

/** Metrics that only grow, and histograms, which count observations. */
export function isCounting({ kind, isMonotonic }: Pick<MetricPoint["metric"], "kind" | "isMonotonic">): boolean {
  return kind === "sum" ? isMonotonic : kind !== "gauge";
}

/**
 * Reads a point after those before it. A counter's growth is the difference to the newest point before; a new start time
 * (and a value that fell) counts from 0. An older point than the newest adds nothing to it.
 */
export function readPoint(point: MetricPoint, before: StreamState | undefined): ReadPoint {
  const reading = (point.flags & NO_RECORDED_VALUE) === 0 ? readingOf(point) : undefined;
  if (reading === undefined) return { sample: undefined, state: before };
  const isNewest = before === undefined || point.timeMs > before.timeMs;
  const state = isNewest ? reading : before;
  if (!isCounting(point.metric)) return { sample: sampleOf(1, reading.count, 0), state };
  const grown = isNewest ? growthOf(point, reading, before) : { count: 0, sum: 0 };
  if (point.kind === "sum") return { sample: sampleOf(1, reading.count, grown.count), state };
  return { sample: observationsOf(point, grown), state };
}

/** The state that a point leaves, whatever came before it. */
export function stateAfter(point: MetricPoint): StreamState | undefined {
  return readPoint(point, undefined).state;
}

/** Both together, `later` having come later. */
export function addSamples(earlier: PointSample, later: PointSample): PointSample {
  return {
    samples: earlier.samples + later.samples,
    sum: earlier.sum + later.sum,
    min: Math.min(earlier.min, later.min),
    max: Math.max(earlier.max, later.max),
    last: later.last,
    increase: earlier.increase + later.increase,
  };
}

function readingOf(point: MetricPoint): StreamState | undefined {
  const { timeMs, startMs } = point;
  const count = "value" in point ? Number(point.value) : point.count;
  const sum = "value" in point ? 0 : point.sum;
  if (!Number.isFinite(count) || sum === undefined || !Number.isFinite(sum)) return undefined;
  return { timeMs, startMs, count, sum };
}

function sampleOf(samples: number, value: number, increase: number): PointSample {
  return { samples, sum: value * samples, min: value, max: value, last: value, increase };
}

/** Of a histogram without new observations nothing can be shown. */
function observationsOf(point: MetricPoint, grown: Growth): PointSample | undefined {
  if (grown.count <= 0) return undefined;
  const mean = sampleOf(grown.count, grown.sum / grown.count, grown.count);
  // Of a cumulative histogram the extremes are those since its start.
  if (point.metric.temporality !== DELTA || !("min" in point)) return mean;
  return { ...mean, min: point.min ?? mean.min, max: point.max ?? mean.max };
}

type Growth = Pick<StreamState, "count" | "sum">;

function growthOf(point: MetricPoint, reading: StreamState, before: StreamState | undefined): Growth {
  if (point.metric.temporality === DELTA && point.kind !== "summary") return reading;
  if (before === undefined) {
    // When it grew is not known, unless it began within the hour before.
    const isRecent = point.startMs > 0 && point.timeMs - point.startMs <= HOUR_MS;
    return isRecent ? reading : { count: 0, sum: 0 };
  }
  if (point.startMs !== before.startMs || reading.count < before.count) return reading;
  return { count: reading.count - before.count, sum: reading.sum - before.sum };
}
