import { describe, expect, it } from "vitest";

import { LifecycleWorld, sampleOf } from "../../test/support/lifecycle-world.ts";
import { ruleOf } from "../../test/support/rules.ts";

const A = { host: "a" };
const B = { host: "b" };
const HOLDS = { holding: [sampleOf(A)] };

describe("an alert on the grid, as Prometheus has it", () => {
  it("fires in its first evaluation without `for`", () => {
    const world = new LifecycleWorld(ruleOf());
    expect(world.steps(1_000, HOLDS)).toEqual(["inactive > firing"]);
    expect(world.active).toMatchObject([{ state: "firing", activeAtMs: 1_000, firedAtMs: 1_000, value: 11 }]);
    expect(world.steps(2_000, HOLDS)).toEqual([]);
  });

  it("is pending until it has held for `for`, then fires as of that evaluation", () => {
    const world = new LifecycleWorld(ruleOf({ forMs: 2_000 }));
    expect(world.steps(1_000, HOLDS)).toEqual(["inactive > pending"]);
    expect(world.steps(2_999, HOLDS)).toEqual([]);
    expect(world.steps(3_000, HOLDS)).toEqual(["pending > firing"]);
    expect(world.active).toMatchObject([{ activeAtMs: 1_000, firedAtMs: 3_000 }]);
  });

  it("forgets a pending one at once where it does not hold, and never reports it", () => {
    const world = new LifecycleWorld(ruleOf({ forMs: 2_000 }));
    world.at(1_000, HOLDS);
    expect(world.steps(2_000)).toEqual(["pending > inactive"]);
    expect(world.stored.size).toBe(0);
    world.at(3_000, HOLDS);
    expect(world.active).toMatchObject([{ activeAtMs: 3_000, state: "pending" }]);
  });

  it("resolves one that fires at once where it does not hold", () => {
    const world = new LifecycleWorld(ruleOf());
    world.at(1_000, HOLDS);
    expect(world.steps(2_000)).toEqual(["firing > resolved"]);
    expect([...world.stored.values()]).toMatchObject([
      { resolvedAtMs: 2_000, resolveReason: "condition_cleared", value: 11 },
    ]);
    expect(world.active).toEqual([]);
    expect(world.lifecycle.isActive(world.rule.id, sampleOf(A).key)).toBe(false);
  });

  it("keeps firing for `keepFiringFor` from the first miss, with value and annotations frozen", () => {
    const world = new LifecycleWorld(ruleOf({ keepFiringForMs: 4_000, annotations: { v: "{{ $value }}" } }));
    world.at(1_000, { holding: [sampleOf(A, 11)] });
    world.at(2_000, { holding: [sampleOf(A, 12)] });
    expect(world.steps(3_000)).toEqual([]);
    expect(world.active).toMatchObject([{ keepFiringSinceMs: 3_000, value: 12, annotations: { v: "12" } }]);
    expect(world.steps(6_999)).toEqual([]);
    expect(world.steps(7_000)).toEqual(["firing > resolved"]);
    expect([...world.stored.values()]).toMatchObject([{ resolvedAtMs: 7_000, value: 12, annotations: { v: "12" } }]);
  });

  it("starts `keepFiringFor` anew where it held in between", () => {
    const world = new LifecycleWorld(ruleOf({ keepFiringForMs: 4_000 }));
    world.at(1_000, HOLDS);
    world.at(2_000);
    expect(world.steps(5_000, HOLDS)).toEqual([]);
    expect(world.active[0]).not.toHaveProperty("keepFiringSinceMs");
    expect(world.steps(8_000)).toEqual([]);
    expect(world.steps(12_000)).toEqual(["firing > resolved"]);
  });

  it("begins a new episode after each resolve, within the retention of 15 min and after it", () => {
    const world = new LifecycleWorld(ruleOf());
    for (const atMs of [0, 60_000, 60_000 + 20 * 60_000]) {
      world.at(atMs, HOLDS);
      world.at(atMs + 1_000);
    }
    const alerts = [...world.stored.values()];
    expect(new Set(alerts.map(({ id }) => id)).size).toBe(3);
    expect(alerts.map(({ resolvedAtMs }) => resolvedAtMs)).toEqual([1_000, 61_000, 1_261_000]);
  });

  it("is another episode even where it fires again at the instant at which it was resolved", () => {
    const world = new LifecycleWorld(ruleOf());
    for (let round = 0; round < 3; round += 1) {
      world.at(1_000, HOLDS);
      world.at(1_000);
    }
    expect(world.stored.size).toBe(3);
  });

  it("is an error of the whole rule, which changes nothing, where two results have the same final labels", () => {
    const world = new LifecycleWorld(ruleOf({ labels: { host: "all" } }));
    world.at(1_000, { holding: [sampleOf(A)] });
    const before = world.changes.length;
    expect(world.steps(2_000, { holding: [sampleOf(A), sampleOf(B)] })).toEqual([]);
    expect(world.changes).toHaveLength(before);
    expect(world.lifecycle.statuses()).toMatchObject([
      {
        health: "error",
        error: expect.stringContaining("two results have the same labels") as unknown,
        lastEvaluationMs: 2_000,
      },
    ]);
    expect(world.steps(3_000, { holding: [sampleOf(B)] })).toEqual([]);
    expect(world.lifecycle.statuses()).toMatchObject([{ health: "ok" }]);
    expect(world.storedActive).toMatchObject([{ sampleKey: sampleOf(B).key, activeAtMs: 1_000 }]);
    expect(world.lifecycle.isActive(world.rule.id, sampleOf(B).key)).toBe(true);
    expect(world.lifecycle.isActive(world.rule.id, sampleOf(A).key)).toBe(false);
  });

  it("has the labels of the sample, over them severity and those of the rule, over them alertname", () => {
    const world = new LifecycleWorld(
      ruleOf({ labels: { host: "{{ $labels.host }}-1", gone: "", team: "x" }, severity: "critical" }),
    );
    world.at(0, { holding: [sampleOf({ host: "a", gone: "1", alertname: "old", severity: "low", __name__: "m" })] });
    expect(world.active[0]?.labels).toEqual({ host: "a-1", team: "x", alertname: "High", severity: "critical" });
  });

  it("expands templates against the labels of the query, never those of the rule", () => {
    const world = new LifecycleWorld(
      ruleOf({
        labels: { host: "rule", other: "x" },
        annotations: { text: "{{ $labels.host }}/{{ .Labels.other }}/{{ $value }}" },
      }),
    );
    world.at(0, HOLDS);
    expect(world.active[0]?.annotations).toEqual({ text: "a//11" });
  });

  it("shows a failed template as text and drops nothing", () => {
    const world = new LifecycleWorld(ruleOf({ annotations: { text: "{{ if }}" } }));
    world.at(0, HOLDS);
    expect(world.active[0]?.annotations["text"]).toContain("<error expanding template");
  });

  it("takes a changed label template for another alert", () => {
    const world = new LifecycleWorld(ruleOf({ labels: { level: "{{ $value }}" } }));
    world.at(0, { holding: [sampleOf(A, 1)] });
    expect(world.steps(1_000, { holding: [sampleOf(A, 2)] })).toEqual(["firing > resolved", "inactive > firing"]);
    expect(world.active).toMatchObject([{ labels: { level: "2" } }]);
  });

  it("falls back to pending where `for` was lengthened by a reload, and fires at once where it was shortened", () => {
    const world = new LifecycleWorld(ruleOf({ forMs: 1_000 }));
    world.at(0, HOLDS);
    world.at(1_000, HOLDS);
    const longer = ruleOf({ forMs: 10_000 });
    const evaluation = { judged: "all", missing: new Map(), cleared: new Map(), holding: [sampleOf(A)] } as const;
    expect(world.lifecycle.apply(longer, { ...evaluation, atMs: 2_000 })).toMatchObject([
      { from: "firing", to: "pending" },
    ]);
    expect(world.active[0]).not.toHaveProperty("firedAtMs");
    expect(world.lifecycle.apply(ruleOf({ forMs: 3_000 }), { ...evaluation, atMs: 3_000 })).toMatchObject([
      { from: "pending", to: "firing", alert: { activeAtMs: 0, firedAtMs: 3_000 } },
    ]);
  });

  it("goes on where it was after a restart at any point: `for` and `keepFiringFor` do not begin anew", () => {
    const world = new LifecycleWorld(ruleOf({ forMs: 3_000, keepFiringForMs: 3_000 }));
    const steps = [0, 1_000, 2_000, 3_000].flatMap((atMs) => {
      world.restart();
      return world.steps(atMs, HOLDS);
    });
    expect(steps).toEqual(["inactive > pending", "pending > firing"]);
    const more = [4_000, 5_000, 6_000, 7_000].flatMap((atMs) => {
      world.restart();
      return world.steps(atMs, { cleared: [[A, { reason: "below" }]] });
    });
    expect(more).toEqual(["firing > resolved"]);
    expect([...world.stored.values()]).toMatchObject([{ activeAtMs: 0, firedAtMs: 3_000, resolvedAtMs: 7_000 }]);
  });
});
