import { describe, expect, test } from "vitest";

import { channel, DOWN, GONE, HOUR, MINUTE, OutboxWorld } from "../../test/support/outbox-world.ts";
import { RouterHarness } from "../../test/support/router-harness.ts";

/** A router whose intents go through an outbox, on one clock. */
function wired(world: OutboxWorld, router: RouterHarness): (forMs: number) => void {
  router.nowMs = world.nowMs;
  return (forMs) => {
    const untilMs = world.nowMs + forMs;
    for (;;) {
      const next = Math.min(untilMs, router.router.nextDeadlineMs(router.nowMs) ?? untilMs);
      router.nowMs = Math.max(router.nowMs, next);
      world.run(router.nowMs - world.nowMs);
      const before = router.intents.length;
      router.tick();
      world.outbox.add(router.intents.slice(before), world.nowMs);
      world.commit();
      world.run();
      if (world.nowMs >= untilMs) return;
    }
  };
}

describe("one message per failed run (c18)", () => {
  const labels = { alertname: "JobFailed", job_name: "import" };

  test("288 failures in a day, then success: one firing, the repeats, one resolve that counts them", () => {
    const world = new OutboxWorld({ channels: [channel("slack")] });
    const router = new RouterHarness();
    const pass = wired(world, router);
    const startMs = world.nowMs;
    const id = router.fire(labels);
    for (let count = 1; count <= 288; count += 1) {
      router.change(id, { value: count, evidence: { count, firstMs: startMs, lastMs: router.nowMs } });
      pass(5 * MINUTE);
    }
    router.resolve(id);
    pass(HOUR);
    const reasons = world.accepted().map(({ message }) => message.reason);
    expect(reasons.length).toBeLessThanOrEqual(1 + 24 / 4 + 1);
    expect([reasons.at(0), reasons.at(-1)]).toEqual(["firing", "resolved"]);
    expect(reasons.filter((reason) => reason === "resolved")).toHaveLength(1);
    expect(world.accepted().at(-1)?.message.alerts).toMatchObject([
      { state: "resolved", evidence: { count: 288, firstMs: startMs, lastMs: startMs + 287 * 5 * MINUTE } },
    ]);
  });

  test("and as much while the channel is down all day: one message that says it all", () => {
    const world = new OutboxWorld({ channels: [channel("slack")] });
    const router = new RouterHarness();
    const pass = wired(world, router);
    world.answers.set("slack", () => DOWN);
    const id = router.fire(labels);
    for (let count = 1; count <= 280; count += 1) {
      router.change(id, { value: count, evidence: { count } });
      pass(5 * MINUTE);
    }
    router.resolve(id);
    pass(10 * MINUTE);
    world.restart();
    world.answers.delete("slack");
    pass(HOUR);
    expect(world.accepted()).toHaveLength(1);
    expect(world.accepted()[0]?.message).toMatchObject({
      reason: "fired_and_resolved",
      alerts: [{ state: "resolved", evidence: { count: 280 } }],
    });
  });
});

test("a channel that is gone is known, and what it was to tell arrives through the second one (c14)", () => {
  const channels = [channel("hook", { failover: "mail" }), channel("mail")];
  const world = new OutboxWorld({ channels, receivers: [{ name: "team", channels: ["hook"] }] });
  world.answers.set("hook", () => GONE);
  world.add({ group: "job", firing: ["x"] });
  world.run();
  expect(world.outbox.brokenChannels()).toMatchObject([{ name: "hook", lastError: "410 Gone" }]);
  // The meta-alert goes the same way, whatever its receiver is.
  world.add({ group: "meta", firing: ["ChannelBroken"], severity: "critical" });
  world.run();
  expect(world.told()).toEqual(["mail firing x", "mail firing ChannelBroken"]);
});
