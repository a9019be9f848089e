import { expect, test } from "vitest";

import { NOW, resolvedAlert, sampleAlert, sampleAttempt } from "../../test/notify/sample-attempt.ts";
import { testSender } from "../../test/notify/test-sender.ts";

test("the console shows one line for each alert", async () => {
  using sender = testSender({ type: "console" });
  const report = await sender.sender.send(sampleAttempt({ attempt: 3 }, { alerts: [sampleAlert(), resolvedAlert()] }));
  expect(report).toEqual({ notificationId: "n-0001", attempt: 3, outcome: { kind: "delivered" } });
  expect(sender.lines).toMatchInlineSnapshot(`
    [
      "10:02:03 UTC ALERT critical firing JobStuck · billing/api invoice.generate · running for 2 h 3 min · [alert: alert-1 | since: 2026-11-25 07:59:03 UTC, for 2 h 3 min | happened: 3 times, 2026-11-25 07:59:03 UTC to 2026-11-25 10:02:03 UTC | last good run: 2026-11-24 08:02:03 UTC, 1 d 2 h ago | error: TimeoutError: the ledger did not answer | trace: 4bf92f3577b34da6a3ce929d0e0e4736]",
      "10:02:03 UTC ALERT critical resolved JobStuck · billing/api invoice.generate · Was: running for 2 h 3 min · [alert: alert-1 | resolved: 2026-11-25 10:02:03 UTC, after 2 h 3 min | because: the run ended after 2 h 10 min | since: 2026-11-25 07:59:03 UTC | happened: 3 times, 2026-11-25 07:59:03 UTC to 2026-11-25 10:02:03 UTC | error: TimeoutError: the ledger did not answer | trace: 4bf92f3577b34da6a3ce929d0e0e4736]",
    ]
  `);
});

test.each([
  ["repeat", {}, "(reminder)"],
  ["fired_and_resolved", { status: "resolved" }, "(fired and resolved)"],
  ["escalation", { escalation: { level: 2, loop: 1 } }, "(escalation level 2)"],
  ["exhausted", {}, "(nobody acknowledged)"],
] as const)("the console marks %s", async (reason, change, mark) => {
  using sender = testSender({ type: "console" });
  await sender.outcome(sampleAttempt({}, { reason, ...change }));
  expect(sender.lines[0]).toContain(mark);
});

test("the console tells of alerts that are not shown, and of possible repetitions", async () => {
  using sender = testSender({ type: "console" });
  await sender.outcome(sampleAttempt({ maybeRepeated: true }, { truncatedAlerts: 7 }));
  expect(sender.lines).toEqual([
    expect.stringContaining("(maybe repeated)"),
    "10:02:03 UTC ALERT critical firing 7 more alerts (maybe repeated)",
  ]);
});

test("data that is gone and flapping are said", async () => {
  using sender = testSender({ type: "console" });
  const alerts = [sampleAlert({ state: "stale", missingSinceMs: NOW - 60_000, flapping: true })];
  await sender.outcome(sampleAttempt({}, { alerts }));
  expect(sender.lines[0]).toContain("no data since 2026-11-25 10:01:03 UTC");
  expect(sender.lines[0]).toContain("flapping");
});

test("a channel that is not there any more is broken", async () => {
  using sender = testSender({ type: "console" });
  expect(await sender.outcome(sampleAttempt({ channel: "gone" }))).toEqual({
    kind: "broken",
    reason: `channel "gone": it is not configured any more`,
  });
});

test("a port that throws does not reject, and its text is not repeated", async () => {
  const writeLine = (): never => {
    throw new TypeError("c4n4ry");
  };
  using console = testSender({ type: "console" }, { writeLine });
  expect(await console.outcome()).toEqual({
    kind: "retry",
    reason: `channel "under-test": failed unexpectedly (TypeError)`,
  });
  const resolveSecret = (): never => {
    throw new Error("c4n4ry");
  };
  using slack = testSender({ type: "slack", url: "env:URL" }, { resolveSecret });
  expect(await slack.outcome()).toEqual({
    kind: "broken",
    reason: `channel "under-test": its secret env:URL is missing or empty: set it, or name another reference`,
  });
});

test("closed, it sends nothing and loses nothing", async () => {
  using sender = testSender({ type: "console" });
  sender.sender.close();
  expect(await sender.outcome()).toMatchObject({ kind: "retry" });
  expect(sender.lines).toEqual([]);
});
