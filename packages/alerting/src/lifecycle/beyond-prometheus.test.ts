import { describe, expect, it } from "vitest";

import { evaluationOf, LifecycleWorld, sampleOf } from "../../test/support/lifecycle-world.ts";
import { ruleOf } from "../../test/support/rules.ts";
import { fingerprintOf, labelsKey } from "../model/labels.ts";

const A = { host: "a" };
const B = { host: "b" };
const HOLDS = { holding: [sampleOf(A)] };
const SOURCE_SILENT = { missing: [[A, "source"]] } as const;
const SERIES_GONE = { missing: [[A, "series"]] } as const;
const CLEARED = { cleared: [[A, { reason: "below the threshold" }]] } as const;
const ENDED = { reason: "source_ended", detail: "The process i1 has ended." } as const;
const MINUTE = 60_000;

describe("an evaluation that fails", () => {
  it("changes nothing, and says so", () => {
    const world = new LifecycleWorld(ruleOf({ forMs: 2 * MINUTE }), ruleOf({ name: "Other" }));
    world.at(0, HOLDS);
    const before = world.changes.length;
    expect(world.steps(MINUTE, { error: "timeout" })).toEqual([]);
    expect(world.changes).toHaveLength(before);
    expect(world.lifecycle.statuses()).toMatchObject([
      { health: "error", error: "timeout", lastEvaluationMs: MINUTE },
      { health: "unknown" },
    ]);
    expect(world.steps(2 * MINUTE, HOLDS)).toEqual(["pending > firing"]);
    expect(world.lifecycle.statuses()[0]).not.toHaveProperty("error");
    expect(world.steps(3 * MINUTE, { error: "timeout" })).toEqual([]);
    expect(world.active).toMatchObject([{ state: "firing" }]);
  });
});

describe("missing data", () => {
  it("makes an alert stale where its source is silent, and never resolves it, however long", () => {
    const world = new LifecycleWorld(ruleOf({ missingForMs: 5 * MINUTE }));
    world.at(0, HOLDS);
    expect(world.steps(MINUTE, SOURCE_SILENT)).toEqual([]);
    expect(world.active).toMatchObject([{ state: "firing", missingSinceMs: MINUTE }]);
    world.restart();
    expect(world.steps(6 * MINUTE, SOURCE_SILENT)).toEqual(["firing > stale"]);
    expect(world.steps(500 * MINUTE, SOURCE_SILENT)).toEqual([]);
    expect(world.lifecycle.isActive(world.rule.id, labelsKey(A))).toBe(true);
    world.restart();
    expect(world.steps(501 * MINUTE, SOURCE_SILENT)).toEqual([]);
    expect(world.active).toMatchObject([{ state: "stale" }]);
  });

  it.each([
    { told: HOLDS, steps: ["stale > firing"] },
    { told: CLEARED, steps: ["stale > resolved"] },
    { told: SERIES_GONE, steps: ["stale > resolved"] },
  ])("a stale alert is $steps.0 once its source sends again", ({ told, steps }) => {
    const world = new LifecycleWorld(ruleOf());
    world.at(0, HOLDS);
    world.at(MINUTE, SOURCE_SILENT);
    expect(world.steps(2 * MINUTE, told)).toEqual(steps);
    expect([...world.stored.values()]).toMatchObject([{ firedAtMs: 0 }]);
  });

  it("resolves by default once a series is gone for long enough while its source sends", () => {
    const world = new LifecycleWorld(ruleOf({ missingForMs: MINUTE }));
    world.at(0, HOLDS);
    expect(world.steps(1_000, SERIES_GONE)).toEqual([]);
    expect(world.steps(60_999, SERIES_GONE)).toEqual([]);
    expect(world.steps(61_000, SERIES_GONE)).toEqual(["firing > resolved"]);
    expect([...world.stored.values()]).toMatchObject([{ resolveReason: "data_missing", resolvedAtMs: 61_000 }]);
  });

  it("forgets a gap once there is data again", () => {
    const world = new LifecycleWorld(ruleOf({ missingForMs: MINUTE }));
    world.at(0, HOLDS);
    world.at(1_000, SERIES_GONE);
    world.at(50_000, HOLDS);
    expect(world.storedActive[0]).not.toHaveProperty("missingSinceMs");
    expect(world.steps(70_000, SERIES_GONE)).toEqual([]);
  });

  it("is no gap any more where it is known not to hold", () => {
    const world = new LifecycleWorld(ruleOf({ missingForMs: MINUTE, keepFiringForMs: 5 * MINUTE }));
    world.at(0, HOLDS);
    world.at(1_000, SERIES_GONE);
    world.at(2_000, CLEARED);
    expect(world.storedActive).toMatchObject([{ keepFiringSinceMs: 2_000 }]);
    expect(world.storedActive[0]).not.toHaveProperty("missingSinceMs");
  });

  it("keeps `for` going over a gap that tells nothing, but does not fire within it", () => {
    const world = new LifecycleWorld(ruleOf({ forMs: 2 * MINUTE, missingForMs: 5 * MINUTE }));
    world.at(0, HOLDS);
    expect(world.steps(2 * MINUTE, SERIES_GONE)).toEqual([]);
    expect(world.steps(3 * MINUTE, HOLDS)).toEqual(["pending > firing"]);
  });

  it("forgets a pending one whose data is missing for too long", () => {
    for (const told of [SOURCE_SILENT, SERIES_GONE]) {
      const world = new LifecycleWorld(ruleOf({ forMs: 20 * MINUTE, missingForMs: MINUTE }));
      world.at(0, HOLDS);
      world.at(MINUTE, told);
      expect(world.steps(2 * MINUTE, told)).toEqual(["pending > inactive"]);
    }
  });

  it("keep: goes on as it was", () => {
    const world = new LifecycleWorld(ruleOf({ onMissing: "keep" }));
    world.at(0, HOLDS);
    expect(world.steps(MINUTE, SERIES_GONE)).toEqual([]);
    expect(world.steps(90 * MINUTE, SERIES_GONE)).toEqual([]);
    expect(world.active).toMatchObject([{ state: "firing" }]);
  });

  it("zero: is judged as if it were zero", () => {
    const above = new LifecycleWorld(ruleOf({ onMissing: "zero" }));
    above.at(0, HOLDS);
    expect(above.steps(MINUTE, SERIES_GONE)).toEqual(["firing > resolved"]);
    const { condition } = ruleOf();
    if (condition.kind !== "threshold") throw new Error("no threshold");
    const low = ruleOf({ onMissing: "zero", condition: { ...condition, threshold: { op: "<", value: 1 } } });
    const below = new LifecycleWorld(low);
    below.at(0, { holding: [sampleOf(A, 0)] });
    expect(below.steps(MINUTE, SERIES_GONE)).toEqual([]);
    expect(below.active).toMatchObject([{ state: "firing" }]);
  });

  it("alert: six short gaps tell nothing, a long one fires once and is resolved once", () => {
    const world = new LifecycleWorld(ruleOf({ onMissing: "alert", missingForMs: 5 * MINUTE }));
    const fine = {};
    const steps: string[] = [];
    for (let minute = 0; minute < 60; minute += 1) {
      const gap = minute % 10 === 5;
      steps.push(
        ...world.steps(minute * MINUTE, gap ? SOURCE_SILENT : fine).filter((step) => !step.includes("pending")),
      );
      if (!gap) world.at(minute * MINUTE + 1_000, CLEARED);
    }
    expect(steps).toEqual([]);
    for (let minute = 60; minute < 66; minute += 1) steps.push(...world.steps(minute * MINUTE, SOURCE_SILENT));
    world.restart();
    steps.push(...world.steps(66 * MINUTE, SOURCE_SILENT), ...world.steps(67 * MINUTE, CLEARED));
    expect(steps).toEqual(["inactive > pending", "pending > firing", "firing > resolved"]);
    expect([...world.stored.values()]).toMatchObject([
      { labels: { host: "a" }, activeAtMs: 60 * MINUTE, firedAtMs: 65 * MINUTE, resolvedAtMs: 67 * MINUTE },
    ]);
  });

  it("alert: within the limit of the rule, and once for series that the rule's labels make one", () => {
    const hosts = Array.from({ length: 9 }, (_, n) => ({ host: `h${n}` }));
    const missing = hosts.map((labels) => [labels, "series"] as const);
    const world = new LifecycleWorld(ruleOf({ onMissing: "alert", limit: 4 }));
    expect(world.steps(0, { missing })).toEqual(hosts.slice(0, 4).map(() => "inactive > firing"));
    expect(world.lifecycle.statuses()).toMatchObject([{ overflow: 5 }]);
    expect(world.steps(1_000, { missing })).toEqual([]);
    const one = new LifecycleWorld(ruleOf({ onMissing: "alert", labels: { host: "" } }));
    expect(one.steps(0, { missing })).toEqual(["inactive > firing"]);
    expect(one.steps(1_000, { missing })).toEqual([]);
    const both = new LifecycleWorld(ruleOf({ onMissing: "alert", labels: { host: "" } }));
    expect(both.steps(0, { ...HOLDS, missing })).toEqual(["inactive > firing"]);
    expect(both.active).toMatchObject([{ value: 11 }]);
  });

  it("alert: what begins to hold after a gap begins then", () => {
    const world = new LifecycleWorld(ruleOf({ onMissing: "alert", missingForMs: 5 * MINUTE, forMs: 3 * MINUTE }));
    world.at(0, SOURCE_SILENT);
    expect(world.steps(4 * MINUTE, HOLDS)).toEqual(["pending > inactive", "inactive > pending"]);
    expect(world.active).toMatchObject([{ activeAtMs: 4 * MINUTE }]);
  });
});

describe("event mode", () => {
  const event = ruleOf({ mode: "event" });
  const only = (...labels: readonly Record<string, string>[]): ReadonlySet<string> => new Set(labels.map(labelsKey));

  it("fires on arrival, as of when it happened, and is resolved as of when it was over", () => {
    const world = new LifecycleWorld(event);
    const [fired] = world.at(10_500, { judged: only(A), holding: [sampleOf(A, 1, { sinceMs: 10_000 })] });
    expect(fired).toMatchObject({ to: "firing", atMs: 10_500, alert: { activeAtMs: 10_500, firedAtMs: 10_000 } });
    const [resolved] = world.at(20_500, { judged: only(A), cleared: [[A, { reason: "succeeded", atMs: 20_000 }]] });
    expect(resolved).toMatchObject({ to: "resolved", alert: { resolvedAtMs: 20_000, resolveDetail: "succeeded" } });
  });

  it("leaves what was not judged as it is", () => {
    const world = new LifecycleWorld(event);
    world.at(0, { judged: only(A), holding: [sampleOf(A)] });
    expect(world.steps(1_000, { judged: only(B), holding: [sampleOf(B)] })).toEqual(["inactive > firing"]);
    expect(world.active).toHaveLength(2);
    expect(world.steps(2_000, { judged: only(A) })).toEqual(["firing > resolved"]);
  });

  it("leaves `for` to the grid, and clears at once", () => {
    const world = new LifecycleWorld(ruleOf({ mode: "event", forMs: 1_000 }));
    const touched = { judged: only(A), holding: [sampleOf(A)] };
    expect(world.steps(0, touched)).toEqual(["inactive > pending"]);
    expect(world.steps(2_000, touched)).toEqual([]);
    // A slot lies before what arrived ahead of it, and is judged after it.
    expect(world.steps(1_900, HOLDS)).toEqual(["pending > firing"]);
    expect(world.steps(2_100, { judged: only(A) })).toEqual(["firing > resolved"]);
  });

  it("is never resolved before it fired, nor in the future", () => {
    const fired = { judged: only(A), holding: [sampleOf(A, 1, { sinceMs: 10_000 })] };
    for (const [toldMs, resolvedAtMs] of [
      [5_000, 10_000],
      [99_000, 20_500],
    ] as const) {
      const world = new LifecycleWorld(event);
      world.at(10_500, fired);
      const [resolved] = world.at(20_500, { judged: only(A), cleared: [[A, { reason: "succeeded", atMs: toldMs }]] });
      expect(resolved?.alert).toMatchObject({ resolvedAtMs });
    }
    const early = new LifecycleWorld(event);
    expect(early.at(9_000, fired)).toMatchObject([{ alert: { firedAtMs: 9_000 } }]);
  });

  it("leaves the instants of a grid rule to the grid", () => {
    const world = new LifecycleWorld(ruleOf());
    expect(world.at(30_000, { holding: [sampleOf(A, 1, { sinceMs: 10_000 })] })).toMatchObject([
      { alert: { firedAtMs: 30_000 } },
    ]);
    expect(world.at(60_000, { cleared: [[A, { reason: "below", atMs: 50_000 }]] })).toMatchObject([
      { alert: { resolvedAtMs: 60_000 } },
    ]);
  });

  it("carries the evidence of its end, and counts what happened until then", () => {
    const world = new LifecycleWorld(event);
    for (let count = 1; count <= 288; count += 1) {
      const evidence = { firstMs: 0, lastMs: count * 1_000, count, runKey: "same" };
      world.at(count * 1_000, { judged: only(A), holding: [sampleOf(A, count, { evidence })] });
    }
    const [resolved] = world.at(290_000, {
      judged: only(A),
      cleared: [[A, { reason: "succeeded", evidence: { runKey: "good" } }]],
    });
    expect(resolved?.alert.evidence).toEqual({ firstMs: 0, lastMs: 288_000, count: 288, runKey: "good" });
    expect(resolved?.alert.value).toBe(288);
  });
});

describe("the limit of a rule", () => {
  const hosts = Array.from({ length: 50 }, (_, n) => ({ host: `h${n}` }));
  const all = { holding: hosts.map((labels) => sampleOf(labels)) };
  const firstOf = (count: number): readonly string[] =>
    hosts
      .map((labels) => fingerprintOf({ ...labels, alertname: "High", severity: "warning" }))
      .toSorted()
      .slice(0, count);

  it("keeps the first by fingerprint, whatever came first, and says how many found no place", () => {
    for (const holding of [all.holding, all.holding.toReversed()]) {
      const world = new LifecycleWorld(ruleOf({ limit: 10 }));
      world.at(0, { holding: holding.slice(0, 20) });
      world.at(1_000, { holding });
      expect(world.active.map(({ fingerprint }) => fingerprint).toSorted()).toEqual(firstOf(10));
      expect(world.lifecycle.statuses()).toMatchObject([{ overflow: 40, health: "ok" }]);
    }
  });

  it("wipes nothing: what is among the first fires on, what must go is resolved with that reason", () => {
    const world = new LifecycleWorld(ruleOf({ limit: 10 }));
    world.at(0, { holding: all.holding.slice(0, 10) });
    const transitions = world.at(1_000, all);
    const kept = world.active.filter(({ activeAtMs }) => activeAtMs === 0);
    const resolved = transitions.filter(({ to }) => to === "resolved");
    expect(kept.length + resolved.length).toBe(10);
    expect(kept.length).toBeGreaterThan(0);
    expect(resolved.every(({ alert }) => alert.resolveReason === "limit_exceeded")).toBe(true);
    expect(world.at(2_000, all)).toEqual([]);
  });

  it("counts what arrives one by one, too", () => {
    const world = new LifecycleWorld(ruleOf({ limit: 10, mode: "event" }));
    for (const labels of hosts) world.at(0, { judged: new Set([labelsKey(labels)]), holding: [sampleOf(labels)] });
    expect(world.active.map(({ fingerprint }) => fingerprint).toSorted()).toEqual(firstOf(10));
    expect(world.lifecycle.statuses()).toMatchObject([{ overflow: 1 }]);
    world.at(1_000, all);
    const known = world.active[0]?.sampleKey ?? "";
    world.at(2_000, { judged: new Set([known]), holding: all.holding.filter(({ key }) => key === known) });
    expect(world.lifecycle.statuses()).toMatchObject([{ overflow: 40 }]);
  });
});

describe("flap control", () => {
  const change = (world: LifecycleWorld, atMs: number): readonly string[] =>
    world.steps(atMs, (atMs / MINUTE) % 2 === 0 ? HOLDS : CLEARED);

  it("makes the fifth change within 30 min the last until it is calm for 10 min", () => {
    const world = new LifecycleWorld(ruleOf({ flapControl: true }));
    const steps = Array.from({ length: 30 }, (_, minute) => change(world, minute * MINUTE)).flat();
    expect(steps).toEqual([
      "inactive > firing",
      "firing > resolved",
      "inactive > firing",
      "firing > resolved",
      "inactive > firing",
    ]);
    expect(world.active).toMatchObject([{ flapping: true, state: "firing" }]);
    world.restart();
    expect(world.steps(38 * MINUTE, CLEARED)).toEqual([]);
    expect(world.steps(39 * MINUTE, CLEARED)).toEqual(["firing > resolved"]);
    world.at(40 * MINUTE, HOLDS);
    expect(world.active[0]).not.toHaveProperty("flapping");
  });

  it("goes on while the condition goes on changing, slower than before", () => {
    const world = new LifecycleWorld(ruleOf({ flapControl: true }));
    for (let minute = 0; minute < 5; minute += 1) change(world, minute * MINUTE);
    const steps = Array.from({ length: 20 }, (_, n) =>
      world.steps((10 + n * 8) * MINUTE, n % 2 === 0 ? CLEARED : HOLDS),
    ).flat();
    expect(steps).toEqual([]);
  });

  it("ends, too, where it goes on holding", () => {
    const world = new LifecycleWorld(ruleOf({ flapControl: true }));
    for (let minute = 0; minute < 7; minute += 1) change(world, minute * MINUTE);
    expect(world.active).toMatchObject([{ flapping: true }]);
    world.at(16 * MINUTE, HOLDS);
    expect(world.storedActive[0]).not.toHaveProperty("flapping");
    expect(world.steps(17 * MINUTE, CLEARED)).toEqual(["firing > resolved"]);
  });

  it("remembers no more changes than it needs", () => {
    const world = new LifecycleWorld(ruleOf({ flapControl: true }));
    for (let minute = 0; minute < 200; minute += 1) change(world, minute * MINUTE);
    expect(world.storedActive[0]?.flips).toHaveLength(5);
  });

  it.each([
    { calmMs: 15 * MINUTE, flapping: true },
    { calmMs: 15 * MINUTE + 1, flapping: undefined },
  ])(
    "forgets what was resolved for more than 15 min: after $calmMs ms it is flapping: $flapping",
    ({ calmMs, flapping }) => {
      const world = new LifecycleWorld(ruleOf({ flapControl: true }));
      for (let minute = 0; minute < 4; minute += 1) change(world, minute * MINUTE);
      world.at(3 * MINUTE + calmMs, CLEARED);
      world.at(20 * MINUTE, HOLDS);
      expect(world.active[0]?.flapping).toBe(flapping);
    },
  );

  it("leaves slow changes alone", () => {
    const world = new LifecycleWorld(ruleOf({ flapControl: true }));
    const steps = Array.from({ length: 20 }, (_, n) =>
      world.steps(n * 8 * MINUTE, n % 2 === 0 ? HOLDS : CLEARED),
    ).flat();
    expect(steps).toHaveLength(20);
  });
});

describe("n of the last m evaluations", () => {
  const rule = ruleOf({ nOfM: { n: 3, m: 5 } });
  const run = (world: LifecycleWorld, pattern: string, fromMs: number = 0): readonly string[] =>
    pattern
      .split("")
      .map((vote, n) => world.steps(fromMs + n * 1_000, vote === "1" ? HOLDS : CLEARED).join())
      .filter((step) => step !== "");

  it("fires with the third of five, and clears once fewer are left", () => {
    const world = new LifecycleWorld(rule);
    expect(run(world, "1010")).toEqual([]);
    expect(run(world, "1", 4_000)).toEqual(["inactive > firing"]);
    expect(run(world, "0", 5_000)).toEqual(["firing > resolved"]);
  });

  it("keeps its votes over a restart as far as they matter, and over a gap", () => {
    const world = new LifecycleWorld(rule);
    run(world, "111");
    world.restart();
    expect(run(world, "00", 3_000)).toEqual([]);
    world.at(5_000, SERIES_GONE);
    expect(run(world, "0", 6_000)).toEqual(["firing > resolved"]);
  });

  it("does not count arrivals", () => {
    const world = new LifecycleWorld({ ...rule, mode: "event" });
    for (let n = 0; n < 10; n += 1) world.at(n, { ...HOLDS, judged: new Set([labelsKey(A)]) });
    expect(world.active).toEqual([]);
  });
});

describe("a clock that is set back", () => {
  it("makes `for` begin anew at worst, and stops no writing", () => {
    const world = new LifecycleWorld(ruleOf({ forMs: 2 * MINUTE }));
    const hour = 60 * MINUTE;
    world.at(hour, HOLDS);
    world.at(0, HOLDS);
    expect(world.steps(MINUTE, HOLDS)).toEqual([]);
    expect(world.steps(2 * MINUTE, HOLDS)).toEqual(["pending > firing"]);
    world.at(hour, { holding: [sampleOf(A, 100)] });
    world.at(10 * MINUTE, { holding: [sampleOf(A, 200)] });
    expect(world.storedActive).toMatchObject([{ value: 200 }]);
  });
});

describe("a snapshot with several episodes of one alert", () => {
  it.each([0, 1, 2])("goes on with the active one, else with the newest of the resolved ones (order %i)", (order) => {
    const world = new LifecycleWorld(ruleOf({ flapControl: true }));
    for (const atMs of [0, 2_000, 4_000]) {
      world.at(atMs, HOLDS);
      if (atMs < 4_000) world.at(atMs + 1_000, CLEARED);
    }
    const alerts = [...world.stored];
    world.stored.clear();
    for (const [id, alert] of [...alerts.slice(order), ...alerts.slice(0, order)]) world.stored.set(id, alert);
    world.restart();
    expect(world.active).toMatchObject([{ activeAtMs: 4_000, flips: [0, 1_000, 2_000, 3_000, 4_000] }]);
    for (const [id, { state }] of alerts) if (state === "firing") world.stored.delete(id);
    world.restart();
    world.at(5_000, HOLDS);
    expect(world.active).toMatchObject([{ flips: [0, 1_000, 2_000, 3_000, 5_000] }]);
  });
});

describe("what ends without its data", () => {
  const firing = ruleOf({ name: "Firing" });
  const pending = ruleOf({ name: "Pending", forMs: 10 * MINUTE });

  function started(): LifecycleWorld {
    const world = new LifecycleWorld(firing, pending);
    const told = { holding: [sampleOf(A, 11, { evidence: { jobId: "job-a" } }), sampleOf(B)] };
    for (const rule of [firing, pending]) world.lifecycle.apply(rule, evaluationOf(0, told));
    return world;
  }

  it("a removed rule resolves what it fired and forgets what was pending", () => {
    const world = started();
    world.restart([]);
    const transitions = world.lifecycle.retireRules(5_000);
    expect(transitions.map(({ from, to }) => `${from} > ${to}`).toSorted()).toEqual([
      "firing > resolved",
      "firing > resolved",
      "pending > inactive",
      "pending > inactive",
    ]);
    expect([...world.stored.values()]).toMatchObject([
      { resolveReason: "rule_removed", resolvedAtMs: 5_000 },
      { resolveReason: "rule_removed", resolvedAtMs: 5_000 },
    ]);
    expect(world.lifecycle.retireRules(6_000)).toEqual([]);
  });

  it("an edited rule resolves what it fired, and fires anew if it still holds", () => {
    const world = started();
    const edited = { ...firing, hash: "edited" };
    world.restart([edited, pending]);
    expect(world.lifecycle.retireRules(5_000)).toHaveLength(2);
    const fired = world.lifecycle.apply(edited, evaluationOf(5_000, { holding: [sampleOf(A)] }));
    expect(fired).toMatchObject([{ from: "inactive", to: "firing", alert: { ruleHash: "edited", activeAtMs: 5_000 } }]);
    expect([...world.stored.values()].filter(({ resolveReason }) => resolveReason === "rule_edited")).toHaveLength(2);
    expect(world.storedActive.filter(({ state }) => state === "pending")).toHaveLength(2);
  });

  it("what has ended resolves its alerts, and no others", () => {
    const world = started();
    expect(
      world.lifecycle
        .end(({ evidence }) => (evidence.jobId === "job-a" ? ENDED : undefined), 5_000)
        .map(({ to }) => to),
    ).toEqual(["resolved", "inactive"]);
    expect([...world.stored.values()].find(({ state }) => state === "resolved")).toMatchObject({
      resolveReason: "source_ended",
    });
    expect(world.active).toHaveLength(2);
  });
});

it("a source that is silent for a day resolves its alerts, no sooner", () => {
  const world = new LifecycleWorld(ruleOf());
  world.at(0, HOLDS);
  world.at(MINUTE, SOURCE_SILENT);
  world.at(1_440 * MINUTE, SOURCE_SILENT);
  expect(world.active).toMatchObject([{ state: "stale" }]);
  world.at(1_441 * MINUTE, SOURCE_SILENT);
  expect(world.active).toEqual([]);
  expect([...world.stored.values()]).toMatchObject([{ state: "resolved", resolveReason: "data_missing" }]);
});

describe("what is written", () => {
  const rule = ruleOf({ annotations: { text: "{{ $value }}" } });

  it("is nothing where nothing changed, and a value that moves once a minute", () => {
    const world = new LifecycleWorld(rule);
    world.at(0, HOLDS);
    const writes = (): number => world.changes.filter(({ kind }) => kind === "alert").length;
    for (let atMs = 1_000; atMs < 300_000; atMs += 1_000) world.at(atMs, HOLDS);
    expect(writes()).toBe(1);
    for (let atMs = 300_000; atMs < 600_000; atMs += 1_000) world.at(atMs, { holding: [sampleOf(A, atMs)] });
    expect(writes()).toBe(6);
    expect(world.active).toMatchObject([{ value: 599_000, annotations: { text: "599000" } }]);
    const [stored] = world.storedActive;
    expect(stored?.value).toBeGreaterThan(599_000 - MINUTE);
    expect(stored?.annotations).toEqual({ text: String(stored?.value) });
    expect(stored === undefined ? undefined : world.lifecycle.current(stored)).toMatchObject({ value: 599_000 });
    const [transition] = world.at(600_000);
    expect(transition?.alert).toMatchObject({ value: 599_000, annotations: { text: "599000" } });
  });

  it("is spread over the minute for alerts that fired together", () => {
    const world = new LifecycleWorld(rule);
    const hosts = Array.from({ length: 600 }, (_, n) => ({ host: `h${n}` }));
    const writesAt = (atMs: number): number => {
      const before = world.changes.length;
      world.at(atMs, { holding: hosts.map((labels) => sampleOf(labels, atMs)) });
      return world.changes.slice(before).filter(({ kind }) => kind === "alert").length;
    };
    const writes = Array.from({ length: 181 }, (_, second) => writesAt(second * 1_000));
    expect(writes[0]).toBe(600);
    expect(writes.slice(1, 60).every((count) => count === 0)).toBe(true);
    expect(writes.slice(60, 120).reduce((sum, count) => sum + count)).toBeGreaterThan(550);
    expect(Math.max(...writes.slice(1))).toBeLessThan(60);
  });

  it("is another run, another error, another trait at once", () => {
    const world = new LifecycleWorld(rule);
    world.at(0, { holding: [sampleOf(A, 1, { evidence: { runKey: "r1", count: 1 } })] });
    world.at(1_000, { holding: [sampleOf(A, 1, { evidence: { runKey: "r2", count: 2 } })] });
    expect(world.storedActive).toMatchObject([{ evidence: { runKey: "r2" } }]);
    world.at(2_000, {
      holding: [sampleOf(A, 1, { evidence: { runKey: "r2", count: 2 }, traits: { health: "down" } })],
    });
    expect(world.storedActive).toMatchObject([{ traits: { health: "down" } }]);
    expect(world.changes.filter(({ kind }) => kind === "alert")).toHaveLength(3);
  });

  it("has a line of history for each step", () => {
    const world = new LifecycleWorld(ruleOf({ forMs: MINUTE }));
    world.at(0, HOLDS);
    world.at(MINUTE, HOLDS);
    world.at(2 * MINUTE, SOURCE_SILENT);
    world.at(3 * MINUTE, HOLDS);
    world.at(4 * MINUTE);
    expect(world.events.map(({ kind, detail }) => `${kind}: ${detail}`)).toEqual([
      "pending: High holds since 1970-01-01T00:00:00.000Z.",
      "firing: High fires since 1970-01-01T00:01:00.000Z.",
      "stale: No data from its source since 1970-01-01T00:02:00.000Z: unknown.",
      "firing: Its source sends again, and High still holds.",
      "resolved: High is resolved since 1970-01-01T00:04:00.000Z (condition cleared).",
    ]);
  });
});
