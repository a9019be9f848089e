import fc from "fast-check";
import { expect, test } from "vitest";

import { EscalatorWorld, GROUP, policy } from "../../test/support/escalator-world.ts";
import { HOUR, MINUTE, SECOND } from "../../test/support/outbox-world.ts";

const op = fc.oneof(
  fc.constant({ kind: "fire" } as const),
  fc.constant({ kind: "resolve" } as const),
  fc.constant({ kind: "acknowledge" } as const),
  fc.constant({ kind: "fail" } as const),
  fc.record({ kind: fc.constant("snooze" as const), ms: fc.constantFrom(MINUTE, HOUR) }),
  fc.record({ kind: fc.constant("wait" as const), ms: fc.constantFrom(SECOND, 4 * MINUTE, 11 * MINUTE, HOUR) }),
  fc.record({ kind: fc.constant("sleep" as const), ms: fc.constantFrom(MINUTE, 3 * HOUR) }),
);
type Op = typeof op extends fc.Arbitrary<infer T> ? T : never;

function apply(world: EscalatorWorld, step: Op, index: number): void {
  const group = { key: GROUP, alerts: ["x"] };
  switch (step.kind) {
    case "fire":
      return void world.tell({ id: `told-${index}`, firing: ["x"] });
    case "resolve":
      return void world.tell({ id: `told-${index}`, resolved: ["x"] });
    case "acknowledge":
      return void world.escalator.acknowledge(group, "ada", world.nowMs);
    case "snooze":
      return void world.escalator.snooze(group, { untilMs: world.nowMs + step.ms, by: "ada" }, world.nowMs);
    case "fail":
      return world.escalator.stepFailed(GROUP, world.nowMs);
    case "wait":
      return void world.run(step.ms);
    case "sleep":
      // Nobody looks: the process is down, or the machine asleep.
      world.nowMs += step.ms;
  }
}

test("restarts change nothing: the same steps at the same times under the same ids, each once", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(op, fc.boolean()), { maxLength: 30 }), (steps) => {
      const [steady, restarted] = [0, 1].map(
        () => new EscalatorWorld({ escalations: [policy()], publicUrl: "https://jobs.example" }),
      );
      steps.forEach(([step, restarts], index) => {
        apply(steady!, step, index);
        apply(restarted!, step, index);
        if (restarts) restarted!.restart();
      });
      steady!.run(HOUR);
      restarted!.run(HOUR);
      const short = (world: EscalatorWorld): readonly string[] =>
        world.steps.map((step, at) => `${step.id} ${world.told()[at]}`);
      expect(short(restarted!)).toEqual(short(steady!));
      expect([...restarted!.incidents.values()]).toEqual([...steady!.incidents.values()]);
      expect(new Set(steady!.steps.map(({ id }) => id)).size).toBe(steady!.steps.length);
      const open = [...steady!.incidents.values()].filter(({ state }) => state !== "resolved");
      expect(open.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 300 },
  );
});
