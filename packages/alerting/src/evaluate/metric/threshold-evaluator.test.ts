import { describe, expect, test } from "vitest";

import { at, MetricWorld, MINUTE, service, START, threshold } from "../../../test/metric/metric-world.ts";
import type { Measure } from "../../model/rule.ts";

const failures: Measure = { kind: "count", select: { metric: "failures", where: [] }, windowMs: 10 * MINUTE };
const queue: Measure = { kind: "gauge", select: { metric: "queue", where: [] }, windowMs: 0, reduce: "last" };
const instance = (id: string): { readonly [key: string]: string } => ({ "service.instance.id": id });

test("a count holds while its increments are in the window, and says why it does not any more", () => {
  const world = new MetricWorld(threshold({ measure: failures }));
  const source = service("shop", instance("i-1"));
  for (let minute = 1; minute <= 12; minute += 1) {
    const time = { startMs: START, timeMs: at(minute) };
    world.send(minute, source.sum("failures", 2, time, { "job.name": "nightly" }));
  }
  const first = world.look(10.5);
  expect(first.holding).toMatchObject([
    {
      value: 2,
      labels: { job_name: "nightly", service_name: "shop", service_instance_id: "i-1" },
      evidence: { finding: "count of failures over 10 min is 2 (> 0)" },
    },
  ]);
  // Samples are not how often something happened.
  expect(first.holding[0]?.evidence).not.toHaveProperty("count");
  const key = first.holding[0]!.key;
  const last = world.look(12);
  expect(last.holding).toEqual([]);
  expect(last.missing.size).toBe(0);
  expect(last.cleared.get(key)).toMatchObject({ reason: "count of failures over 10 min is 0", atMs: at(12) });
});

test("c01: the first failure of a process fires, so does that of the next one, and each is over after the window", () => {
  const world = new MetricWorld(threshold({ measure: failures, by: ["service.name"] }));
  const changes: string[] = [];
  const values = new Set<number>();
  const look = (minute: number): void => {
    const before = world.active.size;
    for (const { value } of world.look(minute).holding) values.add(value);
    if (world.active.size !== before) changes.push(`${world.active.size > 0 ? "firing" : "resolved"} at ${minute}`);
  };
  for (let minute = 1; minute <= 40; minute += 1) {
    const startMs = minute <= 20 ? at(0) : at(20.5);
    const isBorn = minute >= 5 && (minute <= 20 || minute >= 23);
    const source = service("shop", instance(minute <= 20 ? "i-1" : "i-2"));
    world.send(minute, source.sum("runs", minute, { startMs, timeMs: at(minute) }));
    if (isBorn) world.send(minute, source.sum("failures", 1, { startMs, timeMs: at(minute) }));
    look(minute);
  }
  expect(changes).toEqual(["firing at 5", "resolved at 15", "firing at 23", "resolved at 33"]);
  expect(values).toEqual(new Set([1]));
});

test("a gauge holds above its threshold and, with hysteresis, until it is below the other one", () => {
  const world = new MetricWorld(threshold({ measure: queue, threshold: { op: ">", value: 10, clearAt: 5 } }));
  const source = service("shop");
  const held = [4, 8, 11, 8, 5, 8].map((value, minute) => {
    world.send(minute, source.gauge("queue", value, { timeMs: at(minute) }));
    return world.look(minute).holding.length;
  });
  expect(held).toEqual([0, 0, 1, 1, 0, 0]);
});

test("NaN never holds, infinities do, and neither stops the rest", () => {
  for (const op of [">", "<", "==", "!="] as const) {
    const world = new MetricWorld(threshold({ measure: queue, threshold: { op, value: 1 } }));
    const source = service("shop");
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1];
    world.send(1, ...values.map((value, index) => source.gauge("queue", value, { timeMs: at(1) }, { index })));
    const expected = { ">": ["1"], "<": ["2"], "==": ["3"], "!=": ["1", "2"] }[op];
    expect(world.look(1).holding.map(({ labels }) => labels["index"])).toEqual(expected);
  }
});

describe("label sets", () => {
  test("are streams with all their attributes, and two processes stay two", () => {
    const world = new MetricWorld(threshold({ measure: queue }));
    for (const id of ["a", "b"]) {
      world.send(
        1,
        service("shop", instance(id)).gauge("queue", 1, { timeMs: at(1) }, { "queue.name": "mail", size: 3 }),
      );
    }
    expect(world.look(1).holding.map(({ labels }) => labels)).toEqual([
      { queue_name: "mail", size: "3", service_name: "shop", service_instance_id: "a" },
      { queue_name: "mail", size: "3", service_name: "shop", service_instance_id: "b" },
    ]);
  });

  test("of resources that differ in nothing that is a label are two all the same, and stay the same ones", () => {
    const world = new MetricWorld(threshold({ measure: queue }));
    const sources = ["h-1", "h-2"].map((host) => service("shop", { "host.name": host }));
    const look = (minute: number) => {
      world.send(minute, ...sources.map((source) => source.gauge("queue", 1, { timeMs: at(minute) })));
      return world.look(minute).holding.map(({ key }) => key);
    };
    const keys = look(1);
    expect(new Set(keys).size).toBe(2);
    expect(look(2)).toEqual(keys);
    expect(world.look(2).holding[1]?.labels).toMatchObject({
      service_name: "shop",
      stream: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });

  test("are what `by` names, of the point before the resource, and the value is the aggregate", () => {
    const by = ["job.name", "service.name", "absent"];
    for (const [aggregate, value] of [
      ["sum", 9],
      ["min", 2],
      ["max", 4],
      ["avg", 3],
    ] as const) {
      const world = new MetricWorld(threshold({ measure: queue, by, aggregate }));
      const points = [2, 3, 4].map((size, index) =>
        service("shop", instance(`i-${index}`)).gauge("queue", size, { timeMs: at(1) }, { "job.name": "sync", index }),
      );
      world.send(1, ...points, service("shop").gauge("queue", 7, { timeMs: at(1) }, { "service.name": "own" }));
      expect(world.look(1).holding.map(({ labels, value: found }) => [labels, found])).toEqual([
        [{ job_name: "sync", service_name: "shop" }, value],
        [{ service_name: "own" }, 7],
      ]);
    }
  });

  test("say as traits what all their streams have in common", () => {
    const world = new MetricWorld(threshold({ measure: queue, by: ["job.name"] }));
    for (const id of ["a", "b"]) {
      world.send(1, service("shop", instance(id)).gauge("queue", 1, { timeMs: at(1) }, { "job.name": "sync" }));
    }
    expect(world.look(1).holding).toMatchObject([{ labels: { job_name: "sync" }, traits: { service_name: "shop" } }]);
    expect(world.look(1).holding[0]?.traits).not.toHaveProperty("service_instance_id");
  });

  test("are those of the rule's scope alone", () => {
    const scope = {
      only: [{ name: "job.name", op: "=~", value: "sync.*" }],
      except: [[{ name: "job.name", op: "=", value: "sync-slow" }]],
    } as const;
    const world = new MetricWorld(threshold({ measure: queue, by: ["job.name"] }), { scope });
    const names = ["sync-fast", "sync-slow", "other"];
    world.send(1, ...names.map((name) => service("shop").gauge("queue", 1, { timeMs: at(1) }, { "job.name": name })));
    expect(world.look(1).holding.map(({ labels }) => labels)).toEqual([{ job_name: "sync-fast" }]);
  });

  test("of a selector with matchers are those that match", () => {
    const where = [{ name: "kind", op: "!=", value: "test" }] as const;
    const world = new MetricWorld(
      threshold({ measure: { ...queue, select: { metric: "queue", where } }, by: ["kind"] }),
    );
    const kinds = ["test", "real", "test"];
    world.send(1, ...kinds.map((kind, index) => service("shop").gauge("queue", 1, { timeMs: at(1) }, { kind, index })));
    expect(world.look(1).holding).toMatchObject([{ labels: { kind: "real" }, value: 1 }]);
    expect(world.store.stats.streams).toBe(1);
  });
});

test("names that become one label are joined in their order", () => {
  const world = new MetricWorld(threshold({ measure: queue }));
  world.send(
    1,
    service("shop").gauge("queue", 1, { timeMs: at(1) }, { a_b: "2", "a.b": "1", constructor: "c", "9": "n" }),
  );
  expect(world.look(1).holding[0]?.labels).toEqual({ a_b: "1;2", constructor: "c", _9: "n", service_name: "shop" });
});

describe("what is missing", () => {
  test("is the series while its process sends other things, and the source when that is silent too", () => {
    const world = new MetricWorld(threshold({ measure: queue }));
    const source = service("shop");
    world.send(1, source.gauge("queue", 1, { timeMs: at(1) }));
    const { key } = world.look(1).holding[0]!;
    for (let minute = 2; minute <= 8; minute += 1) world.send(minute, source.gauge("other", 1, { timeMs: at(minute) }));
    expect(world.look(5.9).holding).toHaveLength(1);
    expect(world.look(5.9).holding[0]?.evidence).not.toHaveProperty("count");
    expect(world.look(8).missing.get(key)).toBe("series");
    expect(world.look(12.9).missing.get(key)).toBe("series");
    expect(world.look(13.1).missing.get(key)).toBe("source");
    expect(world.look(13.1)).toMatchObject({ holding: [], judged: "all" });
  });

  test("is nothing that has ended: that clears at once", () => {
    const world = new MetricWorld(threshold({ measure: queue }));
    const source = service("shop");
    world.send(1, source.gauge("queue", 1, { timeMs: at(1) }));
    const { key } = world.look(1).holding[0]!;
    world.send(2, source.gauge("queue", 0, { timeMs: at(2), flags: 1 }));
    const found = world.look(2);
    expect(found.missing.size).toBe(0);
    expect(found.cleared.get(key)).toMatchObject({ reason: "queue has ended" });
  });

  test("counts for 0 where the rule says so, and only for label sets that were seen", () => {
    const measure = { ...failures, windowMs: MINUTE };
    const few = { op: "<", value: 1 } as const;
    const source = service("shop");
    for (const [onMissing, expected] of [
      ["zero", 1],
      ["resolve", 0],
    ] as const) {
      const world = new MetricWorld(threshold({ measure, threshold: few }), { onMissing });
      expect(world.look(1).holding).toEqual([]);
      world.send(1, source.sum("failures", 5, { startMs: START, timeMs: at(1) }));
      expect(world.look(1).holding).toEqual([]);
      expect(world.look(3).holding).toHaveLength(expected);
      expect(world.look(3).missing.size).toBe(1 - expected);
    }
  });

  test("is what an alert from before a restart speaks of, until it is heard of again", () => {
    const world = new MetricWorld(threshold({ measure: queue }));
    const other = new MetricWorld(threshold({ measure: queue }));
    const point = service("shop").gauge("queue", 1, { timeMs: at(1) });
    other.send(1, point);
    const { key } = other.look(1).holding[0]!;
    world.active.add(key);
    world.alerts.push(
      { ruleId: "group/rule", sampleKey: key } as never,
      { ruleId: "group/other", sampleKey: "x" } as never,
    );
    expect([...world.look(1).missing]).toEqual([[key, "source"]]);
    world.send(1, point);
    expect(world.look(1)).toMatchObject({ holding: [{ key }], missing: new Map() });
  });

  test("is forgotten with its streams, unless an alert of it is active", () => {
    const world = new MetricWorld(threshold({ measure: queue }), {}, { watchedSinceMs: START, idleMs: MINUTE });
    world.send(
      1,
      service("up").gauge("queue", 1, { timeMs: at(1) }),
      service("down").gauge("queue", 0, { timeMs: at(1) }),
    );
    const { key } = world.look(1).holding[0]!;
    world.store.expire(at(60));
    expect(world.store.stats).toMatchObject({ streams: 0, points: 0 });
    expect([...world.look(60).missing]).toEqual([[key, "source"]]);
    world.active.delete(key);
    expect(world.look(61).missing.size).toBe(0);
  });
});

test("a gap does not count for 0 while nothing at all is heard of its source", () => {
  const few = { op: "<", value: 1 } as const;
  const world = new MetricWorld(threshold({ measure: queue, threshold: few }), { onMissing: "zero" });
  const source = service("shop");
  world.send(1, source.gauge("queue", 5, { timeMs: at(1) }));
  expect(world.look(1).holding).toEqual([]);
  world.send(8, source.gauge("other", 1, { timeMs: at(8) }));
  expect(world.look(8).holding).toMatchObject([{ value: 0 }]);
  const silent = world.look(20);
  expect(silent.holding).toEqual([]);
  expect([...silent.missing.values()]).toEqual(["source"]);
});

describe("measures", () => {
  const time = { startMs: START, timeMs: at(1) };
  const select = { metric: "m", where: [] };
  const windowMs = 10 * MINUTE;

  test("a ratio counts what never happened as 0 and needs enough of the whole", () => {
    const measure: Measure = {
      kind: "ratio",
      numerator: { metric: "runs", where: [{ name: "outcome", op: "=", value: "failed" }] },
      denominator: { metric: "runs", where: [] },
      windowMs,
    };
    const by = ["job.name"];
    const sent = (world: MetricWorld): MetricWorld => {
      const run = (job: string, outcome: string, count: number) =>
        service("shop").sum("runs", count, time, { "job.name": job, outcome });
      world.send(
        1,
        run("a", "failed", 1),
        run("a", "ok", 3),
        run("b", "ok", 5),
        run("c", "failed", 2),
        run("d", "ok", 0),
      );
      return world;
    };
    const any = sent(new MetricWorld(threshold({ measure, by, threshold: { op: ">=", value: 0 } }))).look(1);
    expect(new Map(any.holding.map(({ labels, value }) => [labels["job_name"], value]))).toEqual(
      new Map([
        ["a", 0.25],
        ["b", 0],
        ["c", 1],
      ]),
    );
    const enough = sent(new MetricWorld(threshold({ measure, by, minSamples: 4 }))).look(1);
    expect(enough.holding.map(({ labels }) => labels["job_name"])).toEqual(["a"]);
    expect(enough.holding[0]?.evidence).toMatchObject({
      finding: "ratio of runs to runs over 10 min is 0.25 (> 0)",
    });
  });

  test("a rate is per second of the time that was covered", () => {
    const world = new MetricWorld(threshold({ measure: { kind: "rate", select, windowMs } }));
    world.send(1, service("shop").sum("m", 120, time));
    expect(world.look(1).holding).toMatchObject([{ value: 2 }]);
  });

  test("an extrapolated increase is Prometheus' own: 1 of 60 s apart and off the grid is 3.75 of 3", () => {
    const world = new MetricWorld(
      threshold({ measure: { kind: "extrapolated_increase", select, windowMs: 5 * MINUTE } }),
    );
    for (const [minute, value] of [100, 101, 102, 103, 103].entries()) {
      world.send(minute + 1, service("shop").sum("m", value, { startMs: 0, timeMs: at(minute + 1) }));
    }
    // Samples at 1…5 min, judged at 5.5 min: 30 s on either side, 4 min sampled.
    expect(world.look(5.5).holding[0]?.value).toBeCloseTo(3.75, 12);
  });

  test("average, quantile and share of a histogram, over all its streams", () => {
    const points = [0, 1].map((index) =>
      service("shop", instance(`i-${index}`)).histogram(
        "m",
        { bounds: [1, 2, 4], bucketCounts: [0, 10, 10, 0], sum: 45, min: 1.5, max: 3.5 },
        time,
      ),
    );
    const valueOf = (measure: Measure): number | undefined => {
      const world = new MetricWorld(threshold({ measure, by: [] }));
      world.send(1, ...points);
      return world.look(1).holding[0]?.value;
    };
    expect(valueOf({ kind: "average", select, windowMs })).toBeCloseTo(2.25, 12);
    expect(valueOf({ kind: "quantile", select, windowMs, q: 0.5 })).toBeCloseTo(2, 12);
    expect(valueOf({ kind: "quantile", select, windowMs, q: 1 })).toBe(3.5);
    expect(valueOf({ kind: "share_slower_than", select, windowMs, bound: 3 })).toBeCloseTo(0.25, 12);
    expect(valueOf({ kind: "count", select, windowMs })).toBe(40);
  });

  test("of explicit and exponential streams in one label set those that counted more speak", () => {
    const measure: Measure = { kind: "quantile", select, windowMs, q: 1 };
    const world = new MetricWorld(threshold({ measure, by: [] }));
    world.send(1, service("a").histogram("m", { bounds: [1, 2], bucketCounts: [0, 3, 0] }, time));
    world.send(1, service("b").exponential("m", { scale: 0, positive: { offset: 2, counts: [9] } }, time));
    expect(world.look(1).holding).toMatchObject([{ value: 8 }]);
  });

  test("an age is that of the Unix time in a gauge, and 0 is none", () => {
    const measure: Measure = { kind: "age", select };
    const world = new MetricWorld(threshold({ measure, aggregate: "max" }));
    world.send(
      1,
      service("a").gauge("m", at(0) / 1000, { timeMs: at(1) }),
      service("b").gauge("m", 0, { timeMs: at(1) }),
    );
    expect(world.look(2).holding).toMatchObject([{ value: 120, labels: { service_name: "a" } }]);
  });

  test("a gauge over a window", () => {
    const valueOf = (reduce: "last" | "min" | "max" | "avg"): number | undefined => {
      const world = new MetricWorld(threshold({ measure: { kind: "gauge", select, windowMs: 3 * MINUTE, reduce } }));
      for (const [minute, value] of [9, 4, 6, 2].entries())
        world.send(minute, service("a").gauge("m", value, { timeMs: at(minute) }));
      return world.look(3).holding[0]?.value;
    };
    expect([valueOf("last"), valueOf("min"), valueOf("max"), valueOf("avg")]).toEqual([2, 2, 6, 4]);
  });
});

describe("what was touched", () => {
  test("is all that is judged, as of the point that made it hold", () => {
    const world = new MetricWorld(threshold({ measure: failures, by: ["job.name"] }), { mode: "event" });
    const source = service("shop");
    const send = (minute: number, job: string, count: number): void =>
      world.send(minute, source.sum("failures", count, { startMs: START, timeMs: at(minute) }, { "job.name": job }));
    expect(world.touched(0)).toBeUndefined();
    send(1, "a", 0);
    send(1, "b", 1);
    const first = world.touched(1.1);
    expect(first?.judged).toEqual(new Set(["job_name\u{0}a\u{1}", "job_name\u{0}b\u{1}"]));
    expect(first?.holding).toMatchObject([{ labels: { job_name: "b" }, sinceMs: at(1) }]);
    expect(world.touched(1.2)).toBeUndefined();
    send(2, "a", 3);
    expect(world.touched(2.1)).toMatchObject({ judged: new Set(["job_name\u{0}a\u{1}"]), holding: [{ value: 3 }] });
    send(3, "a", 3);
    expect(world.touched(3)?.holding).toMatchObject([{ value: 3, sinceMs: at(2) }]);
    send(3, "a", 3);
    expect(world.touched(3)).toBeUndefined();
    send(4, "b", 1);
    world.look(4);
    expect(world.touched(4)).toBeUndefined();
  });
});

describe("a backlog", () => {
  test("raises nothing for what a gauge was, request by request", () => {
    const world = new MetricWorld(threshold({ measure: queue, threshold: { op: ">", value: 10 } }), { mode: "event" });
    const source = service("shop");
    const arrive = (minute: number, value: number): number => {
      world.store.accept([source.gauge("queue", value, { timeMs: at(minute) })], at(6));
      return world.touched(6)?.holding.length ?? 0;
    };
    expect([12, 50, 40, 9, 8].map((value, minute) => arrive(minute + 1, value))).toEqual([0, 0, 0, 0, 0]);
    expect(arrive(5.9, 70)).toBe(1);
  });

  test("counts where it belongs by its own time", () => {
    const world = new MetricWorld(threshold({ measure: failures }), { mode: "event" });
    const source = service("shop");
    const points = [1, 1, 2, 2, 2].map((value, index) =>
      source.sum("failures", value, { startMs: START, timeMs: at(index + 1) }),
    );
    world.store.accept(points, at(6));
    expect(world.touched(6)?.holding).toMatchObject([{ value: 2, sinceMs: at(5) }]);
    expect(world.look(10.5).holding).toHaveLength(1);
    expect(world.look(11.5).holding).toMatchObject([{ value: 1 }]);
    expect(world.look(13.5).holding).toEqual([]);
  });
});

test("a label set of very many streams is one value, in either look", () => {
  const world = new MetricWorld(threshold({ measure: queue, by: [] }), { mode: "event" });
  const source = service("shop");
  world.send(5, ...Array.from({ length: 100 }, (_, id) => source.gauge("queue", 1, { timeMs: at(1) }, { id })));
  for (let part = 0; part < 13; part += 1) {
    const points = Array.from({ length: 10_000 }, (_, id) => source.gauge("queue", 1, { timeMs: at(5) }, { part, id }));
    world.store.accept(points, at(5));
  }
  expect(world.touched(5)).toMatchObject({ holding: [{ value: 130_100 }] });
  expect(world.look(5)).toMatchObject({ holding: [{ value: 130_100 }] });
});

test("what goes wrong is an error of the evaluation, and clears nothing", () => {
  const world = new MetricWorld(threshold({ measure: queue, threshold: { op: ">", value: 0, clearAt: 0 } }));
  world.send(1, service("shop").gauge("queue", 1, { timeMs: at(1) }));
  const broken = {
    isActive: (): boolean => {
      throw new Error("no such thing");
    },
    activeAlerts: () => [],
  };
  const found = world.evaluator.evaluate(at(1), broken);
  expect(found).toMatchObject({ error: "no such thing", holding: [], judged: new Set() });
});
