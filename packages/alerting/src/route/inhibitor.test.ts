import { describe, expect, test } from "vitest";

import { firingAlert } from "../../test/support/router-harness.ts";
import type { Labels } from "../model/labels.ts";
import type { InhibitRule } from "../model/routing.ts";
import { defaultAlertingConfig } from "../rules/parse/parse-alerting-file.ts";
import { Inhibitor } from "./inhibitor.ts";

const alert = (labels: Labels, traits: Labels = {}): ReturnType<typeof firingAlert> =>
  firingAlert({ labels, traits, atMs: 0 });

const rule: InhibitRule = {
  name: "critical over warning",
  source: [{ name: "severity", op: "=", value: "critical" }],
  target: [{ name: "severity", op: "=~", value: "warning|critical" }],
  equal: ["cluster", "host"],
};

describe("equal labels", () => {
  const source = alert({ severity: "critical", cluster: "c", host: "h" });
  const inhibitor = new Inhibitor([rule]);
  inhibitor.update(source);

  test("are the same in source and target", () => {
    expect(inhibitor.inhibits(alert({ severity: "warning", cluster: "c", host: "h" }))).toEqual({
      rule: rule.name,
      source: source.id,
    });
    expect(inhibitor.inhibits(alert({ severity: "warning", cluster: "c", host: "i" }))).toBeUndefined();
    expect(inhibitor.inhibits(alert({ severity: "info", cluster: "c", host: "h" }))).toBeUndefined();
  });

  test("may be traits on either side; a label goes before a trait", () => {
    expect(inhibitor.inhibits(alert({ severity: "warning", cluster: "c" }, { host: "h" }))).toBeDefined();
    expect(inhibitor.inhibits(alert({ severity: "warning", cluster: "c", host: "i" }, { host: "h" }))).toBeUndefined();
    const other = new Inhibitor([rule]);
    other.update(alert({ severity: "critical" }, { cluster: "c", host: "h" }));
    expect(other.inhibits(alert({ severity: "warning", cluster: "c", host: "h" }))).toBeDefined();
  });

  test("that are absent equal empty ones", () => {
    const other = new Inhibitor([rule]);
    other.update(alert({ severity: "critical", cluster: "c" }));
    expect(other.inhibits(alert({ severity: "warning", cluster: "c", host: "" }))).toBeDefined();
    expect(other.inhibits(alert({ severity: "warning", cluster: "c", host: "h" }))).toBeUndefined();
  });
});

test("an alert that is source and target is inhibited by none that is both", () => {
  const both: InhibitRule = { ...rule, equal: [] };
  const inhibitor = new Inhibitor([both]);
  const one = alert({ severity: "critical", n: "1" });
  const two = alert({ severity: "critical", n: "2" });
  inhibitor.update(one);
  inhibitor.update(two);
  expect(inhibitor.inhibits(one)).toBeUndefined();
  expect(inhibitor.inhibits(two)).toBeUndefined();
  expect(inhibitor.inhibits(alert({ severity: "warning" }))).toBeDefined();
});

test("an alert that is both is inhibited by a source that is no target", () => {
  const inhibitor = new Inhibitor([
    {
      name: "x",
      source: [{ name: "a", op: "=", value: "1" }],
      target: [{ name: "b", op: "=", value: "1" }],
      equal: [],
    },
  ]);
  const both = alert({ a: "1", b: "1" });
  inhibitor.update(both);
  expect(inhibitor.inhibits(both)).toBeUndefined();
  inhibitor.update(alert({ a: "1" }));
  expect(inhibitor.inhibits(both)).toBeDefined();
});

test("an inhibited alert inhibits others nevertheless", () => {
  const chain = ["a", "b"].map((name, index) => ({
    name,
    source: [{ name: "level", op: "=" as const, value: String(index) }],
    target: [{ name: "level", op: "=" as const, value: String(index + 1) }],
    equal: [],
  }));
  const inhibitor = new Inhibitor(chain);
  const levels = ["0", "1", "2"].map((level) => alert({ level }));
  for (const level of levels) inhibitor.update(level);
  expect(levels.map((level) => inhibitor.inhibits(level)?.rule)).toEqual([undefined, "a", "b"]);
});

test("follows alerts as they resolve, go stale and change their traits", () => {
  const inhibitor = new Inhibitor([rule]);
  const source = alert({ severity: "critical", cluster: "c" }, { host: "h" });
  const target = alert({ severity: "warning", cluster: "c", host: "h" });
  inhibitor.update(source);
  inhibitor.update({ ...source, state: "stale" });
  expect(inhibitor.inhibits(target)).toBeDefined();
  inhibitor.update({ ...source, traits: { host: "i" } });
  expect(inhibitor.inhibits(target)).toBeUndefined();
  inhibitor.update(source);
  expect(inhibitor.inhibits(target)).toBeDefined();
  inhibitor.update({ ...source, state: "resolved" });
  expect(inhibitor.inhibits(target)).toBeUndefined();
});

test("values do not run into each other", () => {
  const inhibitor = new Inhibitor([rule]);
  inhibitor.update(alert({ severity: "critical", cluster: "ab", host: "c" }));
  expect(inhibitor.inhibits(alert({ severity: "warning", cluster: "a", host: "bc" }))).toBeUndefined();
});

describe("the defaults, while nothing at all is heard", () => {
  const { inhibitRules } = defaultAlertingConfig({ channels: ["console"] });
  const failed = (alertname: string, errorType: string): ReturnType<typeof firingAlert> =>
    alert({ alertname, service_name: "billing", job_name: "invoice" }, { error_type: errorType });

  test.each(["PipelineSilent", "TelemetryStopped"])(
    "tell %s instead of each run that is taken for lost, but for critical ones",
    (alertname) => {
      const inhibitor = new Inhibitor(inhibitRules);
      inhibitor.update(alert({ alertname, ...(alertname === "TelemetryStopped" && { service_name: "billing" }) }));
      expect(inhibitor.inhibits(failed("JobFailed", "lost"))).toBeDefined();
      expect(inhibitor.inhibits(failed("JobFailed", "ECARD"))).toBeUndefined();
      expect(inhibitor.inhibits(failed("CriticalJobFailed", "lost"))).toBeUndefined();
    },
  );
});
