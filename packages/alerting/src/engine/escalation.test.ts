import { expect, it } from "vitest";

import { alertingOf, changesOfRun, configOf, MINUTE, ruleOf, runOf, T0 } from "../../test/support/engine-harness.ts";
import type { AlertingConfig } from "../model/config.ts";
import type { DeliveryAttempt } from "../model/notification.ts";
import { defaultAlertingConfig } from "../rules/parse/parse-alerting-file.ts";

const FAILED = ruleOf("JobFailed", { condition: { kind: "consecutive_failures", atLeast: 1 }, mode: "event" });
const base = configOf({});

function channel(name: string): AlertingConfig["channels"][number] {
  return { type: "console", name, sendResolved: true, rate: { burst: 100, perMinute: 600 } };
}

const CONFIG = configOf({
  rules: [FAILED],
  publicUrl: "https://jobs.example",
  channels: [channel("console"), channel("pager")],
  receivers: [...base.receivers, { name: "lead", channels: ["pager"] }],
  route: { ...base.route, escalation: "default" },
  escalations: [
    {
      name: "default",
      matchers: [{ name: "severity", op: "=", value: "critical" }],
      levels: [{ afterMs: MINUTE, receiver: "lead" }],
      loops: 3,
      ackTimeoutMs: 30 * MINUTE,
      stopAfterMs: 7 * 24 * 60 * MINUTE,
    },
  ],
});

const fails = (number: number): ReturnType<typeof changesOfRun> =>
  changesOfRun(runOf(number, "failure", T0 + number * 1000), number);
const short = (attempts: readonly DeliveryAttempt[]): readonly string[] =>
  attempts.map(({ channel: name, message }) => `${name} ${message.reason}`);

it("tells the lead of what nobody acknowledged, over a restart, and both of the end", () => {
  let h = alertingOf(CONFIG);
  h.deliver(h.accept({ changes: fails(1) }).attempts);
  expect(short(h.tickUntil(59_000))).toEqual([]);
  h = h.restart();
  expect(short(h.tickUntil(1_000))).toEqual(["pager escalation"]);
  h = h.restart();
  const { attempts } = h.accept({ changes: changesOfRun(runOf(9, "success", h.nowMs()), 0) });
  h.deliver(attempts);
  const told = [...attempts, ...h.tickUntil(6 * MINUTE)];
  expect(short(told).toSorted()).toEqual(["console resolved", "pager resolved"]);
});

it("a link of the message acknowledges: nobody further is told", () => {
  const h = alertingOf(CONFIG);
  const { attempts } = h.accept({ changes: fails(1) });
  h.deliver(attempts);
  const token = new URL(attempts[0]?.message.ackUrl ?? "").searchParams.get("token") ?? "";
  expect(h.command({ kind: "inspect_token", token })).toMatchObject({ kind: "incidents", alerts: [{}] });
  expect(h.command({ kind: "acknowledge_by_token", token, by: "mail" })).toMatchObject({ kind: "incidents" });
  expect(h.command({ kind: "acknowledge_by_token", token, by: "mail" })).toMatchObject({
    kind: "refused",
    already: true,
  });
  expect(h.command({ kind: "acknowledge_by_token", token, by: "mail" })).toMatchObject({ kind: "refused" });
  expect(short(h.tickUntil(29 * MINUTE))).toEqual([]);
  expect(short(h.tickUntil(MINUTE))).toEqual(["pager escalation"]);
});

it("a silence keeps a step back for as long as it lasts", () => {
  const h = alertingOf(CONFIG);
  h.deliver(h.accept({ changes: fails(1) }).attempts);
  h.command({
    kind: "suppress",
    silence: {
      matchers: [{ name: "alertname", op: "=", value: "JobFailed" }],
      endsAtMs: h.nowMs() + 10 * MINUTE,
      createdBy: "ada",
      comment: "planned work",
    },
  });
  expect(short(h.tickUntil(9 * MINUTE))).toEqual([]);
  expect(short(h.tickUntil(90_000))).toEqual(["pager escalation"]);
});

it("a channel that is broken for good makes the next level hear of it at once", () => {
  const h = alertingOf(CONFIG);
  const next = h.deliver(h.accept({ changes: fails(1) }).attempts, { kind: "broken", reason: "410 Gone" });
  expect(short(next)).toEqual(["pager escalation"]);
});

it("tells once that nobody answered, and is over with what nobody answered to", () => {
  const EXHAUSTED = ruleOf("EscalationExhausted", {
    condition: { kind: "internal", signal: "escalation_exhausted" },
    mode: "grid",
  });
  const h = alertingOf({ ...CONFIG, rules: [FAILED, EXHAUSTED] });
  h.deliver(h.accept({ changes: fails(1) }).attempts);
  h.tickUntil(3 * 60 * MINUTE);
  const about = (): readonly string[] =>
    h.snapshot().alerts.flatMap(({ ruleName, state }) => (ruleName === "EscalationExhausted" ? [state] : []));
  expect(about()).toEqual(["firing"]);
  h.deliver(h.accept({ changes: changesOfRun(runOf(9, "success", h.nowMs()), 0) }).attempts);
  h.tickUntil(10 * MINUTE);
  expect(about()).toEqual(["resolved"]);
  expect(h.snapshot().incidents.filter(({ state }) => state !== "resolved")).toEqual([]);
});

it("raises EscalationExhausted about what it is about, once, and nothing about itself, with the defaults over a restart", () => {
  const defaults = defaultAlertingConfig({ channels: ["console"], criticalEscalationMs: MINUTE });
  let h = alertingOf(defaults);
  h.deliver(h.accept({ changes: fails(1) }).attempts);
  h.tickUntil(2 * 60 * MINUTE);
  h = h.restart();
  h.tickUntil(2 * 60 * MINUTE);
  const { alerts, incidents } = h.snapshot();
  const own = alerts.filter(({ ruleName }) => ruleName === "EscalationExhausted");
  const about = incidents.find(({ alertIds }) => !alertIds.some((id) => own.some((alert) => alert.id === id)));
  expect(about?.alertIds).toHaveLength(1);
  expect(own).toMatchObject([{ state: "firing", labels: { incident: about?.id, policy: "critical" } }]);
  expect(incidents.map(({ state }) => state)).toEqual(["exhausted"]);
  h.deliver(h.accept({ changes: changesOfRun(runOf(9, "success", h.nowMs()), 0) }).attempts);
  h.tickUntil(30 * MINUTE);
  expect(h.snapshot().incidents.filter(({ state }) => state !== "resolved")).toEqual([]);
});

it("says that a channel is broken for as long as that is configured", () => {
  const BROKEN = ruleOf("ChannelBroken", { condition: { kind: "internal", signal: "channel_broken" }, mode: "grid" });
  const two = { ...CONFIG, rules: [FAILED, BROKEN], receivers: [{ name: "default", channels: ["console", "pager"] }] };
  const both = { ...two, route: base.route, escalations: [] };
  let h = alertingOf(both);
  const about = (): readonly string[] =>
    h.snapshot().alerts.flatMap(({ ruleName, state }) => (ruleName === "ChannelBroken" ? [state] : []));
  h.deliver(
    h.accept({ changes: fails(1) }).attempts.filter((attempt) => attempt.channel === "pager"),
    { kind: "broken", reason: "410 Gone" },
  );
  h.tickUntil(MINUTE);
  expect(about()).toEqual(["firing"]);
  h = h.restart({ ...both, channels: [channel("console")], receivers: base.receivers });
  h.tickUntil(MINUTE);
  expect(about()).toEqual(["resolved"]);
  expect(h.snapshot().channels.map(({ name }) => name)).toEqual(["console"]);
});

it("calls nobody further while it is clear and only kept firing, until it fires on", () => {
  const kept = { ...FAILED, keepFiringForMs: 2 * MINUTE };
  const h = alertingOf({ ...CONFIG, rules: [kept] });
  const run = (n: number, state: "failure" | "success", failures: number): void => {
    const { attempts } = h.accept({ changes: changesOfRun(runOf(n, state, h.nowMs()), failures) });
    expect(short(h.deliver(attempts))).toEqual([]);
  };
  h.deliver(h.accept({ changes: fails(1) }).attempts);
  h.tickUntil(30_000);
  run(2, "success", 0);
  expect(short(h.tickUntil(MINUTE))).toEqual([]);
  run(3, "failure", 1);
  expect(short(h.tickUntil(30_000))).toEqual(["pager escalation"]);
  run(4, "success", 0);
  expect(short(h.tickUntil(5 * MINUTE)).toSorted()).toEqual(["console resolved", "pager resolved"]);
});

it("an alert that is over is not acknowledged: the next failure calls people as the first did", () => {
  const h = alertingOf(CONFIG);
  h.deliver(h.accept({ changes: fails(1) }).attempts);
  h.tickUntil(10_000);
  h.deliver(h.accept({ changes: changesOfRun(runOf(2, "success", h.nowMs()), 0) }).attempts);
  const [alert] = h.snapshot().alerts;
  const acknowledge = { kind: "acknowledge", alertId: alert?.id ?? "", by: "ada" } as const;
  for (let minute = 0; minute < 8; minute += 1) {
    expect(h.command(acknowledge)).toMatchObject({ kind: "not_found" });
    h.tickUntil(MINUTE);
  }
  h.deliver(h.accept({ changes: changesOfRun(runOf(3, "failure", h.nowMs()), 1) }).attempts);
  expect(short(h.tickUntil(6 * MINUTE))).toContain("pager escalation");
});
