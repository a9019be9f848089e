import { expect, test } from "vitest";

import { at, MetricWorld, MINUTE, service, START } from "../../../test/metric/metric-world.ts";
import type { Condition } from "../../model/rule.ts";

const beat: Condition = {
  kind: "absence",
  select: { metric: "beat", where: [{ name: "job.name", op: "=", value: "nightly" }] },
  by: ["service.name"],
  afterMs: 5 * MINUTE,
};
const point = (name: string, minute: number) =>
  service(name).gauge("beat", 1, { timeMs: at(minute) }, { "job.name": "nightly" });

test("a label set that was heard and is silent holds until it is heard again", () => {
  const world = new MetricWorld(beat);
  world.send(1, point("a", 1), point("b", 1));
  expect(world.look(5.9).holding).toEqual([]);
  world.send(5.9, point("b", 5.9));
  const { holding } = world.look(6);
  expect(holding).toMatchObject([
    {
      labels: { service_name: "a" },
      value: 300,
      evidence: { lastMs: at(1), finding: "beat has not been heard for 5 min" },
    },
  ]);
  world.send(7, point("a", 7));
  const heard = world.look(7);
  expect(heard.holding).toEqual([]);
  expect(heard.cleared.get(holding[0]!.key)).toMatchObject({ reason: "beat is heard again" });
});

test("a backlog is heard when it comes, however old its points", () => {
  const world = new MetricWorld(beat);
  world.send(1, point("a", 1));
  world.send(8, point("a", 2));
  expect(world.look(8).holding).toEqual([]);
});

test("a selector that finds nothing at all holds as a whole, from when it is asked", () => {
  const world = new MetricWorld(beat);
  expect(world.look(0).holding).toEqual([]);
  expect(world.look(5).holding).toMatchObject([{ labels: { job_name: "nightly" }, value: 300 }]);
  world.send(6, point("a", 6));
  expect(world.look(6).holding).toEqual([]);
  expect(world.active.size).toBe(0);
});

test("what is absent outlasts its streams while its alert is active, and a restart", () => {
  const world = new MetricWorld(beat, {}, { watchedSinceMs: START, idleMs: MINUTE });
  world.send(1, point("a", 1));
  const { key } = world.look(10).holding[0]!;
  world.store.expire(at(60));
  expect(world.store.stats.streams).toBe(0);
  expect(world.look(61).holding).toMatchObject([{ key, value: 3600 }]);

  const next = new MetricWorld(beat);
  next.active.add(key);
  next.alerts.push({
    ruleId: "group/rule",
    sampleKey: key,
    activeAtMs: at(6),
    traits: {},
    evidence: { lastMs: at(1) },
  } as never);
  expect(next.look(62).holding).toMatchObject([{ key, labels: { service_name: "a" }, value: 3660 }]);
  next.send(63, point("a", 63));
  expect(next.look(63).holding).toEqual([]);
});

test("what is heard again is judged at once", () => {
  const world = new MetricWorld(beat, { mode: "event" });
  world.send(1, point("a", 1));
  const { key } = world.look(10).holding[0]!;
  world.send(11, point("a", 11));
  const found = world.touched(11);
  expect(found?.holding).toEqual([]);
  expect(found?.judged).toContain(key);
  expect(world.active.size).toBe(0);
});
