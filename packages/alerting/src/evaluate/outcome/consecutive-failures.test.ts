import { describe, expect, test } from "vitest";

import { OutcomeWorld, ruleOf } from "../../../test/outcome/outcome-world.ts";

const MINUTE = 60_000;

function failingWorld(atLeast: number): OutcomeWorld {
  return new OutcomeWorld({ rules: [ruleOf({ kind: "consecutive_failures", atLeast })] });
}

describe("consecutive failures", () => {
  test("failure, success, success, success: one firing, one resolve after the second run, nothing later", () => {
    const world = failingWorld(1);
    const { source } = world.start("a");
    for (const [index, result] of (["failure", "success", "success", "success"] as const).entries()) {
      world.pass(MINUTE);
      world.send([source.runEnd("report", `r${index}`, { durationMs: 5, result, errorType: "ECONNREFUSED" })]);
    }
    expect(world.watch.turns.map(({ to }) => to)).toEqual(["firing", "resolved"]);
    expect(world.watch.turns[0]?.sample).toMatchObject({
      value: 1,
      labels: {
        job_name: "report",
        service_name: "billing",
        deployment_environment_name: "test",
        job_criticality: "normal",
      },
      traits: { error_type: "ECONNREFUSED" },
      evidence: { runId: "r0", errorType: "ECONNREFUSED", count: 1 },
    });
    expect(world.watch.turns[1]?.cleared?.reason).toMatch(/^run r1 succeeded at .* after 1 failed run$/);
  });

  test("a run of which nothing was heard again was lost, and failed with nothing", () => {
    const world = failingWorld(1);
    const process = world.start("a", { jobs: [{ name: "report", periodMs: MINUTE, runMs: 60 * MINUTE }] });
    world.pass(90_000);
    world.kill(process);
    world.pass(20 * MINUTE);
    const [alert] = world.watch.active("consecutive_failures");
    expect(alert?.evidence?.finding).toBe("The last run was lost; no run has succeeded yet.");
  });

  test("288 failures, then a success: one firing, one resolve that tells the count, the first and the last time", () => {
    const world = failingWorld(3);
    const { source } = world.start("a");
    const times: number[] = [];
    for (let run = 0; run < 288; run += 1) {
      world.pass(5000);
      times.push(world.clock.nowMs());
      world.send([source.runEnd("report", `r${run}`, { durationMs: 5, result: "failure" })]);
      if (run === 150) world.restart();
    }
    world.pass(5000);
    world.send([source.runEnd("report", "good", { durationMs: 5 })]);
    expect(world.watch.turns.map(({ to }) => to)).toEqual(["firing", "resolved"]);
    const [firing, resolved] = world.watch.turns;
    expect(firing?.sample.sinceMs).toBe(times[2]);
    expect(resolved?.sample).toMatchObject({ value: 288 });
    expect(resolved?.cleared).toMatchObject({
      goodRunKey: expect.stringContaining("good"),
      evidence: { count: 288, firstMs: times[0], lastMs: times.at(-1) },
    });
    // What is known of the failed run is not said of the good one.
    expect(resolved?.cleared?.evidence).not.toHaveProperty("runKey");
  });

  test("a backlog: a failure that is followed by a good run in the same request raises nothing", () => {
    const world = failingWorld(1);
    const { source } = world.start("a");
    const failed = source.runEnd("report", "r1", { durationMs: 5, result: "failure" });
    world.clock.advance(5 * MINUTE);
    world.send([failed, source.runEnd("report", "r2", { durationMs: 5 })]);
    expect(world.watch.turns).toEqual([]);
  });

  test("an attempt that will be tried again is no failure; the last one is", () => {
    const world = failingWorld(1);
    const { source } = world.start("a");
    const attempt = (n: number, result: "failure" | "success"): void => {
      world.pass(MINUTE);
      world.send([
        source.runEnd("report", `r${n}`, {
          durationMs: 5,
          result,
          attempt: n,
          maxAttempts: 3,
          ...(n > 1 && { previousRunId: `r${n - 1}` }),
        }),
      ]);
    };
    attempt(1, "failure");
    attempt(2, "failure");
    expect(world.watch.turns).toEqual([]);
    attempt(3, "failure");
    expect(world.watch.turns.map(({ to }) => to)).toEqual(["firing"]);
    expect(world.watch.turns[0]?.sample.evidence).toMatchObject({ runId: "r3", count: 1 });
  });

  test("a retry replaces the attempt before it, whichever is told first", () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const world = failingWorld(1);
      const { source } = world.start("a");
      const events = [
        source.runEnd("report", "r1", { durationMs: 5, result: "failure" }),
        source.runEnd("report", "r2", { durationMs: 5, previousRunId: "r1", attempt: 2 }),
      ];
      for (const index of order) world.send([events[index]!]);
      expect(world.watch.active("consecutive_failures")).toEqual([]);
    }
  });

  test("paused and retired jobs raise nothing, and clear what they had", () => {
    const world = failingWorld(1);
    const { source } = world.start("a", { jobs: [{ name: "sync", periodMs: 3_600_000, runMs: 10 }] });
    world.send([source.runEnd("sync", "r1", { durationMs: 5, result: "failure" })]);
    expect(world.watch.active("consecutive_failures")).toHaveLength(1);
    world.send([source.switched("job.paused", "sync")]);
    world.pass(2 * MINUTE);
    expect(world.watch.active("consecutive_failures")).toEqual([]);
    expect(world.watch.turns.at(-1)?.cleared?.reason).toMatch(/^the job is paused since /);
    world.send([source.switched("job.resumed", "sync")]);
    world.pass(2 * MINUTE);
    expect(world.watch.active("consecutive_failures")).toHaveLength(1);
    world.store.apply(world.tracker.retire(`${source.serviceId}~sync`, "no longer needed"));
    expect(world.watch.turns.at(-1)?.cleared?.reason).toMatch(/retired at .*: an admin retired it$/);
  });

  test("only jobs in scope; an alert ends when its job leaves the scope", () => {
    const only = [{ name: "job.criticality", op: "=", value: "critical" }] as const;
    const world = new OutcomeWorld({ rules: [ruleOf({ kind: "consecutive_failures", atLeast: 1 }, only)] });
    const { source } = world.start("a");
    const fail = (run: string): void =>
      world.send([source.runEnd("report", run, { durationMs: 5, result: "failure" })]);
    fail("r1");
    expect(world.watch.turns).toEqual([]);
    world.send([source.declared("report", [], { criticality: "critical", schedule: { type: "none" } })]);
    expect(world.watch.active("consecutive_failures")).toMatchObject([{ labels: { job_criticality: "critical" } }]);
    world.pass(MINUTE);
    world.send([source.declared("report", [], { criticality: "low", schedule: { type: "none" } })]);
    expect(world.watch.active("consecutive_failures")).toEqual([]);
    expect(world.watch.turns.at(-1)?.cleared?.reason).toBe("the job was declared with another criticality");
  });
});
