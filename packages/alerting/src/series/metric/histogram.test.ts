import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { MetricSource } from "../../../test/metric/metric-source.ts";
import type { HistogramWindow, Stream } from "../../model/series.ts";
import { createSeriesStore } from "./create-series-store.ts";

const START = 1_700_000_000_000;
const INTERVAL = 10_000;
const HOUR = 3_600_000;
const at = (interval: number): number => START + interval * INTERVAL;

function only(streams: ReadonlySet<Stream>): Stream {
  const [stream] = streams;
  if (stream === undefined || streams.size !== 1) throw new Error(`Expected one stream, got ${streams.size}.`);
  return stream;
}

function measuring(horizonMs = HOUR) {
  const store = createSeriesStore({ watchedSinceMs: START });
  const { streams } = store.select({ metric: "h", where: [] }, horizonMs);
  return { store, streams, source: new MetricSource() };
}

function explicit(window: HistogramWindow | undefined): readonly number[] {
  if (window?.buckets.kind !== "explicit") throw new Error("Expected explicit buckets.");
  return window.buckets.counts;
}

const BOUNDS = [1, 10];
const added = (a: readonly number[], b: readonly number[]): number[] =>
  a.map((count, index) => count + (b[index] ?? 0));

describe("explicit buckets", () => {
  const steps = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4)) },
      { weight: 1, arbitrary: fc.constant("restart" as const) },
    ),
    { minLength: 1, maxLength: 30 },
  );

  for (const temporality of ["delta", "cumulative"] as const) {
    test(`${temporality} windows hold what was measured in them, in any order of arrival`, () => {
      fc.assert(
        fc.property(
          steps,
          fc.array(fc.nat(25), { minLength: 30, maxLength: 30 }),
          fc.nat(400),
          (life, delays, look) => {
            const { store, streams, source } = measuring();
            const deltas: { timeMs: number; counts: readonly number[] }[] = [];
            const points: { point: ReturnType<MetricSource["histogram"]>; order: number }[] = [];
            let now = START;
            let since = START;
            let running = [0, 0, 0];
            life.forEach((step, index) => {
              if (step === "restart") {
                now += INTERVAL / 2;
                since = now;
                running = [0, 0, 0];
                return;
              }
              running = added(running, step);
              const startMs = temporality === "delta" ? now : since;
              now += INTERVAL;
              const bucketCounts = temporality === "delta" ? [...step] : running;
              const point = source.histogram(
                "h",
                { bounds: [...BOUNDS], bucketCounts },
                { timeMs: now, startMs, temporality },
              );
              deltas.push({ timeMs: now, counts: step });
              points.push({ point, order: now + (delays[index] ?? 0) * INTERVAL });
            });
            fc.pre(deltas.length > 0);
            for (const { point } of points.toSorted((a, b) => a.order - b.order)) store.accept([point], point.timeMs);
            const atMs = START + look * 1000 + 1;
            const windowMs = 1 + (look % 11) * 9000;
            const inside = deltas.filter(({ timeMs }) => timeMs > atMs - windowMs && timeMs <= atMs);
            const truth = inside.reduce((sum, { counts }) => added(sum, counts), [0, 0, 0]);
            const window = only(streams).histogramIn(atMs, windowMs);
            if (window === undefined) expect(inside).toEqual([]);
            else {
              expect(explicit(window)).toEqual(truth);
              expect(window.count).toBe(truth.reduce((sum, count) => sum + count, 0));
            }
          },
        ),
        { numRuns: 300 },
      );
    });
  }

  test("a bucket that falls while the count grows is a reset", () => {
    const { store, streams, source } = measuring();
    const send = (interval: number, bucketCounts: number[]): unknown =>
      store.accept(
        [source.histogram("h", { bounds: BOUNDS, bucketCounts }, { timeMs: at(interval), startMs: START })],
        at(interval),
      );
    send(1, [5, 5, 0]);
    send(2, [1, 5, 9]);
    expect(explicit(only(streams).histogramIn(at(2), INTERVAL))).toEqual([1, 5, 9]);
    expect(store.stats.resets).toBe(1);
  });

  test("after a change of bounds the common ones are compared", () => {
    const { store, streams, source } = measuring();
    const time = (interval: number) => ({ timeMs: at(interval), startMs: START });
    store.accept([source.histogram("h", { bounds: [1, 10, 100], bucketCounts: [1, 2, 3, 4] }, time(1))], at(1));
    store.accept([source.histogram("h", { bounds: [1, 5, 100], bucketCounts: [2, 2, 6, 5] }, time(2))], at(2));
    const window = only(streams).histogramIn(at(2), INTERVAL);
    expect(window).toMatchObject({ count: 5, buckets: { bounds: [1, 100], counts: [1, 3, 1] } });
  });

  test("sums, extremes and points without a sum", () => {
    const { store, streams, source } = measuring();
    const delta = (interval: number) =>
      ({ timeMs: at(interval), startMs: at(interval - 1), temporality: "delta" }) as const;
    store.accept(
      [source.histogram("h", { bounds: BOUNDS, bucketCounts: [1, 0, 1], sum: 40, min: 0.5, max: 39.5 }, delta(1))],
      at(1),
    );
    store.accept([source.histogram("h", { bounds: BOUNDS, bucketCounts: [0, 0, 0], sum: 0 }, delta(2))], at(2));
    store.accept(
      [source.histogram("h", { bounds: BOUNDS, bucketCounts: [0, 1, 0], sum: 5, min: 5, max: 5 }, delta(3))],
      at(3),
    );
    expect(only(streams).histogramIn(at(3), HOUR)).toMatchObject({ count: 3, sum: 45, min: 0.5, max: 39.5 });
    expect(only(streams).histogramIn(at(3), 2 * INTERVAL)).toMatchObject({ count: 1, sum: 5, min: 5, max: 5 });
    store.accept([source.histogram("h", { bounds: BOUNDS, bucketCounts: [0, 1, 0] }, delta(4))], at(4));
    expect(only(streams).histogramIn(at(4), HOUR)).toMatchObject({ count: 4, sum: Number.NaN, min: undefined });
  });

  test("a histogram without buckets is counted all the same, and so is one that contradicts itself", () => {
    const { store, streams, source } = measuring();
    store.accept(
      [source.histogram("h", { bounds: [], bucketCounts: [], count: 7, sum: 70 }, { timeMs: at(1), startMs: START })],
      at(1),
    );
    expect(only(streams).histogramIn(at(1), HOUR)?.buckets).toEqual({ kind: "explicit", bounds: [], counts: [7] });
    store.accept(
      [source.histogram("h", { bounds: [1], bucketCounts: [1], count: 9, sum: 90 }, { timeMs: at(2), startMs: START })],
      at(2),
    );
    expect(only(streams).countIn(at(2), HOUR)).toMatchObject({ count: 9, sum: 90 });
    expect(only(streams).histogramIn(at(2), HOUR)).toBeUndefined();
    const good = { bounds: [], bucketCounts: [], count: 12, sum: 99 };
    store.accept([source.histogram("h", good, { timeMs: at(3), startMs: START })], at(3));
    expect(only(streams).histogramIn(at(3), INTERVAL)).toBeUndefined();
    expect(only(streams).histogramIn(at(3), HOUR)).toMatchObject({ count: 12, buckets: { counts: [12] } });
  });

  test("a summary counts, and has no distribution", () => {
    const { store, streams, source } = measuring();
    store.accept([source.summary("h", { count: 4, sum: 8 }, { timeMs: at(1), startMs: START })], at(1));
    store.accept([source.summary("h", { count: 6, sum: 18 }, { timeMs: at(2), startMs: START })], at(2));
    expect(only(streams).countIn(at(2), INTERVAL)).toMatchObject({ count: 2, sum: 10 });
    expect(only(streams).histogramIn(at(2), HOUR)).toBeUndefined();
  });
});

describe("exponential buckets", () => {
  const side = (offset: number, ...counts: number[]) => ({ offset, counts });

  test("a window over a change of scale has the coarser one, exactly", () => {
    const { store, streams, source } = measuring();
    const time = (interval: number) => ({ timeMs: at(interval), startMs: START });
    store.accept([source.exponential("h", { scale: 1, positive: side(-2, 1, 2, 3, 4) }, time(1))], at(1));
    store.accept([source.exponential("h", { scale: 0, positive: side(-1, 4, 8, 5), zeroCount: 2 }, time(2))], at(2));
    const window = only(streams).histogramIn(at(2), INTERVAL);
    expect(window).toMatchObject({
      count: 9,
      buckets: { scale: 0, zeroCount: 2, positive: { offset: -1, counts: [1, 1, 5] } },
    });
    expect(store.stats.resets).toBe(0);
  });

  for (const [what, next] of [
    ["a scale that rises", { scale: 2, positive: side(0, 9) }],
    ["a bucket that falls", { scale: 1, positive: side(0, 1, 99) }],
    ["a zero count that falls", { scale: 1, positive: side(0, 9), zeroCount: 0 }],
    ["a threshold that shrinks", { scale: 1, positive: side(0, 9), zeroCount: 1, zeroThreshold: 0.01 }],
  ] as const) {
    test(`${what} is a reset`, () => {
      const { store, streams, source } = measuring();
      const time = (interval: number) => ({ timeMs: at(interval), startMs: START });
      store.accept(
        [source.exponential("h", { scale: 1, positive: side(0, 3), zeroCount: 1, zeroThreshold: 0.1 }, time(1))],
        at(1),
      );
      store.accept([source.exponential("h", { zeroThreshold: 0.1, ...next }, time(2))], at(2));
      expect(store.stats.resets).toBe(1);
      expect(only(streams).histogramIn(at(2), INTERVAL)?.count).toBe(only(streams).countIn(at(2), INTERVAL)?.count);
    });
  }

  test("delta points keep the finest scale that their window has", () => {
    const { store, streams, source } = measuring();
    const send = (interval: number, scale: number): unknown => {
      const time = { timeMs: at(interval), startMs: at(interval - 1), temporality: "delta" } as const;
      return store.accept([source.exponential("h", { scale, positive: side(0, 1) }, time)], at(interval));
    };
    send(1, -2);
    send(2, 5);
    send(3, 4);
    const scaleOf = (windowMs: number): unknown => only(streams).histogramIn(at(3), windowMs)?.buckets;
    expect(scaleOf(2 * INTERVAL)).toMatchObject({ scale: 4, positive: { offset: 0, counts: [2] } });
    expect(scaleOf(3 * INTERVAL)).toMatchObject({ scale: -2, positive: { counts: [3] } });
  });

  test("the larger threshold takes in what it covers, and is raised rather than cut through a bucket", () => {
    const { store, streams, source } = measuring();
    const send = (interval: number, value: Parameters<MetricSource["exponential"]>[1]): unknown => {
      const time = { timeMs: at(interval), startMs: at(interval - 1), temporality: "delta" } as const;
      return store.accept([source.exponential("h", value, time)], at(interval));
    };
    // Buckets (0.25, 0.5], (0.5, 1], (1, 2].
    send(1, { scale: 0, positive: side(-2, 1, 2, 4), zeroCount: 1 });
    send(2, { scale: 0, positive: side(0, 8), zeroCount: 1, zeroThreshold: 0.6 });
    expect(only(streams).histogramIn(at(2), HOUR)?.buckets).toMatchObject({
      zeroThreshold: 1,
      zeroCount: 5,
      positive: { offset: 0, counts: [12] },
    });
  });

  test("hostile offsets and scales cost neither memory nor counts", () => {
    const { store, streams, source } = measuring();
    const send = (interval: number, value: Parameters<MetricSource["exponential"]>[1]): unknown => {
      const time = { timeMs: at(interval), startMs: at(interval - 1), temporality: "delta" } as const;
      return store.accept([source.exponential("h", value, time)], at(interval));
    };
    send(1, { scale: 20, positive: side(-(2 ** 31), 1), negative: side(2 ** 31 - 1, 1) });
    send(2, { scale: 20, positive: side(2 ** 31 - 1, 1), negative: side(-(2 ** 31), 1) });
    send(3, { scale: -(2 ** 31), positive: side(0, 1), zeroThreshold: Number.POSITIVE_INFINITY });
    send(4, { scale: 2 ** 31 - 1, positive: side(5, 1), zeroThreshold: Number.NaN });
    const window = only(streams).histogramIn(at(4), HOUR);
    expect(window?.count).toBe(6);
    if (window?.buckets.kind !== "exponential") throw new Error("Expected exponential buckets.");
    const { positive, negative } = window.buckets;
    expect(positive.counts.length + negative.counts.length).toBeLessThan(400);
  });

  test("merged and taken apart again, nothing is lost: windows add up", () => {
    const value = fc.record({
      scale: fc.integer({ min: -3, max: 6 }),
      offset: fc.integer({ min: -80, max: 80 }),
      counts: fc.array(fc.nat(5), { maxLength: 12 }),
      zeroCount: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 12 }), (values) => {
        const { store, streams, source } = measuring();
        values.forEach(({ scale, offset, counts, zeroCount }, index) => {
          const time = { timeMs: at(index + 1), startMs: at(index), temporality: "delta" } as const;
          store.accept(
            [
              source.exponential(
                "h",
                { scale, positive: side(offset, ...counts), negative: side(-offset, ...counts), zeroCount },
                time,
              ),
            ],
            at(index + 1),
          );
        });
        const window = only(streams).histogramIn(at(values.length), HOUR);
        if (window?.buckets.kind !== "exponential") throw new Error("Expected exponential buckets.");
        const { positive, negative, zeroCount } = window.buckets;
        const all = [...positive.counts, ...negative.counts, zeroCount].reduce((sum, count) => sum + count, 0);
        expect(all).toBe(window.count);
      }),
      { numRuns: 200 },
    );
  });
});
