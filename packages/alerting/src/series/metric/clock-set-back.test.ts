import { expect, test } from "vitest";

import { MetricSource } from "../../../test/metric/metric-source.ts";
import { createSeriesStore } from "./create-series-store.ts";

const START = 1_700_000_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test("clocks are set back by an hour: gauges have a value at once, counters go on counting from there", () => {
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
  const backMs = START + MINUTE - HOUR;
  send(backMs, 5);
  send(backMs + MINUTE, 7);
  expect([...gauges].map((stream) => stream.valueAt(backMs + MINUTE, 5 * MINUTE))).toEqual([7]);
  expect([...counters].map((stream) => stream.countIn(backMs + MINUTE, 10 * MINUTE)?.count)).toEqual([2]);
  expect(store.stats).toMatchObject({ tooOld: 0, streams: 2, points: 4 });
});

test("a late point is no clock that was set back", () => {
  const store = createSeriesStore();
  const { streams } = store.select({ metric: "used", where: [] }, 10 * MINUTE);
  const source = new MetricSource();
  store.accept([source.gauge("used", 1, { timeMs: START })], START);
  store.accept([source.gauge("used", 2, { timeMs: START - HOUR })], START);
  expect([...streams].map((stream) => stream.valueAt(START, 5 * MINUTE))).toEqual([1]);
  expect(store.stats.tooOld).toBe(1);
});
