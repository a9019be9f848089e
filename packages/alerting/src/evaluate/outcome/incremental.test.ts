import type { SimulatedProcess } from "@jobscope/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { OutcomeWorld, ruleOf } from "../../../test/outcome/outcome-world.ts";
import { createOutcomeEvaluator } from "./create-outcome-evaluator.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Rules that nothing but an event can turn: between two events they stand still. */
const RULES = [
  ruleOf({ kind: "consecutive_failures", atLeast: 2 }),
  ruleOf({ kind: "average_duration", aboveMs: 30_000, runs: 5, minRuns: 3 }),
  ruleOf({ kind: "degradation", recent: 2, baseline: 5, factor: 2 }),
  ruleOf({ kind: "missed", atLeast: 2 }),
  ruleOf({ kind: "late" }),
  ruleOf({ kind: "finish_by" }),
  ruleOf({ kind: "lost" }),
  ruleOf({ kind: "process_lost" }),
  ruleOf({ kind: "telemetry_stopped" }),
  ruleOf({ kind: "shared_error", jobs: 2, windowMs: 30 * 24 * HOUR }),
  ruleOf({ kind: "failure_rate", rate: 0.2, windowMs: 30 * 24 * HOUR, minRuns: 5, confidence: 0.9 }),
  ruleOf({ kind: "error_spike", above: 3, windowMs: 30 * 24 * HOUR }),
];

type Action =
  | { readonly kind: "boot"; readonly process: number }
  | { readonly kind: "stop" | "kill" | "wake"; readonly process: number }
  | {
      readonly kind: "run";
      readonly process: number;
      readonly job: number;
      readonly result: "success" | "failure";
      readonly slow: boolean;
    }
  | { readonly kind: "retry"; readonly process: number; readonly job: number; readonly result: "success" | "failure" }
  | { readonly kind: "start"; readonly process: number; readonly job: number }
  | { readonly kind: "pause" | "resume"; readonly process: number }
  | { readonly kind: "retire" }
  | { readonly kind: "stall" | "deliver" | "restart" }
  | { readonly kind: "pass"; readonly seconds: number };

const whose = fc.integer({ min: 0, max: 2 });
const job = fc.integer({ min: 0, max: 2 });
const result = fc.constantFrom("success" as const, "failure" as const);
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom("boot" as const, "stop" as const, "kill" as const, "wake" as const),
      process: whose,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("run" as const), process: whose, job, result, slow: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("retry" as const), process: whose, job, result }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("start" as const), process: whose, job }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("pause" as const, "resume" as const), process: whose }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom("stall" as const, "deliver" as const, "restart" as const) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "retire" as const }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("pass" as const), seconds: fc.integer({ min: 1, max: 1500 }) }),
  },
);

class Play {
  readonly world = new OutcomeWorld({ rules: RULES });
  readonly #processes = new Map<number, SimulatedProcess>();
  #runs = 0;
  #last = new Map<number, string>();

  act(each: Action): void {
    const { world } = this;
    switch (each.kind) {
      case "boot":
        if (!this.#processes.has(each.process)) this.#boot(each.process);
        return;
      case "pass":
        world.pass(each.seconds * 1000);
        return;
      case "stall":
        world.stalled ??= [];
        return;
      case "deliver":
        world.deliver();
        return;
      case "restart":
        if (world.stalled === undefined) world.restart();
        return;
      case "retire":
        world.store.apply(world.tracker.retire("test~~billing~sync", "gone"));
        return;
      default:
        this.#within(each);
    }
  }

  /** Every rule, looked at afresh and whole. */
  fresh(): Map<string, readonly string[]> {
    const found = new Map<string, readonly string[]>();
    for (const rule of RULES) {
      const look = createOutcomeEvaluator(rule, this.world.watch.facts).evaluate(this.world.clock.nowMs(), {
        isActive: (key) => this.world.watch.active(rule.condition.kind).some((sample) => sample.key === key),
        activeAlerts: () => [],
      });
      // What is missing stays as it is.
      found.set(rule.condition.kind, [...look.holding.map(({ key }) => key), ...look.missing.keys()].toSorted());
    }
    return found;
  }

  standing(): Map<string, readonly string[]> {
    return new Map(
      RULES.map(({ condition: { kind } }) => [
        kind,
        this.world.watch
          .active(kind)
          .map(({ key }) => key)
          .toSorted(),
      ]),
    );
  }

  #boot(index: number): void {
    const jobs = [
      { name: "sync", periodMs: MINUTE, runMs: 2000, scope: index === 2 ? "cluster" : "instance" } as const,
    ];
    this.#processes.set(index, this.world.start(`p${index}-${this.#runs}`, { jobs: index === 1 ? [] : jobs }));
    this.#runs += 1;
  }

  #within(each: Exclude<Action, { kind: "boot" | "pass" | "stall" | "deliver" | "restart" | "retire" }>): void {
    const process = this.#processes.get(each.process);
    if (process === undefined) return;
    const { world } = this;
    const { source } = process;
    switch (each.kind) {
      case "stop":
        world.stop(process);
        this.#processes.delete(each.process);
        return;
      case "kill":
        world.kill(process);
        this.#processes.delete(each.process);
        return;
      case "wake":
        process.wake();
        return;
      case "pause":
        world.send([source.switched("job.paused", "sync")]);
        return;
      case "resume":
        world.send([source.switched("job.resumed", "sync")]);
        return;
      case "start":
        world.send([source.runStart(`job-${each.job}`, this.#newRun(each.job))]);
        return;
      case "retry":
        this.#end(source, each, { previousRunId: this.#last.get(each.job) ?? "none", attempt: 2, maxAttempts: 2 });
        return;
      case "run":
        this.#end(source, each, each.slow ? { durationMs: 90_000 } : {});
    }
  }

  #newRun(index: number): string {
    this.#runs += 1;
    const runId = `run-${this.#runs}`;
    this.#last.set(index, runId);
    return runId;
  }

  #end(
    source: SimulatedProcess["source"],
    each: { readonly job: number; readonly result: "success" | "failure" },
    extra: object,
  ): void {
    const runId = this.#newRun(each.job);
    const error = { errorType: "E", errorMessage: `failed ${this.#runs}` };
    const ended = { durationMs: 1000, result: each.result, ...(each.result === "failure" && error), ...extra };
    this.world.send([source.runEnd(`job-${each.job}`, runId, ended)]);
  }
}

describe("a look at what has changed leaves what a look at everything would", () => {
  test("whatever happens to processes, runs, slots, the way between them, and the monitor", () => {
    fc.assert(
      fc.property(fc.array(action, { minLength: 5, maxLength: 30 }), (actions) => {
        const play = new Play();
        for (const each of actions) {
          play.act(each);
          expect(play.standing()).toEqual(play.fresh());
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test("whatever has happened, it is quiet once everybody has run well for half an hour", () => {
    fc.assert(
      fc.property(fc.array(action, { minLength: 5, maxLength: 20 }), (actions) => {
        const play = new Play();
        for (const each of actions) play.act(each);
        const { world } = play;
        world.deliver();
        for (const process of world.processes) world.stop(process);
        const last = world.start("last", { jobs: [{ name: "sync", periodMs: MINUTE, runMs: 2000 }] });
        for (let n = 0; n < 12; n += 1) {
          world.pass(10_000);
          const jobs = ["job-0", "job-1", "job-2"];
          world.send(jobs.map((name) => last.source.runEnd(name, `${name}-good-${n}`, { durationMs: 1000 })));
        }
        world.pass(30 * MINUTE);
        const quiet = RULES.map(({ condition }) => condition.kind).filter(
          (kind) => kind !== "failure_rate" && kind !== "error_spike" && world.watch.active(kind).length > 0,
        );
        expect(quiet).toEqual([]);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
