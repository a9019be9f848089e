import type { MetricPoint } from "@jobscope/otlp";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { gaugeOf, T0 } from "../../test/samples.ts";
import { addSamples, type PointSample, readPoint, type StreamState } from "./point-sample.ts";

const MINUTE = 60_000;
const CUMULATIVE = 2;
const DELTA = 1;

type Sent = readonly [minute: number, value: number, startMs?: number];

const counter = ([minute, value, startMs = T0]: Sent, temporality: 1 | 2 = CUMULATIVE): MetricPoint => ({
  ...gaugeOf(),
  kind: "sum",
  metric: { ...gaugeOf().metric, kind: "sum", temporality, isMonotonic: true },
  timeMs: T0 + minute * MINUTE,
  startMs,
  value,
});

const histogram = (minute: number, count: number, sum: number, temporality: 1 | 2 = CUMULATIVE): MetricPoint => {
  const { resource, scope, attributes, metric } = gaugeOf();
  return {
    kind: "histogram",
    resource,
    scope,
    attributes,
    count,
    sum,
    min: 1,
    max: 9,
    bucketCounts: [],
    bounds: [],
    flags: 0,
    metric: { ...metric, kind: "histogram", temporality, isMonotonic: false },
    timeMs: T0 + minute * MINUTE,
    startMs: T0,
  };
};

function readAll(points: readonly MetricPoint[]): readonly (PointSample | undefined)[] {
  let state: StreamState | undefined;
  return points.map((point) => {
    const read = readPoint(point, state);
    ({ state } = read);
    return read.sample;
  });
}

const increases = (...sent: readonly Sent[]): readonly (number | undefined)[] =>
  readAll(sent.map((each) => counter(each))).map((sample) => sample?.increase);

describe("readPoint", () => {
  it("takes a gauge as it is", () => {
    expect(readAll([gaugeOf({ value: 4 }), gaugeOf({ value: 2 })])).toEqual([
      { samples: 1, sum: 4, min: 4, max: 4, last: 4, increase: 0 },
      { samples: 1, sum: 2, min: 2, max: 2, last: 2, increase: 0 },
    ]);
  });

  it("leaves out what has no value", () => {
    expect(readAll([gaugeOf({ value: Number.NaN }), gaugeOf({ value: Infinity }), gaugeOf({ flags: 1 })])).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each<readonly [string, readonly Sent[], readonly number[]]>([
    [
      "grows by the difference",
      [
        [1, 5],
        [2, 5],
        [3, 12],
      ],
      [5, 0, 7],
    ],
    [
      "counts from 0 with a new start",
      [
        [1, 5],
        [2, 3, T0 + MINUTE],
        [3, 9, T0 + MINUTE],
      ],
      [5, 3, 6],
    ],
    [
      "counts from 0 where it fell",
      [
        [1, 5],
        [2, 3],
      ],
      [5, 3],
    ],
    [
      "adds nothing for what came late",
      [
        [1, 5],
        [3, 9],
        [2, 7],
        [4, 10],
      ],
      [5, 4, 0, 1],
    ],
    [
      "does not know when it grew before it was first heard of",
      [
        [90, 5],
        [91, 6],
      ],
      [0, 1],
    ],
  ])("a counter %s", (_, sent, expected) => {
    expect(increases(...sent)).toEqual(expected);
  });

  it("takes a delta for what was added", () => {
    expect(readAll([counter([1, 5], DELTA), counter([2, 3], DELTA)]).map((sample) => sample?.increase)).toEqual([5, 3]);
  });

  it("a counter's increases add up to what it counted, whatever restarts come between", () => {
    const steps = fc.array(fc.record({ added: fc.nat(50), restarts: fc.boolean() }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(steps, (all) => {
        let value = 0;
        let startMs = T0;
        const sent = all.map(({ added, restarts }, n): Sent => {
          if (restarts) [value, startMs] = [0, T0 + n * MINUTE];
          value += added;
          return [n + 1, value, startMs];
        });
        const total = increases(...sent).reduce<number>((sum, increase) => sum + (increase ?? Number.NaN), 0);
        expect(total).toBe(all.reduce((sum, { added }) => sum + added, 0));
      }),
    );
  });

  it("shows of a histogram what was observed since the point before", () => {
    expect(readAll([histogram(1, 2, 10), histogram(2, 2, 10), histogram(3, 6, 50)])).toEqual([
      { samples: 2, sum: 10, min: 5, max: 5, last: 5, increase: 2 },
      undefined,
      { samples: 4, sum: 40, min: 10, max: 10, last: 10, increase: 4 },
    ]);
    expect(readAll([histogram(1, 2, 10, DELTA)])).toEqual([
      { samples: 2, sum: 10, min: 1, max: 9, last: 5, increase: 2 },
    ]);
  });

  it("adds samples up", () => {
    const [a, , b] = readAll([histogram(1, 2, 10), histogram(2, 2, 10), histogram(3, 6, 50)]);
    if (a === undefined || b === undefined) throw new Error("no samples");
    expect(addSamples(a, b)).toEqual({ samples: 6, sum: 50, min: 5, max: 10, last: 10, increase: 6 });
  });
});
