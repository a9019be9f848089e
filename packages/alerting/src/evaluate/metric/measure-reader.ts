import type { Measure } from "../../model/rule.ts";
import type { HistogramWindow, Stream, WindowCount } from "../../model/series.ts";
import { aggregated } from "./aggregate.ts";
import { mergedWindow } from "./merged-window.ts";
import { quantileOf } from "./quantile.ts";
import type { Reader, Reading, StreamLists } from "./reading.ts";
import type { StreamMeasure } from "./selections-of.ts";
import { shareAbove } from "./share-above.ts";

type Kind<K extends Measure["kind"]> = Extract<Measure, { kind: K }>;

/**
 * How the measure reads the streams of one label set.
 * @param lookbackMs how long the newest value of a gauge is taken for current
 */
export function readerOf(measure: StreamMeasure, lookbackMs: number): Reader {
  switch (measure.kind) {
    case "gauge":
      return { kind: "each", read: (stream, atMs) => readGauge(measure, { stream, atMs, lookbackMs }) };
    case "count":
      return { kind: "each", read: (stream, atMs) => toReading(heard(stream, atMs, measure.windowMs)) };
    case "rate":
      return { kind: "each", read: (stream, atMs) => toRate(heard(stream, atMs, measure.windowMs)) };
    case "extrapolated_increase":
      return { kind: "each", read: (stream, atMs) => one(stream.extrapolatedIncrease(atMs, measure.windowMs)) };
    case "age":
      return { kind: "each", read: (stream, atMs) => readAge(stream, atMs, lookbackMs) };
    case "ratio":
      return { kind: "whole", read: (lists, atMs) => readRatio(measure, lists, atMs) };
    case "average":
      return { kind: "whole", read: ({ streams }, atMs) => readAverage(streams, atMs, measure.windowMs) };
    case "quantile":
      return windowReader(measure, (window) => quantileOf(window, measure.q));
    case "share_slower_than":
      return windowReader(measure, (window) => shareAbove(window, measure.bound));
  }
}

function one(value: number | undefined): Reading | undefined {
  return value === undefined ? undefined : { value, samples: 1 };
}

function readGauge(
  { windowMs, reduce }: Kind<"gauge">,
  { stream, atMs, lookbackMs }: { readonly stream: Stream; readonly atMs: number; readonly lookbackMs: number },
): Reading | undefined {
  return one(windowMs === 0 ? stream.valueAt(atMs, lookbackMs) : stream.reduceOver(reduce, atMs, windowMs));
}

function readAge(stream: Stream, atMs: number, lookbackMs: number): Reading | undefined {
  const seconds = stream.valueAt(atMs, lookbackMs);
  return seconds === undefined || seconds === 0 ? undefined : one(atMs / 1000 - seconds);
}

/** An empty window is not a nought: nothing was heard. */
function heard(stream: Stream, atMs: number, windowMs: number): WindowCount | undefined {
  const counted = stream.countIn(atMs, windowMs);
  return counted === undefined || counted.points === 0 ? undefined : counted;
}

function toReading(counted: WindowCount | undefined): Reading | undefined {
  return counted && { value: counted.count, samples: counted.count };
}

function toRate(counted: WindowCount | undefined): Reading | undefined {
  if (counted === undefined || counted.coveredMs === 0) return undefined;
  return { value: counted.count / (counted.coveredMs / 1000), samples: counted.count };
}

function total(streams: readonly Stream[], atMs: number, windowMs: number): number | undefined {
  return aggregated(streams, "sum", (stream) => toReading(heard(stream, atMs, windowMs)))?.value;
}

/** Failures that never happened have no stream: their count is 0 wherever there is something to divide by. */
function readRatio({ windowMs }: Kind<"ratio">, lists: StreamLists, atMs: number): Reading | undefined {
  const whole = total(lists.denominators, atMs, windowMs);
  if (whole === undefined) return undefined;
  const part = total(lists.streams, atMs, windowMs) ?? 0;
  return { value: whole === 0 ? Number.NaN : part / whole, samples: whole };
}

function readAverage(streams: readonly Stream[], atMs: number, windowMs: number): Reading | undefined {
  let count = 0;
  let sum = 0;
  let found = false;
  for (const stream of streams) {
    const counted = heard(stream, atMs, windowMs);
    if (counted === undefined) continue;
    found = true;
    count += counted.count;
    sum += counted.sum;
  }
  return found ? { value: sum / count, samples: count } : undefined;
}

function windowReader(
  { windowMs }: Kind<"quantile" | "share_slower_than">,
  valueOf: (window: HistogramWindow) => number,
): Reader {
  const read = ({ streams }: StreamLists, atMs: number): Reading | undefined => {
    const window = mergedWindow(streams, atMs, windowMs);
    return window && { value: valueOf(window), samples: window.count };
  };
  return { kind: "whole", read };
}
