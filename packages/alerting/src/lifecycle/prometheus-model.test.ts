import fc from "fast-check";
import { expect, it } from "vitest";

import { LifecycleWorld, sampleOf } from "../../test/support/lifecycle-world.ts";
import { PrometheusRule } from "../../test/support/prometheus-rule.ts";
import { ruleOf } from "../../test/support/rules.ts";
import type { Alert } from "../model/alert.ts";
import type { Labels } from "../model/labels.ts";

const LABELS: readonly Labels[] = [
  { host: "a", zone: "x" },
  { host: "b", zone: "x" },
  { host: "b", zone: "y" },
];

const shown = (alert: Alert) => ({
  labels: alert.labels,
  state: alert.state,
  value: alert.value,
  annotation: alert.annotations["text"],
  activeAtMs: alert.activeAtMs,
  firedAtMs: alert.firedAtMs,
  keepFiringSinceMs: alert.keepFiringSinceMs,
});

const stepArbitrary = fc.record({
  afterMs: fc.constantFrom(1_000, 1_000, 2_000, 30_000, 16 * 60_000),
  /** By label set: its value, or that it does not hold. */
  values: fc.array(fc.option(fc.integer({ min: 11, max: 13 }), { freq: 2 }), { minLength: 3, maxLength: 3 }),
  error: fc.constantFrom(false, false, false, false, true),
  restart: fc.constantFrom(false, false, true),
});

const ruleArbitrary = fc.record({
  forMs: fc.constantFrom(0, 1_000, 3_000, 30_000),
  keepFiringForMs: fc.constantFrom(0, 0, 1_000, 4_000),
  labels: fc.constantFrom<Labels>({}, { zone: "all" }, { host: "{{ $labels.host }}!" }, { level: "{{ $value }}" }),
});

it("does what Prometheus does, over any sequence of evaluations, errors, duplicates and restarts", () => {
  fc.assert(
    fc.property(ruleArbitrary, fc.array(stepArbitrary, { minLength: 1, maxLength: 40 }), (settings, steps) => {
      const rule = ruleOf({ ...settings, annotations: { text: "{{ $labels.host }} {{ $value }}" } });
      const world = new LifecycleWorld(rule);
      const reference = new PrometheusRule(rule);
      let atMs = 0;
      for (const { afterMs, values, error, restart } of steps) {
        atMs += afterMs;
        if (restart) {
          world.restart();
          for (const { labels, value, annotations } of world.active)
            reference.showed(labels, value, annotations["text"] ?? "");
        }
        const holding = LABELS.flatMap((labels, n) => (values[n] === null ? [] : [sampleOf(labels, values[n] ?? 0)]));
        const cleared = LABELS.filter((_, n) => values[n] === null).map(
          (labels) => [labels, { reason: "below" }] as const,
        );
        const ok = reference.evaluate(atMs, error ? undefined : holding);
        const transitions = world.at(atMs, error ? { error: "timeout" } : { holding, cleared });
        expect(world.lifecycle.statuses()[0]?.health).toBe(ok ? "ok" : "error");
        const order = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
        if (ok) expect(world.active.map(shown).toSorted(order)).toEqual(reference.active().toSorted(order));
        const told = transitions.filter(({ to }) => to === "firing" || to === "resolved");
        expect(told.map(({ alert, to }) => `${alert.fingerprint} ${to}`).toSorted()).toEqual(reference.told.toSorted());
      }
    }),
    { numRuns: 500 },
  );
});
