import { expect, it } from "vitest";

import { alertingOf, changesOfRun, configOf, MINUTE, ruleOf, runOf, T0 } from "../../test/support/engine-harness.ts";
import type { AlertingConfig } from "../model/config.ts";
import type { DeliveryAttempt } from "../model/notification.ts";

const FAILED = ruleOf("JobFailed", { condition: { kind: "consecutive_failures", atLeast: 1 }, mode: "event" });
const base = configOf({});
const CONFIG = configOf({
  rules: [FAILED],
  receivers: [...base.receivers, { name: "team", channels: ["console"] }],
  route: { ...base.route, escalation: "default" },
  escalations: [
    {
      name: "default",
      matchers: [],
      levels: [{ afterMs: 10 * MINUTE, receiver: "default" }],
      loops: 3,
      ackTimeoutMs: 30 * MINUTE,
      stopAfterMs: 7 * 24 * 60 * MINUTE,
    },
  ],
});
const GROUPED: AlertingConfig = { ...CONFIG, route: { ...CONFIG.route, groupBy: ["alertname", "job_name"] } };
const OTHER_TEAM: AlertingConfig = { ...CONFIG, route: { ...CONFIG.route, receiver: "team" } };
const BOTH: AlertingConfig = { ...CONFIG, route: { ...GROUPED.route, receiver: "team" } };

const fails = (number: number): ReturnType<typeof changesOfRun> =>
  changesOfRun(runOf(number, "failure", T0 + number * 1000), number);
const short = (attempts: readonly DeliveryAttempt[]): readonly string[] =>
  attempts.map(({ channel: name, message }) => `${name} ${message.reason}`);

it("with other groups after a start, whom the old group escalated to hears of the end", () => {
  const pager = { ...CONFIG.channels[0]!, name: "pager" };
  const withLead = (config: AlertingConfig): AlertingConfig => ({
    ...config,
    channels: [...config.channels, pager],
    receivers: [...config.receivers, { name: "lead", channels: ["pager"] }],
    escalations: config.escalations.map((policy) => ({ ...policy, levels: [{ afterMs: MINUTE, receiver: "lead" }] })),
  });
  let h = alertingOf(withLead(CONFIG));
  h.deliver(h.accept({ changes: fails(1) }).attempts);
  expect(short(h.tickUntil(MINUTE))).toEqual(["pager escalation"]);
  h = h.restart(withLead(GROUPED));
  h.tickUntil(1_000);
  h = h.restart();
  const { attempts } = h.accept({ changes: changesOfRun(runOf(9, "success", h.nowMs()), 0) });
  h.deliver(attempts);
  const told = [...attempts, ...h.tickUntil(6 * MINUTE)];
  expect(short(told).toSorted()).toEqual(["console resolved", "pager resolved"]);
  expect(h.snapshot().notifications).toEqual([]);
});

it.each([
  ["receiver", OTHER_TEAM],
  ["groups and receiver", BOTH],
])("with other %s after a start, the old one hears of the end, and of nothing else", (_what, next) => {
  const withPager = (config: AlertingConfig): AlertingConfig => ({
    ...config,
    channels: [...config.channels, { ...CONFIG.channels[0]!, name: "pager" }],
    receivers: [...base.receivers, { name: "team", channels: ["pager"] }],
    escalations: [],
  });
  let h = alertingOf(withPager(CONFIG));
  h.deliver(h.accept({ changes: fails(1) }).attempts);
  h = h.restart(withPager(next));
  expect(short(h.tickUntil(5 * 60 * MINUTE))).toEqual(["pager firing", "pager repeat"]);
  h = h.restart();
  const { attempts } = h.accept({ changes: changesOfRun(runOf(9, "success", h.nowMs()), 0) });
  h.deliver(attempts);
  expect(short([...attempts, ...h.tickUntil(6 * MINUTE)]).toSorted()).toEqual(["console resolved", "pager resolved"]);
  expect(h.snapshot().notifications).toEqual([]);
});

it.each([
  ["groups", GROUPED, []],
  ["receiver", OTHER_TEAM, ["console firing"]],
  ["groups and receiver", BOTH, ["console firing"]],
])(
  "with other %s after a start, an end is told once, and whoever acknowledged need not again",
  (_what, next, hears) => {
    let h = alertingOf(CONFIG);
    h.deliver(h.accept({ changes: fails(1) }).attempts);
    const [alert] = h.snapshot().alerts;
    h.command({ kind: "acknowledge", alertId: alert?.id ?? "", by: "ada" });
    h.tickUntil(MINUTE);
    const [{ id, nextStepMs } = { id: "" }] = h.snapshot().incidents;
    h = h.restart(next);
    // Who is told by the new group only, hears of it once.
    expect(short(h.tickUntil(20 * MINUTE))).toEqual(hears);
    const goesOn = { id, nextStepMs, state: "acknowledged", acknowledgedBy: "ada", alertIds: [alert?.id] };
    expect(h.snapshot().incidents).toMatchObject([goesOn]);
    expect(h.snapshot().groups.map(({ key }) => key)).toContain(h.snapshot().incidents[0]?.groupKey);
    // An acknowledgement times out as it would have.
    expect(short(h.tickUntil(9 * MINUTE))).toEqual(["console escalation"]);
    const { attempts } = h.accept({ changes: changesOfRun(runOf(9, "success", h.nowMs()), 0) });
    h.deliver(attempts);
    expect(short([...attempts, ...h.tickUntil(20 * MINUTE)])).toEqual(["console resolved"]);
    expect(h.snapshot().incidents).toMatchObject([{ id, state: "resolved" }]);
  },
);
