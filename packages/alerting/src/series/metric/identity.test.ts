import type { AnyValue, Attributes, MetricPoint } from "@jobscope/otlp";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { MetricSource } from "../../../test/metric/metric-source.ts";
import { attributesKey } from "./canonical-key.ts";
import { createSeriesStore } from "./create-series-store.ts";

const START = 1_700_000_000_000;
const MINUTE = 60_000;
const time = { timeMs: START + MINUTE, startMs: START };

function streamsOf(...points: readonly MetricPoint[]): number {
  const store = createSeriesStore({ watchedSinceMs: START });
  const { streams } = store.select({ metric: "m", where: [] }, MINUTE);
  for (const point of points) store.accept([point], START + MINUTE);
  expect(new Set(Array.from(streams, ({ key }) => key)).size).toBe(streams.size);
  return streams.size;
}

describe("one stream", () => {
  test("whatever the order of attributes, of point, resource and scope, and over requests", () => {
    const one = new MetricSource({ resource: { a: 1, b: "2" }, scope: { attributes: { x: 1, y: 2 } } });
    const other = new MetricSource({ resource: { b: "2", a: 1 }, scope: { attributes: { y: 2, x: 1 } } });
    expect(
      streamsOf(one.sum("m", 1, time, { p: [1, "2"], q: true }), other.sum("m", 1, time, { q: true, p: [1, "2"] })),
    ).toBe(1);
  });

  const base = new MetricSource();
  for (const [what, other] of [
    ["resources", new MetricSource({ resource: { "service.name": "other" } }).sum("m", 1, time)],
    ["scope names", new MetricSource({ scope: { name: "other" } }).sum("m", 1, time)],
    ["scope versions", new MetricSource({ scope: { version: "2" } }).sum("m", 1, time)],
    ["scope schemas", new MetricSource({ scope: { schemaUrl: "other" } }).sum("m", 1, time)],
    ["scope attributes", new MetricSource({ scope: { attributes: { a: 1 } } }).sum("m", 1, time)],
    ["kinds", base.gauge("m", 1, time)],
    ["temporalities", base.sum("m", 1, { ...time, temporality: "delta" })],
    ["monotonicities", base.sum("m", 1, { ...time, isMonotonic: false })],
    ["units", { ...base.sum("m", 1, time), metric: { ...base.sum("m", 1, time).metric, unit: "s" } }],
    ["attributes", base.sum("m", 1, time, { a: 1 })],
  ] as const) {
    test(`is two with other ${what}`, () => {
      expect(streamsOf(base.sum("m", 1, time), other)).toBe(2);
    });
  }

  test("is as many as there are types of a value", () => {
    const values: AnyValue[] = [
      1,
      1n,
      "1",
      true,
      "true",
      null,
      "null",
      [1],
      ["1"],
      { a: 1 },
      -0,
      0,
      new Uint8Array([1]),
    ];
    expect(streamsOf(...values.map((v) => new MetricSource().sum("m", 1, time, { v })))).toBe(values.length);
  });

  test("has a key that no other attributes have, in any order", () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.double(),
      fc.array(fc.string(), { maxLength: 2 }),
    );
    const bag = fc.dictionary(fc.string(), value, { maxKeys: 20 });
    fc.assert(
      fc.property(bag, bag, (a, b) => {
        const reversed = Object.fromEntries(Object.entries(a).toReversed()) as Attributes;
        expect(attributesKey(reversed)).toBe(attributesKey(a));
        const same = (x: object): string => JSON.stringify(Object.entries(x).toSorted(([m], [n]) => (m < n ? -1 : 1)));
        if (attributesKey(a) === attributesKey(b)) expect(same(a)).toBe(same(b));
      }),
    );
  });
});

test("streams are found in any order, and new, forgotten and changed ones among them", () => {
  const store = createSeriesStore({ watchedSinceMs: START, idleMs: MINUTE });
  const { streams } = store.select({ metric: "m", where: [] }, MINUTE);
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(12), { maxLength: 12 }), { maxLength: 12 }), (requests) => {
      const now = Math.max(START, ...Array.from(streams, ({ newestMs }) => newestMs)) + 10 * MINUTE;
      store.expire(now);
      const source = new MetricSource();
      const expected = new Set<string>();
      requests.forEach((ids, request) => {
        const timeMs = now + request;
        const points = ids.map((id) => source.gauge("m", id, { timeMs }, id % 3 === 0 ? { id, more: "x" } : { id }));
        store.accept(points, timeMs);
        for (const id of ids) expected.add(`${id}=${id}`);
      });
      const atMs = now + requests.length;
      const found = Array.from(
        streams,
        (stream) => `${String(stream.attributes["id"])}=${stream.valueAt(atMs, MINUTE)}`,
      );
      expect(found.toSorted((a, b) => (a < b ? -1 : 1))).toEqual([...expected].toSorted((a, b) => (a < b ? -1 : 1)));
    }),
  );
});

describe("bounds", () => {
  test("a flood of streams is refused beyond the limit and counted, and those that were there are served on", () => {
    const store = createSeriesStore({ watchedSinceMs: START, streams: 1000 });
    const { streams } = store.select({ metric: "m", where: [] }, MINUTE);
    const source = new MetricSource();
    const request = (from: number, timeMs: number): MetricPoint[] =>
      Array.from({ length: 5000 }, (_, index) => source.sum("m", 2, { timeMs, startMs: START }, { id: from + index }));
    store.accept(request(0, START + MINUTE), START + MINUTE);
    store.accept(request(5000, START + MINUTE), START + MINUTE);
    expect(store.stats).toMatchObject({ streams: 1000, points: 1000, overflowed: 9000 });
    expect(store.accept(request(0, START + 2 * MINUTE), START + 2 * MINUTE)).toHaveLength(1000);
    expect(streams.size).toBe(1000);

    store.expire(START + 200 * MINUTE);
    expect(store.stats).toMatchObject({ streams: 0, points: 0 });
    const late = START + 201 * MINUTE;
    store.accept([source.sum("m", 7, { timeMs: late, startMs: START }, { id: 4000 })], late);
    expect([...streams].map((stream) => stream.countIn(late, MINUTE)?.count)).toEqual([0]);
  });

  test("so is a flood of resources", () => {
    const store = createSeriesStore({ watchedSinceMs: START, streams: 100 });
    store.select({ metric: "m", where: [] }, MINUTE);
    for (let id = 0; id < 300; id += 1) {
      const source = new MetricSource({ resource: { id } });
      store.accept([source.sum("m", 1, time), source.sum("other", 1, time)], START + MINUTE);
    }
    expect(store.stats).toMatchObject({ streams: 100, overflowed: 200 });
  });

  test("and floods of scopes and of units", () => {
    const store = createSeriesStore({ watchedSinceMs: START, streams: 100 });
    store.select({ metric: "m", where: [{ name: "a", op: "=", value: "" }] }, MINUTE);
    for (let id = 0; id < 300; id += 1) {
      const source = new MetricSource({ scope: { name: `scope-${id}` } });
      const point = new MetricSource().sum("m", 1, time, { a: "unwanted" });
      store.accept(
        [source.sum("n", 1, time), { ...point, metric: { ...point.metric, unit: `unit-${id}` } }],
        START + MINUTE,
      );
    }
    expect(store.stats).toMatchObject({ streams: 0, overflowed: 300 - 100 });
    const fresh = new MetricSource({ scope: { name: "one too many" } }).sum("m", 1, time);
    expect(store.accept([fresh], START + MINUTE)).toHaveLength(0);
    // Others of the same process are heard still.
    store.accept(
      [new MetricSource({ scope: { name: "scope-1" } }).sum("n", 1, { timeMs: START + 190 * MINUTE })],
      START + 190 * MINUTE,
    );
    store.expire(START + 200 * MINUTE);
    const later = new MetricSource({ scope: { name: "one too many" } }).sum("m", 1, { timeMs: START + 200 * MINUTE });
    expect(store.accept([later], START + 200 * MINUTE)).toHaveLength(1);
  });

  test("streams that no selector wants are not kept", () => {
    const store = createSeriesStore({ watchedSinceMs: START });
    const { streams } = store.select({ metric: "m", where: [{ name: "a", op: "=", value: "1" }] }, MINUTE);
    const source = new MetricSource();
    const points = [1, 2, 1, 2].map((a, index) =>
      source.sum("m", index, { ...time, timeMs: time.timeMs + index }, { a }),
    );
    expect(store.accept([...points, source.sum("n", 1, time, { a: 1 })], START + MINUTE)).toHaveLength(1);
    expect(streams.size).toBe(1);
    expect(store.stats).toMatchObject({ streams: 1, points: 2 });
  });

  test("what a resource sent last is known, of whatever metric", () => {
    const store = createSeriesStore({ watchedSinceMs: START });
    const { streams } = store.select({ metric: "m", where: [] }, MINUTE);
    const source = new MetricSource();
    store.accept([source.sum("m", 1, time)], START + MINUTE);
    const later = { timeMs: START + 5 * MINUTE };
    store.accept([new MetricSource().gauge("other", 1, later)], later.timeMs);
    store.accept([new MetricSource({ resource: { "service.name": "b" } }).gauge("m", 1, later)], later.timeMs);
    const [stream] = streams;
    expect(store.resourceNewestMs(stream!)).toBe(later.timeMs);
    expect(stream?.newestMs).toBe(time.timeMs);
  });
});
