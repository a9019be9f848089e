import { METRIC_JOB_RUN_CONSECUTIVE_FAILURES } from "@jobscope/semconv";
import { expect, it } from "vitest";

import {
  alertingOf,
  changesOfRun,
  configOf,
  gaugePoint,
  MINUTE,
  ruleOf,
  runOf,
  T0,
} from "../../test/support/engine-harness.ts";
import { defaultAlertingConfig } from "../rules/parse/parse-alerting-file.ts";
import { LIMITS } from "../series/outcome/limits.ts";

it("tells of jobs that are known by their metrics alone and are too many to be judged", () => {
  const condition = { kind: "internal", signal: "series_overflow" } as const;
  const h = alertingOf(configOf({ rules: [ruleOf("SeriesOverflow", { condition, mode: "grid" })] }));
  // One is known by its events.
  const room = LIMITS.strangers - 1;
  const points = Array.from({ length: room + 3 }, (_, n) => ({
    ...gaugePoint(METRIC_JOB_RUN_CONSECUTIVE_FAILURES, 0, h.nowMs()),
    resource: { attributes: { "service.name": `service-${n}` }, schemaUrl: "" },
    attributes: { "job.name": "nightly" },
  }));
  h.accept({ points: points.slice(0, room) });
  expect(h.tickUntil(MINUTE)).toEqual([]);
  h.accept({ points });
  const [attempt] = h.tickUntil(MINUTE);
  expect(attempt?.message.alerts[0]?.evidence.finding).toMatch(/^3 points and records were not looked at/);
});

it("names the alerts that nobody acknowledged", () => {
  const defaults = defaultAlertingConfig({ channels: ["console"], criticalEscalationMs: MINUTE });
  const h = alertingOf(defaults);
  h.deliver(h.accept({ changes: changesOfRun(runOf(1, "failure", T0), 1) }).attempts);
  h.tickUntil(2 * 60 * MINUTE);
  const told = h.snapshot().alerts.find(({ ruleName }) => ruleName === "EscalationExhausted");
  expect(told?.annotations["summary"]).toMatch(
    /^Nobody acknowledged CriticalJobFailed of billing invoice: all levels of ".+" were told\.$/,
  );
  expect(told?.annotations["description"]).not.toContain("Nobody acknowledged");
});

it.each([
  ['channel "pager": 10.0.0.9:443 is a private address: use a public one', "10.0.0.9:443 is a private address"],
  ['channel "pager": hooks.example:443 answered 410: it is gone for good', "hooks.example:443 answered 410"],
  ["", "no reason given"],
])("tells why a channel is broken, and of an answer only where there was one: %s", (reason, why) => {
  const base = defaultAlertingConfig({ channels: ["console"] });
  const console = { type: "console", sendResolved: true, rate: { burst: 100, perMinute: 600 } } as const;
  const pager = { ...console, name: "pager" };
  const channels = [...base.channels, pager];
  const receivers = base.receivers.map((receiver) => ({ ...receiver, channels: [...receiver.channels, "pager"] }));
  const h = alertingOf({ ...base, channels, receivers });
  const { attempts } = h.accept({ changes: changesOfRun(runOf(1, "failure", T0), 1) });
  const told = attempts.filter(({ channel }) => channel === "pager");
  expect(told).toHaveLength(1);
  h.deliver(told, { kind: "broken", reason });
  h.tickUntil(5 * MINUTE);
  const { annotations } = h.snapshot().alerts.find(({ ruleName }) => ruleName === "ChannelBroken") ?? {};
  expect(annotations?.["summary"]).toContain(`Channel pager cannot deliver: ${why}`);
  expect(annotations?.["description"]).not.toMatch(/answered|refuse/);
});
