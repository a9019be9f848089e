import { expect, test } from "vitest";

import { OutcomeWorld, ruleOf } from "../../../test/outcome/outcome-world.ts";

const MINUTE = 60_000;
const FAILED = ruleOf({ kind: "consecutive_failures", atLeast: 1 });

const newWorld = (): OutcomeWorld => new OutcomeWorld({ rules: [FAILED] });
const told = (world: OutcomeWorld): readonly string[] =>
  world.watch.turns.map(({ labels, to }) => `${labels["job_name"]} ${to}`);

test("a backlog, request after request: what failed and recovered in it raises nothing, what fails at its end does", () => {
  const world = newWorld();
  const process = world.start("a");
  world.pass(2 * MINUTE);
  world.stalled = [];
  const runs: readonly (readonly [job: string, result: "success" | "failure"])[] = [
    ["recovered", "failure"],
    ["recovered", "success"],
    ["broken", "success"],
    ["broken", "failure"],
  ];
  for (const [job, result] of runs) {
    world.pass(MINUTE);
    world.send([process.source.runEnd(job, `${job}-${result}`, { result, durationMs: 10 })]);
  }
  world.pass(MINUTE);
  world.deliver();
  world.pass(MINUTE);
  expect(told(world)).toEqual(["broken firing"]);
});

test.each([2 * MINUTE, 9 * MINUTE, 60 * MINUTE])(
  "a clock that is behind by %d ms is no backlog: a failure is told within the grid",
  (behindMs) => {
    const world = newWorld();
    const process = world.start("a", { skewMs: -behindMs });
    world.pass(MINUTE);
    world.send([process.source.runEnd("sync", "r1", { result: "failure", durationMs: 10 })]);
    expect(told(world)).toEqual(["sync firing"]);
  },
);

test("the last failure of a backlog after which nothing more comes is told", () => {
  const world = newWorld();
  const process = world.start("a");
  world.pass(MINUTE);
  const late = { timeMs: world.clock.nowMs() };
  world.clock.advance(5 * MINUTE);
  world.send([process.source.runEnd("sync", "r1", { result: "failure", durationMs: 10, ...late })]);
  expect(told(world)).toEqual([]);
  world.kill(process);
  world.pass(MINUTE);
  expect(told(world)).toEqual(["sync firing"]);
});
