import { describe, expect, it } from "vitest";

import { ENCODINGS, SHAPES } from "../support/otlp-requests.ts";
import { CASES, type ComplianceCase, GROUP_S } from "./cases.ts";
import { expectedAlerts, expectedSends, placed, slotsOf } from "./expected.ts";
import { batchesOf, play, type Played, T0 } from "./play.ts";

const sortedKeys = (_key: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const lines = (values: readonly unknown[]): string =>
  values
    .map((value) => JSON.stringify(value, sortedKeys))
    .toSorted()
    .join("\n");

/** Exactly what must be, without any tolerance. */
function check(one: ComplianceCase, phaseS: number, { probes, sends }: Played): void {
  const episodes = placed(one, phaseS);
  for (const { slotS, alerts, health, states } of probes) {
    const expected = expectedAlerts(episodes, slotS);
    const state = (ruleId: string): string => {
      const own = expected.filter(({ labels }) => ruleId === `${one.name}/${labels["alertname"]}`);
      return own.some((alert) => alert.state === "firing") ? "firing" : (own[0]?.state ?? "inactive");
    };
    const shown = { alerts: lines(alerts), states, health: lines(health) };
    const ruleIds = Object.keys(states);
    const lastEvaluationMs = T0 + slotS * 1_000;
    const must = {
      alerts: lines(expected),
      states: Object.fromEntries(ruleIds.map((ruleId) => [ruleId, state(ruleId)])),
      health: lines(ruleIds.map((ruleId) => ({ ruleId, health: "ok", lastEvaluationMs, overflow: 0 }))),
    };
    // `expect` a hundred thousand times takes a minute.
    if (JSON.stringify(shown) !== JSON.stringify(must))
      expect({ phaseS, slotS, ...shown }).toEqual({ phaseS, slotS, ...must });
  }
  expect(lines(sends), `phase ${phaseS}, what is sent`).toBe(lines(expectedSends(episodes, probes.at(-1)?.slotS ?? 0)));
  expect(probes.length).toBeGreaterThan(one.untilS / GROUP_S - 1);
}

const EVERY_PHASE = [...Array.from({ length: GROUP_S }, (_, phaseS) => phaseS), 7.5, 14.75];
const SOME_PHASES = [0, 7.5, 29];

describe.each(CASES)("$name", (one) => {
  describe.each(SHAPES)("as %s", (shape) => {
    it.each(ENCODINGS)("in %s", (encoding) => {
      const batches = batchesOf(one, shape, encoding);
      const phases = encoding === "gzip" ? SOME_PHASES : EVERY_PHASE;
      for (const phaseS of phases) check(one, phaseS, play(one, shape, slotsOf(one, phaseS), batches));
    });
  });
});
