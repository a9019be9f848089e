import { JobEventSource, TrackerHarness } from "@jobscope/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { addBlock, leaseMs, longestBlockOf } from "./lease.ts";

const HOUR = 3_600_000;

describe("lease", () => {
  test("is two beats and 5 s, or two of the longest blocks and 5 s, 15 min at most", () => {
    expect(leaseMs(15_000, 0)).toBe(35_000);
    expect(leaseMs(2_000, 0)).toBe(9_000);
    expect(leaseMs(15_000, 60_000)).toBe(125_000);
    expect(leaseMs(15_000, HOUR)).toBe(15 * 60_000);
  });

  test("forgets a block after 24 h", () => {
    const blocks = addBlock(addBlock([], 0, 60_000), 2 * HOUR, 30_000);
    expect(longestBlockOf(blocks, 3 * HOUR)).toBe(60_000);
    expect(longestBlockOf(blocks, 25.5 * HOUR)).toBe(30_000);
    expect(longestBlockOf(blocks, 40 * HOUR)).toBe(0);
  });

  test("an instance lapses exactly when a naive watch says so", () => {
    const command = fc.oneof(
      fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 1000, max: 50_000 }) }),
      fc.record({ kind: fc.constantFrom("beat" as const, "log" as const, "resumed" as const) }),
      fc.record({ kind: fc.constant("block" as const), ms: fc.integer({ min: 1000, max: 120_000 }) }),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const world = new TrackerHarness();
        const source = new JobEventSource({ now: () => world.clock.nowMs(), instanceId: "a" });
        const resource = {
          attributes: { "service.name": "billing", "deployment.environment.name": "test", "service.instance.id": "a" },
          schemaUrl: "",
        };
        world.send([source.start(), source.beat()]);
        let heardAt = world.clock.monotonicMs();
        let longest = 0;
        let lapsed = false;
        for (const each of commands) {
          if (each.kind === "wait") world.clock.advance(each.ms);
          if (each.kind === "resumed") world.tracker.receivingResumed();
          if (each.kind === "log")
            world.send([{ kind: "sign_of_life", record: { resource }, timeMs: world.clock.nowMs() }]);
          if (each.kind === "beat") world.send([source.beat()]);
          if (each.kind === "block") world.send([source.beat({ longestBlockMs: each.ms })]);
          world.store.apply(world.tracker.tick());
          // The model: one number for the last word, one for the longest block.
          if (each.kind === "block") longest = Math.max(longest, each.ms);
          if (each.kind === "resumed" && !lapsed) heardAt = world.clock.monotonicMs();
          if (each.kind === "log" || each.kind === "beat" || each.kind === "block") {
            heardAt = world.clock.monotonicMs();
            lapsed = false;
          }
          const leased = Math.min(900_000, Math.max(30_000, 2 * longest) + 5_000);
          lapsed ||= world.clock.monotonicMs() - heardAt >= leased;
          expect(world.tracker.instance(`${source.serviceId}~a`)?.state).toBe(lapsed ? "lapsed" : "live");
        }
      }),
      { numRuns: 60 },
    );
  });
});
