import { describe, expect, test } from "vitest";

import { OutcomeWorld, ruleOf } from "../../../test/outcome/outcome-world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const none = { schedule: { type: "none" } } as const;

describe("stuck", () => {
  const rule = ruleOf({ kind: "stuck", runtimeMs: 2 * HOUR });

  test("a run longer than the threshold, by its own process's time; over as it ends", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    const { source } = world.start("a");
    world.send([source.runStart("import", "r1", { traceId: "ab".repeat(16) })]);
    const startMs = world.clock.nowMs();
    world.pass(2 * HOUR - MINUTE);
    expect(world.watch.turns).toEqual([]);
    world.pass(2 * MINUTE);
    expect(world.watch.turns[0]?.sample).toMatchObject({
      sinceMs: startMs + 2 * HOUR,
      evidence: { runId: "r1", traceId: "ab".repeat(16), firstMs: startMs },
    });
    expect(world.watch.turns[0]?.sample.evidence?.finding).toMatch(
      /^Run r1 has been running for 2 h( 1 min)?, longer than the threshold of 2 h; it started at 2026-/,
    );
    world.send([source.runEnd("import", "r1", { durationMs: 2 * HOUR + MINUTE })]);
    expect(world.watch.turns.map(({ to }) => to)).toEqual(["firing", "resolved"]);
    expect(world.watch.turns[1]?.cleared?.reason).toMatch(/^run r1 ended \(success\) at /);
  });

  test("a job that declares its own maximum runtime is judged by that, longer or shorter", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    const { source } = world.start("a");
    world.send([
      source.declared("long", [], { ...none, maxRuntimeMs: 6 * HOUR }),
      source.declared("short", [], { ...none, maxRuntimeMs: 5 * MINUTE }),
      source.runStart("long", "l1"),
      source.runStart("short", "s1"),
    ]);
    world.pass(6 * MINUTE);
    expect(world.watch.active("stuck").map(({ labels }) => labels["job_name"])).toEqual(["short"]);
    expect(world.watch.active("stuck")[0]?.evidence?.finding).toContain("the job's maximum runtime of 5 min");
    world.pass(3 * HOUR);
    expect(world.watch.active("stuck")).toHaveLength(1);
    world.pass(3 * HOUR);
    expect(world.watch.active("stuck")).toHaveLength(2);
  });

  test("a maximum runtime that is raised while the run goes on counts from then on", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    const { source } = world.start("a");
    world.send([source.declared("import", [], { ...none, maxRuntimeMs: MINUTE }), source.runStart("import", "r1")]);
    world.pass(3 * MINUTE);
    expect(world.watch.active("stuck")).toHaveLength(1);
    world.send([source.declared("import", [], { ...none, maxRuntimeMs: HOUR })]);
    world.pass(MINUTE);
    expect(world.watch.active("stuck")).toEqual([]);
    expect(world.watch.turns.at(-1)?.cleared?.reason).toBe(
      "what still runs is within the job's maximum runtime of 1 h",
    );
    world.pass(HOUR);
    expect(world.watch.active("stuck")[0]?.evidence?.finding).toMatch(
      /running for 1 h.* the job's maximum runtime of 1 h;/,
    );
  });

  test("a threshold above the tracker's own two hours is kept", () => {
    const world = new OutcomeWorld({ rules: [ruleOf({ kind: "stuck", runtimeMs: 3 * HOUR })] });
    const { source } = world.start("a");
    world.send([source.runStart("import", "r1")]);
    world.pass(2.5 * HOUR);
    expect(world.watch.turns).toEqual([]);
    world.pass(HOUR);
    expect(world.watch.active("stuck")).toHaveLength(1);
  });

  test("the process falls silent: nobody can say, until the run is lost or heard of", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    const process = world.start("a");
    world.send([process.source.runStart("import", "r1")]);
    world.pass(2 * HOUR + MINUTE);
    expect(world.watch.active("stuck")).toHaveLength(1);
    world.processes.delete(process);
    world.pass(5 * MINUTE);
    expect(world.watch.missing("stuck")).toEqual(["source"]);
    expect(world.watch.turns.map(({ to }) => to)).toEqual(["firing"]);
    world.send(process.beat());
    expect(world.watch.missing("stuck")).toEqual([]);
    expect(world.watch.active("stuck")).toHaveLength(1);
    world.pass(30 * MINUTE);
    expect(world.watch.turns.map(({ to }) => to)).toEqual(["firing", "resolved"]);
    expect(world.watch.turns[1]?.cleared?.reason).toMatch(/^run r1 ended \(error\) at /);
  });

  test("a backlog tells of a run that began long ago and its end: nothing", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    const { source } = world.start("a");
    const start = source.runStart("import", "r1");
    world.clock.advance(5 * HOUR);
    world.send([start, source.runEnd("import", "r1", { durationMs: HOUR })]);
    world.watch.grid(world.clock.nowMs());
    expect(world.watch.turns).toEqual([]);
  });
});

describe("finish-by", () => {
  test("past its time and still running; over as it ends", () => {
    const world = new OutcomeWorld({ rules: [ruleOf({ kind: "finish_by" })] });
    const { source } = world.start("a");
    const slot = world.clock.nowMs() + MINUTE;
    world.send([source.declared("report", [slot], { finishByMs: 10 * MINUTE })]);
    world.pass(MINUTE);
    world.send([source.runStart("report", "r1", { scheduledMs: slot })]);
    world.pass(10 * MINUTE);
    expect(world.watch.turns).toEqual([]);
    world.pass(MINUTE);
    expect(world.watch.turns[0]?.sample).toMatchObject({ sinceMs: slot + 10 * MINUTE, evidence: { runId: "r1" } });
    expect(world.watch.turns[0]?.sample.evidence?.finding).toMatch(/^Run r1 should have finished by 2026-/);
    world.send([source.runEnd("report", "r1", { durationMs: 11 * MINUTE })]);
    expect(world.watch.turns.map(({ to }) => to)).toEqual(["firing", "resolved"]);
  });
});

describe("late and missed", () => {
  test("a gap of which nobody knows how many starts it holds is told from its first to its last", () => {
    const world = new OutcomeWorld({ rules: [ruleOf({ kind: "missed", atLeast: 1 })] });
    const { source } = world.start("a");
    world.send([source.declared("sync", [world.clock.nowMs() + 9 * HOUR])]);
    world.pass(MINUTE);
    const toMs = world.clock.nowMs();
    world.send([source.slotMissed("sync", { fromMs: toMs - 8 * HOUR, toMs, cause: "not_running" })]);
    const [missed] = world.watch.active("missed");
    expect(missed).toMatchObject({ value: 1, evidence: { firstMs: toMs - 8 * HOUR, lastMs: toMs } });
    expect(missed?.evidence?.finding).toMatch(/^It did not start from 2026-\S+ to 2026-\S+: no process was running\.$/);
  });

  test("a start after its margin is late, until one is on time", () => {
    const world = new OutcomeWorld({ rules: [ruleOf({ kind: "late" }), ruleOf({ kind: "missed", atLeast: 1 })] });
    const { source } = world.start("a");
    const slot = Math.ceil((world.clock.nowMs() + 1) / HOUR) * HOUR;
    world.send([source.declared("report", [slot, slot + HOUR, slot + 2 * HOUR])]);
    world.pass(slot - world.clock.nowMs() + 5 * MINUTE);
    expect(world.watch.active("missed")).toMatchObject([{ value: 1, evidence: { firstMs: slot, count: 1 } }]);
    world.send([source.runStart("report", "r1", { scheduledMs: slot })]);
    expect(world.watch.active("missed")).toEqual([]);
    expect(world.watch.active("late")).toMatchObject([
      { value: 300, evidence: { finding: expect.stringMatching(/^It started 5 min late for the slot at /) } },
    ]);
    expect(world.watch.turnsOf("missed").at(-1)?.cleared?.reason).toContain("met after all");
    world.send([source.runEnd("report", "r1", { durationMs: 5 })]);
    world.pass(slot + HOUR - world.clock.nowMs());
    world.send([source.runStart("report", "r2", { scheduledMs: slot + HOUR })]);
    expect(world.watch.active("late")).toEqual([]);
    expect(world.watch.turnsOf("late").at(-1)?.cleared?.reason).toMatch(/ was met on time$/);
  });

  test("several in a row, beyond what the tracker lists; the count survives a restart", () => {
    const world = new OutcomeWorld({ rules: [ruleOf({ kind: "missed", atLeast: 3 })] });
    const process = world.start("a", { jobs: [{ name: "sync", periodMs: MINUTE, runMs: 10 }] });
    world.pass(2 * MINUTE + 30_000);
    // Its scheduler goes on without starting anything.
    world.processes.delete(process);
    const pass = (minutes: number): void => {
      for (let quarter = 0; quarter < 4 * minutes; quarter += 1) {
        world.pass(15_000);
        world.send(process.beat());
      }
    };
    pass(3);
    expect(world.watch.turns).toEqual([]);
    pass(10);
    const before = world.watch.active("missed")[0];
    expect(before?.value).toBeGreaterThan(9);
    expect(before?.evidence?.finding).toContain("its scheduler did not start it");
    world.restart();
    expect(world.watch.active("missed")[0]?.value).toBe(before?.value);
    process.wake();
    world.processes.add(process);
    world.pass(2 * MINUTE);
    expect(world.watch.turns.map(({ to }) => to)).toEqual(["firing", "resolved"]);
  });
});
