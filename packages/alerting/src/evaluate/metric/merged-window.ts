import type { HistogramWindow, Stream } from "../../model/series.ts";
import { addBuckets } from "../../series/metric/buckets.ts";

type Kind = HistogramWindow["buckets"]["kind"];

/**
 * One distribution of several streams. Explicit and exponential ones cannot be added exactly: where both occur, those that
 * counted more speak for the label set. Undefined: nothing was heard within the window.
 */
export function mergedWindow(streams: readonly Stream[], atMs: number, windowMs: number): HistogramWindow | undefined {
  const [only] = streams;
  if (streams.length === 1 && only !== undefined) return heardWindow(only, atMs, windowMs);
  const merged: { [kind in Kind]?: HistogramWindow } = {};
  for (const stream of streams) {
    const window = heardWindow(stream, atMs, windowMs);
    if (window === undefined) continue;
    const before = merged[window.buckets.kind];
    merged[window.buckets.kind] = before === undefined ? window : added(before, window);
  }
  const { explicit, exponential } = merged;
  if (explicit === undefined || exponential === undefined) return explicit ?? exponential;
  return exponential.count > explicit.count ? exponential : explicit;
}

function heardWindow(stream: Stream, atMs: number, windowMs: number): HistogramWindow | undefined {
  const window = stream.histogramIn(atMs, windowMs);
  return window?.points === 0 ? undefined : window;
}

function added(a: HistogramWindow, b: HistogramWindow): HistogramWindow {
  if (b.count === 0) return a;
  if (a.count === 0) return b;
  return {
    points: a.points + b.points,
    count: a.count + b.count,
    sum: a.sum + b.sum,
    min: a.min === undefined || b.min === undefined ? undefined : Math.min(a.min, b.min),
    max: a.max === undefined || b.max === undefined ? undefined : Math.max(a.max, b.max),
    buckets: addBuckets(a.buckets, b.buckets),
  };
}
