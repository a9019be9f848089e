import { expect, test } from "vitest";

import { MetricSource } from "../../../test/metric/metric-source.ts";
import type { Stream } from "../../model/series.ts";
import { createSeriesStore } from "./create-series-store.ts";

const START = 1_700_000_000_000;
const MINUTE = 60_000;

function only(streams: ReadonlySet<Stream>): Stream {
  const [stream] = streams;
  if (stream === undefined || streams.size !== 1) throw new Error(`Expected one stream, got ${streams.size}.`);
  return stream;
}

test("c01: a counter that is born with its first failure counts it, and so does the one after a restart", () => {
  const store = createSeriesStore({ watchedSinceMs: START });
  const { streams } = store.select({ metric: "failures", where: [] }, 10 * MINUTE);
  const source = new MetricSource();
  const at = (minute: number): number => START + minute * MINUTE;
  store.accept([source.sum("failures", 1, { startMs: START, timeMs: at(5) })], at(5));
  for (let minute = 6; minute <= 20; minute += 1) {
    store.accept([source.sum("failures", 1, { startMs: START, timeMs: at(minute) })], at(minute));
  }
  const stream = only(streams);
  const counts = Array.from({ length: 16 }, (_, index) => stream.countIn(at(5 + index), 10 * MINUTE)?.count);
  expect(counts).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);

  store.accept([source.sum("failures", 1, { startMs: at(20.5), timeMs: at(21) })], at(21));
  expect(stream.countIn(at(21), 10 * MINUTE)?.count).toBe(1);
  expect(stream.countIn(at(30.9), 10 * MINUTE)?.count).toBe(1);
  expect(stream.countIn(at(31), 10 * MINUTE)?.count).toBe(0);
});

test("c01: a counter born in a process that is older than the watch counts as well, if the process was heard without it", () => {
  const store = createSeriesStore({ watchedSinceMs: START });
  const { streams } = store.select({ metric: "failures", where: [] }, 10 * MINUTE);
  const source = new MetricSource();
  const startMs = START - 300 * MINUTE;
  store.accept([source.sum("runs", 900, { startMs, timeMs: START + 1000 })], START + 1000);
  const now = START + MINUTE + 1000;
  const points = [
    source.sum("runs", 901, { startMs, timeMs: now }),
    source.sum("failures", 1, { startMs, timeMs: now }),
  ];
  store.accept(points, now);
  expect(only(streams).countIn(now, 10 * MINUTE)?.count).toBe(1);
});

test("c22: one increment in a day is 1 inside of the window and 0 outside, at every phase", () => {
  const window = 60 * MINUTE;
  const store = createSeriesStore({ watchedSinceMs: START });
  const { streams } = store.select({ metric: "failures", where: [] }, window);
  const source = new MetricSource();
  const increment = START + 6 * 60 * MINUTE;
  const values = new Set<number>();
  for (let timeMs = START + 15_000; timeMs <= START + 24 * 60 * MINUTE; timeMs += 15_000) {
    const value = timeMs < increment ? 100 : 101;
    store.accept([source.sum("failures", value, { startMs: START - 600 * MINUTE, timeMs })], timeMs);
    for (let phase = 0; phase < 15_000; phase += 1100) {
      const atMs = timeMs + phase;
      const counted = only(streams).countIn(atMs, window)?.count ?? Number.NaN;
      expect(counted).toBe(atMs >= increment && atMs < increment + window ? 1 : 0);
      values.add(counted);
    }
  }
  expect(values).toEqual(new Set([0, 1]));
});
