import { describe, expect, it } from "vitest";

import { createLifecycle } from "../../src/lifecycle/create-lifecycle.ts";
import type { Condition } from "../../src/model/rule.ts";
import { ABOVE_TEN, ruleOf } from "../support/rules.ts";
import { every15s, gaugeRule, stream } from "./otlp-stream.ts";

const ALIVE = { attributes: { host: "alive" } };
const firing = (matchers: Readonly<Record<string, string>>, by: readonly string[]): Condition => ({
  kind: "threshold",
  measure: { kind: "alerts", matchers: Object.entries(matchers).map(([name, value]) => ({ name, op: "=", value })) },
  by,
  aggregate: "sum",
  threshold: { op: ">", value: 0 },
});

describe("what the specification demands and no case of the suite exercises", () => {
  it("two results with the same final labels: the rule errs, nothing is sent, nothing recorded, lastError is set", () => {
    const rule = gaugeRule({ labels: { host: "one" } });
    const values = [...every15s(0, 300, 11), ...every15s(120, 180, 12, { attributes: { host: "b" } })];
    const values2 = [...values, ...every15s(180, 300, 1, { attributes: { host: "b" } })];
    const during = stream([rule], values2, { untilS: 150 });
    expect(during.steps).toEqual(["0: inactive > firing"]);
    expect(during.harness.lifecycle.statuses()).toMatchObject([
      { health: "error", error: expect.stringContaining("same labels") as unknown },
    ]);
    expect(during.harness.changes.filter(({ kind }) => kind === "alert")).toHaveLength(2);
    const after = stream([rule], values2, { untilS: 270 });
    expect(after.steps).toEqual(["0: inactive > firing"]);
    expect(after.harness.lifecycle.statuses()).toMatchObject([{ health: "ok" }]);
    expect(after.harness.lifecycle.statuses()[0]).not.toHaveProperty("error");
  });

  it("labels of the rule override those of the query, and alertname overrides all", () => {
    const rule = gaugeRule({ labels: { host: "rule", alertname: "rule" } });
    const { harness } = stream(
      [rule],
      every15s(0, 60, 11, { attributes: { host: "a", alertname: "query", zone: "z" } }),
      { untilS: 30 },
    );
    expect(harness.active.map(({ labels }) => labels)).toEqual([
      { alertname: "High", host: "rule", zone: "z", service_name: "s", severity: "warning" },
    ]);
  });

  it("an alertstate among an alert's own labels is overridden where rules look at alerts", () => {
    const first = gaugeRule({ labels: { alertstate: "very_critical" } });
    const second = ruleOf({
      name: "Second",
      condition: firing({ alertname: "High", alertstate: "firing" }, ["alertstate"]),
    });
    const { steps, harness } = stream([first, second], every15s(0, 60, 11), { untilS: 0 });
    expect(steps).toHaveLength(2);
    expect(harness.active.map(({ labels }) => labels["alertstate"])).toEqual(["very_critical", "firing"]);
  });

  it("the metric's name is no label", () => {
    const { harness } = stream([gaugeRule()], every15s(0, 60, 11, { attributes: { __name__: "m" } }), { untilS: 0 });
    expect(Object.keys(harness.active[0]?.labels ?? {}).toSorted()).toEqual(["alertname", "service_name", "severity"]);
  });

  it("a series that goes silent while it is pending is inactive once its last sample is older than the lookback", () => {
    const rule = gaugeRule({ forMs: 600_000, lookbackMs: 120_000 });
    const values = [...every15s(0, 60, 11), ...every15s(0, 600, 1, ALIVE)];
    expect(stream([rule], values, { untilS: 600, phaseS: 10 }).steps).toEqual([
      "10: inactive > pending",
      "190: pending > inactive",
    ]);
  });

  it("a series that goes silent while it fires is resolved then, where its source sends on", () => {
    const values = [...every15s(0, 60, 11), ...every15s(0, 600, 1, ALIVE)];
    const { steps, transitions } = stream([gaugeRule({ lookbackMs: 120_000 })], values, { untilS: 600, phaseS: 10 });
    expect(steps).toEqual(["10: inactive > firing", "190: firing > resolved"]);
    expect(transitions.at(-1)?.alert).toMatchObject({ resolveReason: "data_missing", value: 11 });
  });

  it("differs from Prometheus where the whole source is silent: stale, and resolved only once it says so", () => {
    const values = [...every15s(0, 60, 11), ...every15s(900, 960, 1)];
    expect(stream([gaugeRule({ lookbackMs: 120_000 })], values, { untilS: 960, phaseS: 10 }).steps).toEqual([
      "10: inactive > firing",
      "190: firing > stale",
      "910: stale > resolved",
    ]);
  });

  it("health is unknown before the first evaluation", () => {
    expect(createLifecycle({ rules: [ruleOf()], alerts: [], emit: () => {} }).statuses()).toMatchObject([
      { health: "unknown" },
    ]);
  });

  it("the state of a rule is pending only while none of its alerts fires", () => {
    const values = [...every15s(0, 300, 11), ...every15s(120, 300, 11, { attributes: { host: "b" } })];
    const { steps } = stream([gaugeRule({ forMs: 60_000 })], values, { untilS: 270 });
    expect(steps).toEqual([
      "0: inactive > pending",
      "60: pending > firing",
      "120: inactive > pending",
      "180: pending > firing",
    ]);
  });

  it.each(["graphLink", "tableLink", "tmpl", "pathPrefix", "safeHtml"])(
    "a template with the optional function %s is taken, and renders empty text for it",
    (name) => {
      const rule = gaugeRule({ annotations: { text: `a{{ ${name} "x" }}b` } });
      const { harness } = stream([rule], every15s(0, 30, 11), { untilS: 0 });
      expect(harness.active[0]?.annotations["text"]).toMatch(/^ab$|^axb$/);
    },
  );

  it.each(["{{ .ExternalURL }}", "{{ $externalURL }}", "{{ $externalLabels.zone }}", "{{ .ExternalLabels.zone }}"])(
    "the optional variable %s renders empty",
    (text) => {
      const { harness } = stream([gaugeRule({ annotations: { text } })], every15s(0, 30, 11), { untilS: 0 });
      expect(harness.active[0]?.annotations["text"]).toBe("");
    },
  );

  it("a rule on a threshold that nothing has reached yet is inactive and healthy", () => {
    const { steps, harness } = stream([ruleOf({ condition: ABOVE_TEN })], [], { untilS: 60 });
    expect(steps).toEqual([]);
    expect(harness.lifecycle.statuses()).toMatchObject([{ health: "ok" }]);
  });
});
