import { JobEventSource, TrackerHarness } from "@jobscope/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { RunState } from "../index.ts";

const command = fc.constantFrom("start", "progress", "beat", "succeed", "fail", "silence", "hear", "found dead");

/** What a run is, told from its history alone. */
interface Model {
  known: boolean;
  reported: RunState | undefined;
  silent: boolean;
  dead: boolean;
}

function expected({ known, reported, silent, dead }: Model): RunState | undefined {
  if (!known) return undefined;
  return reported ?? (silent || dead ? "error" : "running");
}

describe("a run against a naive model", () => {
  test("is what was reported, else lost while its process is silent, else running", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 25 }), (commands) => {
        const world = new TrackerHarness();
        const source = new JobEventSource({ now: () => world.clock.nowMs(), instanceId: "a" });
        const other = new JobEventSource({ now: () => world.clock.nowMs(), instanceId: "b" });
        world.send([source.start(), source.beat()]);
        const model: Model = { known: false, reported: undefined, silent: false, dead: false };
        const report = (result: "success" | "failure"): void => {
          world.send([source.runEnd("sync", "r", { result })]);
          model.reported ??= result;
          model.known = true;
        };
        for (const each of commands) {
          world.clock.advance(10);
          const sends = each !== "silence" && each !== "found dead";
          if (each === "start") world.send([source.runStart("sync", "r")]);
          if (each === "progress") world.send([source.runProgress("sync", "r", 0.5)]);
          if (each === "beat") world.send([source.beat({ activeRunIds: ["r"] })]);
          if (each === "hear") world.send([source.beat({ activeRunIds: ["r"] })]);
          if (each === "succeed") report("success");
          if (each === "fail") report("failure");
          if (each === "silence") {
            world.clock.advance(36_000);
            world.store.apply(world.tracker.tick());
            if (!model.dead) model.silent = true;
          }
          if (each === "found dead") {
            world.send([other.start({ foundDead: ["a"] })]);
            model.dead = true;
            model.silent = false;
          }
          if (each === "start" || each === "progress") model.known = true;
          if (sends) model.silent = false;
          // A beat from after it was found dead shows that it is not; anything else may have been under way.
          if (each === "beat" || each === "hear") model.dead = false;
          expect(world.runs()[0]?.state).toBe(expected(model));
        }
      }),
      { numRuns: 150 },
    );
  });
});
