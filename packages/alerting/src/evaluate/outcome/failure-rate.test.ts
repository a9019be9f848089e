import { describe, expect, test } from "vitest";

import { OutcomeWorld, ruleOf } from "../../../test/outcome/outcome-world.ts";
import { probabilityAbove } from "./failure-rate.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const rule = ruleOf({ kind: "failure_rate", rate: 0.05, windowMs: HOUR, minRuns: 20, confidence: 0.95 });

/** Deterministic and even enough for a simulation: mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shareAlarmed(p: number, runs: number): number {
  const random = randomOf(42);
  let alarms = 0;
  for (let trial = 0; trial < 2000; trial += 1) {
    let failed = 0;
    for (let run = 0; run < runs; run += 1) if (random() < p) failed += 1;
    if (failed > 0 && probabilityAbove(0.05, { runs, failed }) > 0.95) alarms += 1;
  }
  return alarms / 2000;
}

describe("failure rate", () => {
  test("from 20 runs on the plain share: 1 of 20 is not above 5 %, 2 of 20 are", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    const { source } = world.start("a");
    const run = (n: number, result: "success" | "failure"): void => {
      world.pass(MINUTE);
      world.send([source.runEnd("sync", `r${n}`, { durationMs: 5, result })]);
    };
    run(0, "failure");
    for (let n = 1; n < 20; n += 1) run(n, "success");
    expect(world.watch.turns).toEqual([]);
    run(20, "failure");
    expect(world.watch.turns.map(({ to }) => to)).toEqual(["firing"]);
    const sample = world.watch.turns[0]?.sample;
    expect(sample).toMatchObject({ value: 2 / 21, sinceMs: world.clock.nowMs(), evidence: { count: 2, runId: "r20" } });
    expect(sample?.evidence?.finding).toBe("2 of 21 runs failed within 1 h (9.5 %), above the threshold of 5 %.");
  });

  test("the window slides: what left it no longer counts, exactly", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    const { source } = world.start("a");
    for (let n = 0; n < 30; n += 1) {
      world.pass(MINUTE);
      world.send([source.runEnd("sync", `r${n}`, { durationMs: 5, result: n < 2 ? "failure" : "success" })]);
    }
    const firstMs = world.clock.nowMs() - 29 * MINUTE;
    expect(world.watch.active("failure_rate")[0]?.value).toBe(2 / 30);
    const job = world.watch.facts.job(`${source.serviceId}~sync`);
    expect(job?.outcomes.countIn(firstMs + HOUR - 1, HOUR)).toMatchObject({ runs: 30, failed: 2 });
    expect(job?.outcomes.countIn(firstMs + HOUR, HOUR)).toMatchObject({ runs: 29, failed: 1 });
    world.pass(32 * MINUTE);
    expect(world.watch.active("failure_rate")).toEqual([]);
    expect(world.watch.turns.at(-1)?.cleared?.reason).toMatch(/no longer above 5 %$/);
  });

  test("does not say that a share is low which is only not certain to be high", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    const { source } = world.start("a");
    for (let n = 0; n < 20; n++) {
      world.pass(MINUTE);
      world.send([source.runEnd("sync", `r${n}`, { durationMs: 5, result: n < 2 ? "failure" : "success" })]);
    }
    expect(world.watch.active("failure_rate")[0]?.value).toBe(0.1);
    world.pass(41.5 * MINUTE);
    expect(world.watch.turns.at(-1)?.cleared?.reason).toBe(
      "1 of 19 runs failed within 1 h (5.3 %), no longer above 5 % for certain",
    );
  });

  test("a window that runs empty because the service is silent says nothing: missing, not over", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    const process = world.start("a");
    world.send(
      Array.from({ length: 25 }, (_, n) =>
        process.source.runEnd("sync", `r${n}`, { durationMs: 5, result: n % 5 === 0 ? "failure" : "success" }),
      ),
    );
    world.kill(process);
    world.pass(3 * HOUR);
    expect(world.watch.turns.map(({ to }) => to)).toEqual(["firing"]);
    expect(world.watch.missing("failure_rate")).toEqual(["source"]);
  });

  test("skips, cancelled runs and attempts that are tried again are no runs", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    const { source } = world.start("a");
    world.send([
      source.runSkip("sync", "s1"),
      source.runEnd("sync", "c1", { durationMs: 5, result: "cancellation" }),
      source.runEnd("sync", "r1", { durationMs: 5, result: "failure", attempt: 1, maxAttempts: 2 }),
      source.runEnd("sync", "r2", { durationMs: 5, attempt: 2, maxAttempts: 2, previousRunId: "r1" }),
    ]);
    const job = world.watch.facts.job(`${source.serviceId}~sync`);
    expect(job?.outcomes.countIn(world.clock.nowMs(), HOUR)).toMatchObject({ runs: 1, failed: 0 });
  });

  test("the same run told again, or enriched by its span, counts once", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    const { source } = world.start("a");
    const end = source.runEnd("sync", "r1", { durationMs: 5 });
    world.send([end]);
    world.send([end]);
    const { service, serviceId, instanceId } = source;
    world.send([
      {
        kind: "span",
        service,
        serviceId,
        instanceId,
        jobName: "sync",
        systemName: "croner",
        runId: "r1",
        timeMs: end.timeMs,
        startMs: end.timeMs - 5,
        endMs: end.timeMs,
        durationMs: 5,
        result: "success",
        traceId: "ab".repeat(16),
        spanId: "cd".repeat(8),
      },
    ]);
    const job = world.watch.facts.job(`${serviceId}~sync`);
    expect(job?.outcomes.countIn(world.clock.nowMs(), HOUR)).toMatchObject({ runs: 1, failed: 0 });
    expect(job?.durations).toHaveLength(1);
  });

  test("below 20 runs by the posterior: one failure of one run is not enough, two of two are", () => {
    expect(probabilityAbove(0.05, { runs: 1, failed: 1 })).toBeLessThan(0.95);
    expect(probabilityAbove(0.05, { runs: 2, failed: 2 })).toBeGreaterThan(0.95);
    expect(probabilityAbove(0.05, { runs: 12, failed: 1 })).toBeLessThan(0.95);
    // Without a failure nothing speaks against the job, whatever the threshold.
    const world = new OutcomeWorld({
      rules: [ruleOf({ kind: "failure_rate", rate: 0.0001, windowMs: HOUR, minRuns: 20, confidence: 0.5 })],
    });
    const { source } = world.start("a");
    world.send([source.runEnd("sync", "r1", { durationMs: 5 })]);
    expect(world.watch.turns).toEqual([]);
  });

  test("a healthy job (1 %) hardly ever alarms at 12 runs, one that fails half of its runs nearly always does", () => {
    expect(shareAlarmed(0.01, 12)).toBeLessThan(0.005);
    expect(shareAlarmed(0.5, 2)).toBeGreaterThan(0.2);
    expect(shareAlarmed(0.5, 5)).toBeGreaterThan(0.45);
    expect(shareAlarmed(0.5, 12)).toBeGreaterThan(0.97);
  });

  test("a lost run that is heard of again is taken out of the count", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    const process = world.start("a");
    world.send([process.source.runStart("sync", "r1"), process.source.runStart("sync", "r2")]);
    world.processes.delete(process);
    world.pass(20 * MINUTE);
    const job = world.watch.facts.job(`${process.source.serviceId}~sync`);
    expect(job?.outcomes.countIn(world.clock.nowMs(), HOUR)).toMatchObject({ runs: 2, failed: 2 });
    world.send([process.source.runEnd("sync", "r1", { durationMs: 5 })]);
    expect(job?.outcomes.countIn(world.clock.nowMs(), HOUR)).toMatchObject({ runs: 1, failed: 0 });
    expect(world.watch.active("failure_rate")).toEqual([]);
  });
});
