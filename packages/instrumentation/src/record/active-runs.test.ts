import { expect, test } from "vitest";

import type { ActiveRun, Place } from "./active-runs.ts";
import { activeRuns } from "./active-runs.ts";

const run = (name: string): ActiveRun => ({
  name,
  runId: name,
  startMs: 0,
  startedMonotonicMs: 0,
  sendStart: () => {},
  cancel: () => {},
  abandon: () => {},
  progress: () => {},
  items: () => {},
  step: (_, fn) => fn(),
  logger: { debug() {}, info() {}, warn() {}, error() {}, performance() {}, metrics() {}, audit() {} },
});

test("holds what a set and a queue would, oldest first, in any order of ends and announcements", () => {
  const places = new Map<string, Place>();
  let unannounced: string[] = [];
  let seed = 7;
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let step = 0; step < 5000; step++) {
    const action = random(5);
    const [victim] = [...places.keys()].slice(random(Math.max(1, places.size)));
    if (action < 2) {
      const name = `run ${step}`;
      places.set(name, activeRuns.add(run(name)));
      unannounced.push(name);
    } else if (action < 4 && victim !== undefined) {
      const place = places.get(victim);
      if (place !== undefined) activeRuns.remove(place);
      places.delete(victim);
      unannounced = unannounced.filter((name) => name !== victim);
    } else if (action === 4) {
      activeRuns.announced();
      unannounced.shift();
    }
    expect(activeRuns.unannounced?.name).toBe(unannounced[0]);
    expect(activeRuns.size).toBe(places.size);
    if (step % 50 === 0) expect(Array.from(activeRuns, ({ name }) => name)).toEqual([...places.keys()]);
  }
  for (const place of places.values()) activeRuns.remove(place);
  expect([activeRuns.size, [...activeRuns], activeRuns.unannounced]).toEqual([0, [], undefined]);
});
