import { expect, test } from "vitest";

import { MetricSource } from "../../../test/metric/metric-source.ts";
import { createSeriesStore } from "./create-series-store.ts";

const START = 1_700_000_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test.each([60, 9, 7])(
  "clocks are set back by %d min: gauges have a value at once, counters go on from there",
  (minutes) => {
    const store = createSeriesStore({ watchedSinceMs: START - HOUR });
    const gauges = store.select({ metric: "used", where: [] }, 10 * MINUTE).streams;
    const counters = store.select({ metric: "failures", where: [] }, 10 * MINUTE).streams;
    const source = new MetricSource();
    const send = (timeMs: number, value: number): void => {
      const sum = source.sum("failures", value, { startMs: START - HOUR, timeMs });
      store.accept([source.gauge("used", value, { timeMs }), sum], timeMs);
    };
    send(START, 3);
    send(START + MINUTE, 4);
    const backMs = START + MINUTE - minutes * MINUTE;
    send(backMs, 5);
    send(backMs + MINUTE, 7);
    expect([...gauges].map((stream) => stream.valueAt(backMs + MINUTE, 5 * MINUTE))).toEqual([7]);
    expect([...counters].map((stream) => stream.countIn(backMs + MINUTE, 10 * MINUTE)?.count)).toEqual([2]);
    expect(store.stats).toMatchObject({ tooOld: 0, streams: 2, points: 4 });
  },
);

test("a late point is no clock that was set back", () => {
  const store = createSeriesStore();
  const { streams } = store.select({ metric: "used", where: [] }, 10 * MINUTE);
  const source = new MetricSource();
  store.accept([source.gauge("used", 1, { timeMs: START })], START);
  store.accept([source.gauge("used", 2, { timeMs: START - HOUR })], START);
  expect([...streams].map((stream) => stream.valueAt(START, 5 * MINUTE))).toEqual([1]);
  expect(store.stats.tooOld).toBe(1);
});

test("a sender whose clock is 8 minutes ahead loses nothing by that", () => {
  const store = createSeriesStore({ watchedSinceMs: START - HOUR });
  const { streams } = store.select({ metric: "failures", where: [] }, 30 * MINUTE);
  const source = new MetricSource();
  for (const [minute, value] of [
    [8, 1],
    [9, 2],
    [10, 4],
  ] as const) {
    const timeMs = START + minute * MINUTE;
    store.accept([source.sum("failures", value, { startMs: START, timeMs })], timeMs - 8 * MINUTE);
  }
  expect([...streams].map((stream) => stream.countIn(START + 10 * MINUTE, 20 * MINUTE)?.count)).toEqual([4]);
});
