import type { MetricPoint } from "@jobscope/otlp";
import type { Change } from "@jobscope/tracker";
import { describe, expect, it } from "vitest";

import {
  alertingOf,
  changesOfRun,
  configOf,
  gaugePoint,
  instanceChange,
  MINUTE,
  ruleOf,
  runOf,
  T0,
} from "../../test/support/engine-harness.ts";
import type { Rule } from "../model/rule.ts";

const FAILED = ruleOf("JobFailed", { condition: { kind: "consecutive_failures", atLeast: 1 }, mode: "event" });

/** The n-th failure in a row, and a success, as the tracker tells them: the run, and the job with it. */
const fails = (n: number): readonly Change[] => changesOfRun(runOf(n, "failure", T0 + n * 1000), n);
const succeeds = (n: number): readonly Change[] => changesOfRun(runOf(n, "success", T0 + n * 1000), 0);

describe("an event rule", () => {
  it("has the first failure sent in the call that brought it, and the resolve in the one that ends it", () => {
    const h = alertingOf(configOf({ rules: [FAILED] }));
    const fired = h.accept({ changes: fails(1) });
    expect(fired.attempts.map(({ message }) => [message.reason, message.alerts[0]?.labels["job_name"]])).toEqual([
      ["firing", "invoice"],
    ]);
    h.deliver(fired.attempts);
    h.advance(1_000);
    expect(h.accept({ changes: fails(2) }).attempts).toEqual([]);
    h.advance(5 * MINUTE);
    const resolved = h.accept({ changes: succeeds(400) });
    const told = [...resolved.attempts, ...h.tickUntil(5 * MINUTE)];
    expect(told.map(({ message }) => message.reason)).toEqual(["resolved"]);
    expect(told[0]?.message.alerts[0]?.evidence.count).toBe(2);
  });

  it("says nothing twice after a restart, and finishes what was under way", () => {
    const h = alertingOf(configOf({ rules: [FAILED] }));
    const [attempt] = h.accept({ changes: fails(1) }).attempts;
    const again = h.restart();
    const repeated = again.tickUntil(MINUTE);
    expect(repeated.map(({ notificationId, maybeRepeated }) => [notificationId, maybeRepeated])).toEqual([
      [attempt?.notificationId, true],
    ]);
    again.deliver(repeated);
    expect(again.restart().tickUntil(10 * MINUTE)).toEqual([]);
  });
});

describe("a grid rule", () => {
  const MEASURED = {
    kind: "threshold",
    measure: { kind: "gauge", select: { metric: "memory", where: [] }, windowMs: 0, reduce: "last" },
    by: ["service.name"],
    aggregate: "max",
    threshold: { op: ">", value: 0.85 },
  } as const;
  const HIGH = ruleOf("MemoryHigh", {
    condition: MEASURED,
    forMs: 2 * MINUTE,
    mode: "grid",
  });
  const points = (value: number, atMs: number): readonly MetricPoint[] => [gaugePoint("memory", value, atMs)];

  it("keeps its `for` over a restart, and fires on time", () => {
    let h = alertingOf(configOf({ rules: [HIGH] }));
    const told: (readonly [number, string])[] = [];
    for (let second = 0; second <= 240; second += 15) {
      if (second === 60) h = h.restart();
      h.accept({ points: points(0.9, h.nowMs()) });
      for (const { message } of h.tickUntil(0)) told.push([second, message.reason]);
      h.advance(15_000);
    }
    expect(told).toHaveLength(1);
    expect(told[0]?.[1]).toBe("firing");
    expect(told[0]?.[0]).toBeGreaterThanOrEqual(120);
    expect(told[0]?.[0]).toBeLessThanOrEqual(150);
  });

  it("tells the newest figures, though these are not written each time they move", () => {
    const perProcess: Rule = {
      ...HIGH,
      condition: { ...MEASURED, by: ["service.name", "service.instance.id"] },
      annotations: { summary: "{{ $value }}" },
      forMs: 0,
    };
    const h = alertingOf(configOf({ rules: [perProcess] }));
    const send = (instance: string, value: number): void => {
      h.accept({ points: [gaugePoint("memory", value, h.nowMs(), instance)] });
      h.tickUntil(0);
    };
    send("i1", 0.9);
    send("i2", 0.99);
    // Written at once, for it is long since the last time; the one after it is not.
    for (const value of [0.91, 0.93]) {
      h.tickUntil(value === 0.91 ? 4.5 * MINUTE : 15_000);
      send("i1", value);
    }
    send("i2", 0.99);
    send("i3", 0.98);
    const told = h.tickUntil(MINUTE).find(({ message }) => message.alerts.length > 1);
    const first = told?.message.alerts.find(({ labels }) => labels["service_instance_id"] === "i1");
    expect([first?.value, first?.annotations["summary"]]).toEqual([0.93, "0.93"]);
  });

  it("is over when the process that it measured has ended", () => {
    const perProcess: Rule = {
      ...HIGH,
      condition: { ...MEASURED, by: ["service.name", "service.instance.id"] },
      forMs: 0,
    };
    const h = alertingOf(configOf({ rules: [perProcess] }));
    h.accept({ points: points(0.9, h.nowMs()) });
    expect(h.tickUntil(MINUTE).map(({ message }) => message.reason)).toEqual(["firing"]);
    h.accept({ changes: [instanceChange("i2", "dead")] });
    expect(h.tickUntil(10 * MINUTE)).toEqual([]);
    h.accept({ changes: [instanceChange("i1", "dead")] });
    const [told] = h.tickUntil(10 * MINUTE);
    expect(told?.message).toMatchObject({ reason: "resolved", alerts: [{ resolveReason: "source_ended" }] });
  });

  it("outlasts the processes of its service where it is about all of them", () => {
    const perService: Rule = { ...HIGH, condition: { ...MEASURED, by: ["service.name"] }, forMs: 0 };
    const h = alertingOf(configOf({ rules: [perService] }));
    h.accept({ points: points(0.9, h.nowMs()) });
    expect(h.tickUntil(MINUTE).map(({ message }) => message.reason)).toEqual(["firing"]);
    h.accept({ changes: [instanceChange("i1", "dead"), instanceChange("", "stopped")] });
    expect(h.snapshot().alerts).toMatchObject([{ state: "firing" }]);
  });
});

it("resolves what a removed rule fired, and says so", () => {
  const h = alertingOf(configOf({ rules: [FAILED] }));
  h.deliver(h.accept({ changes: fails(1) }).attempts);
  const without = h.restart(configOf({ rules: [] }));
  const told = without.tickUntil(10 * MINUTE);
  expect(told.map(({ message }) => [message.reason, message.alerts[0]?.resolveReason])).toEqual([
    ["resolved", "rule_removed"],
  ]);
});

it("says what ended it, though it was restarted while it was only kept firing", () => {
  const before = alertingOf(configOf({ rules: [{ ...FAILED, keepFiringForMs: MINUTE }] }));
  before.deliver(before.accept({ changes: fails(1) }).attempts);
  // The list of the job holds both runs, newest first.
  const [run, job] = changesOfRun(runOf(2, "success", T0 + 2000), 0);
  const [, failed] = fails(1);
  if (run === undefined || job?.kind !== "job" || failed?.kind !== "job")
    throw new Error("a run and its job are wanted");
  const recent = [...job.job.recent, ...failed.job.recent];
  before.accept({ changes: [run, { ...job, job: { ...job.job, recent } }] });
  const engine = before.restart();
  engine.tickUntil(10 * MINUTE);
  expect(engine.snapshot().alerts).toMatchObject([
    { state: "resolved", resolveDetail: expect.stringMatching(/^run run-2 succeeded at .* after 1 failed run$/) },
  ]);
});

it("carries commands out and explains", () => {
  const h = alertingOf(configOf({ rules: [FAILED] }));
  const [attempt] = h.accept({ changes: fails(1) }).attempts;
  h.deliver(attempt === undefined ? [] : [attempt]);
  const alertId = attempt?.message.alerts[0]?.id ?? "";
  expect(h.command({ kind: "explain", alertId })).toMatchObject({
    kind: "explanation",
    explanation: { groups: [{ told: "firing" }] },
  });
  expect(h.command({ kind: "acknowledge", alertId, by: "ops" })).toMatchObject({
    kind: "incidents",
    incidents: [{ state: "acknowledged", acknowledgedBy: "ops" }],
  });
  expect(h.tickUntil(300 * MINUTE)).toEqual([]);
  expect(h.command({ kind: "explain", alertId: "nobody" })).toMatchObject({ kind: "not_found" });
  expect(h.command({ kind: "inspect_token", token: "forged" })).toMatchObject({ kind: "refused" });
});

describe("a silence that cannot be", () => {
  const EVERYTHING = [{ name: "job_name", op: "=~", value: ".*" }] as const;
  const NAMED = { name: "alertname", op: "=", value: "JobFailed" } as const;

  it.each([
    ["matches everything", EVERYTHING, /would hide every alert/, undefined],
    ["has no matcher", [], /1 to 50 matchers, not 0/, undefined],
    ["has a bad pattern", [NAMED, { name: "job_name", op: "=~", value: "(" }], /"job_name": .*not valid RE2 syntax/, 1],
    ["excludes by a bad pattern", [{ name: "a", op: "!~", value: "(?=x)" }, NAMED], /"a": .*look-around/, 0],
  ] as const)("because it %s is refused when it is tried as when it is made", (_, matchers, detail, index) => {
    const h = alertingOf(configOf({ rules: [FAILED] }));
    const asked = { matchers, endsAtMs: T0 + MINUTE, createdBy: "ann", comment: "migration" };
    const made = h.command({ kind: "suppress", silence: asked });
    expect(made).toEqual({
      kind: "refused",
      detail: expect.stringMatching(detail),
      matchers: { fix: expect.any(String), ...(index !== undefined && { index }) },
    });
    expect(h.command({ kind: "preview_silence", matchers })).toEqual(made);
  });

  it("because of something else names no matcher", () => {
    const h = alertingOf(configOf({ rules: [FAILED] }));
    const asked = { matchers: [NAMED], endsAtMs: T0 - 1, createdBy: "ann", comment: "migration" };
    expect(h.command({ kind: "suppress", silence: asked })).toEqual({
      kind: "refused",
      detail: expect.stringContaining("give a later end"),
    });
  });
});
