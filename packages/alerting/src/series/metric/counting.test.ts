import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { MetricSource } from "../../../test/metric/metric-source.ts";
import { type CounterState, naiveCount, play } from "../../../test/metric/naive-count.ts";
import type { SeriesLimits, SeriesStore, Stream } from "../../model/series.ts";
import { createSeriesStore } from "./create-series-store.ts";

const START = 1_700_000_000_000;
const INTERVAL = 10_000;
const HOUR = 3_600_000;

function only(streams: ReadonlySet<Stream>): Stream {
  const [stream] = streams;
  if (stream === undefined || streams.size !== 1) throw new Error(`Expected one stream, got ${streams.size}.`);
  return stream;
}

function counting(limits: SeriesLimits = { watchedSinceMs: START }, horizonMs = HOUR) {
  const store = createSeriesStore(limits);
  const { streams } = store.select({ metric: "c", where: [] }, horizonMs);
  const source = new MetricSource();
  const send = (temporality: "delta" | "cumulative", ...states: readonly CounterState[]): readonly Stream[] => {
    const points = states.map((state) => source.sum("c", state.value, { ...state, temporality }));
    return store.accept(points, Math.max(...states.map(({ timeMs }) => timeMs)));
  };
  const count = (atMs: number, windowMs = HOUR): number | undefined => only(streams).countIn(atMs, windowMs)?.count;
  return { store, streams, send, count };
}

/** One life, told in an order that the lateness allowed permits, in requests of any size, with points repeated. */
const lives = fc.record({
  steps: fc.array(
    fc.oneof({ weight: 6, arbitrary: fc.nat(5) }, { weight: 1, arbitrary: fc.constant("restart" as const) }),
    {
      minLength: 1,
      maxLength: 40,
    },
  ),
  delays: fc.array(fc.nat(250_000), { minLength: 40, maxLength: 40 }),
  repeats: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
  batches: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 40, maxLength: 40 }),
});

function told<T>(
  states: readonly T[],
  times: (state: T) => number,
  { delays, repeats, batches }: { delays: number[]; repeats: boolean[]; batches: number[] },
): T[][] {
  const order = states
    .flatMap((state, index) => {
      const atMs = times(state) + (delays[index] ?? 0);
      return repeats[index]
        ? [
            { state, atMs },
            { state, atMs: atMs + 1 },
          ]
        : [{ state, atMs }];
    })
    .toSorted((a, b) => a.atMs - b.atMs);
  const requests: T[][] = [];
  for (const size of batches) if (order.length > 0) requests.push(order.splice(0, size).map(({ state }) => state));
  if (order.length > 0) requests.push(order.map(({ state }) => state));
  return requests;
}

describe("whatever the order, the batches and the repetitions", () => {
  for (const temporality of ["delta", "cumulative"] as const) {
    test(`windows of a ${temporality} counter hold exactly what happened in them`, () => {
      fc.assert(
        fc.property(lives, fc.array(fc.nat(100), { maxLength: 12 }), ({ steps, ...telling }, looks) => {
          const played = play({ steps }, START, INTERVAL);
          fc.pre(played.deltas.length > 0);
          const { send, streams } = counting();
          const states = temporality === "delta" ? played.deltas : played.cumulative;
          for (const request of told(states, ({ timeMs }) => timeMs, telling)) send(temporality, ...request);
          const stream = only(streams);
          for (const look of looks) {
            const atMs = START + look * 5000 + 1;
            const windowMs = 1 + (look % 7) * 20_000;
            const counted = stream.countIn(atMs, windowMs)?.count ?? 0;
            expect(counted).toBe(naiveCount(played.deltas, atMs, windowMs));
            const halves = [stream.countIn(atMs, windowMs / 2), stream.countIn(atMs - windowMs / 2, windowMs / 2)];
            expect(halves.reduce((sum, half) => sum + (half?.count ?? 0), 0)).toBe(counted);
          }
        }),
        { numRuns: 300 },
      );
    });
  }

  test("also while old points are dropped", () => {
    const long = fc.record({
      steps: fc.array(fc.nat(5), { minLength: 60, maxLength: 120 }),
      delays: fc.array(fc.nat(90_000), { minLength: 120, maxLength: 120 }),
      repeats: fc.array(fc.boolean(), { minLength: 120, maxLength: 120 }),
      batches: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 120, maxLength: 120 }),
    });
    fc.assert(
      fc.property(long, fc.boolean(), ({ steps, ...telling }, isDelta) => {
        const limits = { watchedSinceMs: START, outOfOrderMs: 100_000 };
        const { send, count, store } = counting(limits, 60_000);
        const played = play({ steps }, START, INTERVAL);
        const states = isDelta ? played.deltas : played.cumulative;
        const requests = told(states, ({ timeMs }) => timeMs, telling);
        for (const request of requests) send(isDelta ? "delta" : "cumulative", ...request);
        const endMs = START + steps.length * INTERVAL;
        for (let atMs = endMs - 100_000; atMs <= endMs + 60_000; atMs += 7000) {
          for (const windowMs of [10_000, 31_000, 60_000]) {
            expect(count(atMs, windowMs)).toBe(naiveCount(played.deltas, atMs, windowMs));
          }
        }
        expect(store.stats).toMatchObject({ tooOld: 0, overlaps: 0, resets: 0 });
        expect(store.stats.points).toBeLessThan(20);
      }),
      { numRuns: 100 },
    );
  });

  test("no count is ever negative, whatever is sent", () => {
    const anything = fc.record({
      timeMs: fc.integer({ min: START, max: START + 100_000 }),
      startMs: fc.oneof(fc.constant(0), fc.integer({ min: START - 1000, max: START + 120_000 })),
      value: fc.oneof(fc.nat(20), fc.double()),
    });
    fc.assert(
      fc.property(fc.array(anything, { minLength: 1, maxLength: 60 }), fc.boolean(), (states, isDelta) => {
        const { send, streams } = counting({ watchedSinceMs: START }, 20_000);
        for (const state of states) send(isDelta ? "delta" : "cumulative", state);
        for (const stream of streams) {
          for (let atMs = START; atMs <= START + 100_000; atMs += 5000) {
            const counted = stream.countIn(atMs, 20_000);
            if (counted === undefined) continue;
            expect(counted.count).toBeGreaterThanOrEqual(0);
            expect(counted.coveredMs).toBeGreaterThanOrEqual(0);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

test("windows stay exact while old points are dropped and hints move on", () => {
  const steps = Array.from({ length: 2000 }, (_, index) => (index * 7) % 5);
  const { deltas, cumulative } = play({ steps }, START, INTERVAL);
  const { send, count, store } = counting({ watchedSinceMs: START }, 300_000);
  cumulative.forEach((state) => {
    send("cumulative", state);
    for (const windowMs of [60_000, 300_000, 12_345]) {
      expect(count(state.timeMs, windowMs)).toBe(naiveCount(deltas, state.timeMs, windowMs));
    }
  });
  expect(store.stats.points).toBeLessThan(70);
});

describe("start times", () => {
  const at = (seconds: number): number => START + seconds * 1000;
  const state = (seconds: number, value: number, startSeconds: number): CounterState => ({
    timeMs: at(seconds),
    startMs: at(startSeconds),
    value,
  });
  const OLD = -100_000;

  test("a counter older than the watch begins with a baseline", () => {
    const { send, count } = counting();
    send("cumulative", state(10, 100, OLD));
    expect(count(at(10))).toBe(0);
    send("cumulative", state(20, 103, OLD));
    expect(count(at(20))).toBe(3);
  });

  test("a new start is a reset, even where the value grew", () => {
    const { send, count, store } = counting();
    send("cumulative", state(10, 5, 0), state(20, 9, 15));
    expect(count(at(20))).toBe(14);
    expect(store.stats).toMatchObject({ resets: 1, overlaps: 0 });
  });

  test("a start at the time of the last point is a reset", () => {
    const { send, count } = counting();
    send("cumulative", state(10, 5, 0), state(20, 9, 10));
    expect(count(at(20))).toBe(14);
  });

  test("a start at its own time tells nothing, and is the baseline of what follows", () => {
    const { send, count } = counting();
    send("cumulative", state(10, 5, 0), state(20, 40, 20), state(30, 42, 20));
    expect(count(at(30))).toBe(7);
  });

  test("a fall without a new start is a reset", () => {
    const { send, count } = counting();
    send("cumulative", state(10, 50, 0), state(20, 2, 0), state(30, 3, 0));
    expect(count(at(30), 20_000)).toBe(3);
  });

  for (const [what, startMs] of [
    ["no", 0],
    ["an impossible", START + HOUR],
  ] as const) {
    test(`with ${what} start the values decide`, () => {
      const { send, count } = counting();
      const values = [50, 52, 3];
      values.forEach((value, index) => send("cumulative", { timeMs: at(10 + index * 10), startMs, value }));
      expect(count(at(30))).toBe(5);
    });
  }

  test("two writers of one identity are told apart by their starts, and counted as overlapping", () => {
    const { send, count, store } = counting();
    send("cumulative", state(10, 5, 0), state(11, 2, 6), state(20, 6, 0), state(21, 4, 6), state(30, 6, 0));
    expect(count(at(30))).toBe(10);
    expect(store.stats.overlaps).toBe(4);
  });

  test("a start that trembles is one writer", () => {
    const { send, count } = counting();
    send("cumulative", state(10, 5, 0), state(20, 6, 0.003), state(30, 8, 0.001));
    expect(count(at(30))).toBe(8);
  });

  test("delta points that overlap are dropped, repeated ones ignored, and a gap counts nothing", () => {
    const { send, count, store, streams } = counting();
    send("delta", state(10, 5, 0), state(15, 3, 5), state(10, 5, 0), state(40, 1, 30));
    expect(count(at(40))).toBe(6);
    expect(only(streams).countIn(at(40), HOUR)?.coveredMs).toBe(20_000);
    expect(store.stats).toMatchObject({ overlaps: 1, duplicates: 1 });
  });

  test("the first delta counts in full, however old its start", () => {
    const { send, count } = counting();
    send("delta", { timeMs: at(10), startMs: START - HOUR, value: 4 });
    expect(count(at(10))).toBe(4);
  });

  test("a counter that was forgotten does not count again what it had counted", () => {
    const { send, count, store, streams } = counting({ watchedSinceMs: START, idleMs: HOUR });
    send("cumulative", state(10, 500, 0));
    store.expire(at(10) + HOUR + 1);
    expect(streams.size).toBe(0);
    send("cumulative", state(8000, 501, 0));
    expect(count(at(8000))).toBe(0);
    send("cumulative", state(8010, 502, 0));
    expect(count(at(8010))).toBe(1);
  });
});

describe("sums that go up and down", () => {
  const at = (seconds: number): number => START + seconds * 1000;
  const send = (startMs: number) => {
    const { store, streams } = counting();
    [4, -3, 2].forEach((value, index) => {
      const time = { timeMs: at(10 * index + 10), startMs: index === 0 ? startMs : at(10 * index) };
      store.accept(
        [new MetricSource().sum("c", value, { ...time, temporality: "delta", isMonotonic: false })],
        time.timeMs,
      );
    });
    return only(streams);
  };

  test("have the value of all changes, if it is known that there were none before", () => {
    const stream = send(START);
    expect([10, 20, 30].map((second) => stream.valueAt(at(second), HOUR))).toEqual([4, 1, 3]);
    expect(stream.reduceOver("max", at(30), 20_000)).toBe(3);
    expect(stream.countIn(at(30), HOUR)).toBeUndefined();
    expect(send(START - HOUR).valueAt(at(30), HOUR)).toBeUndefined();
  });

  test("have the value sent, if they are cumulative", () => {
    const { store, streams } = counting();
    store.accept([new MetricSource().sum("c", -7n, { timeMs: at(10), isMonotonic: false })], at(10));
    expect(only(streams).valueAt(at(10), HOUR)).toBe(-7);
    expect(only(streams).countIn(at(10), HOUR)).toBeUndefined();
  });
});

describe("what is not taken", () => {
  const at = (seconds: number): number => START + seconds * 1000;
  const send = (store: SeriesStore, timeMs: number, value: number, receivedMs: number): number =>
    store.accept([new MetricSource().sum("c", value, { timeMs, startMs: START })], receivedMs).length;

  test("time 0, the far future, what is too late and what is no count", () => {
    const { store } = counting();
    expect(send(store, 0, 1, at(0))).toBe(0);
    expect(send(store, at(601), 1, at(0))).toBe(0);
    expect(send(store, at(599), 1, at(0))).toBe(1);
    expect(send(store, at(298), 1, at(599))).toBe(0);
    expect(send(store, at(610), Number.NaN, at(610))).toBe(0);
    expect(send(store, at(610), Number.POSITIVE_INFINITY, at(610))).toBe(0);
    expect(send(store, at(610), -1, at(610))).toBe(0);
    expect(store.stats).toMatchObject({ streams: 1, points: 1, tooNew: 1, tooOld: 1, invalid: 4 });
  });

  test("a point without a recorded value ends the stream until the next one", () => {
    const { streams, store } = counting();
    const source = new MetricSource();
    store.accept([source.sum("c", 3, { timeMs: at(10), startMs: START })], at(10));
    expect(only(streams).valueAt(at(10), HOUR)).toBe(3);
    expect(store.accept([source.sum("c", 0, { timeMs: at(20), startMs: START, flags: 1 })], at(20))).toHaveLength(1);
    expect(only(streams)).toMatchObject({ ended: true });
    expect(only(streams).valueAt(at(20), HOUR)).toBeUndefined();
    expect(only(streams).valueAt(at(19), HOUR)).toBe(3);
    store.accept([source.sum("c", 4, { timeMs: at(30), startMs: START })], at(30));
    expect(only(streams)).toMatchObject({ ended: false });
    expect(only(streams).countIn(at(30), HOUR)?.count).toBe(4);
  });

  test("of a stream only so many points are kept, and what is given up is counted", () => {
    const { store, streams } = counting({ watchedSinceMs: START, pointsPerStream: 10 });
    for (let second = 1; second <= 30; second += 1) send(store, at(second), second, at(second));
    expect(store.stats).toMatchObject({ points: 10, overflowed: 20 });
    expect(only(streams).countIn(at(30), 5000)?.count).toBe(5);
  });

  test("of all streams together only so many points are kept", () => {
    const { store } = counting({ watchedSinceMs: START, points: 100 });
    const source = new MetricSource();
    for (let second = 1; second <= 20; second += 1) {
      const points = Array.from({ length: 20 }, (_, n) =>
        source.sum("c", second, { timeMs: at(second), startMs: START }, { n }),
      );
      store.accept(points, at(second));
    }
    expect(store.stats.points).toBeLessThanOrEqual(120);
    expect(store.stats.overflowed).toBeGreaterThan(200);
  });
});
