import type { MetricPoint } from "@jobscope/otlp";

import type { Alert } from "../../src/model/alert.ts";
import { type Encoding, otlpJson, received, type SentPoint, type Shape } from "../support/otlp-requests.ts";
import { Resend } from "../support/resend.ts";
import { RuleHarness } from "../support/rule-harness.ts";
import { type ComplianceCase, GROUP_S, METRIC, SAMPLE_S } from "./cases.ts";
import type { ShownAlert, ShownSend } from "./expected.ts";

export const T0: number = Date.UTC(2026, 10, 25, 12, 0, 0);

export interface Batch {
  readonly atMs: number;
  readonly points: readonly MetricPoint[];
}

/** One export request every 15 s, as received. */
export function batchesOf(one: ComplianceCase, shape: Shape, encoding: Encoding): readonly Batch[] {
  const length = Math.max(...one.series.map(({ values }) => values.length));
  const queried = one.series.filter(({ isQueried }) => isQueried);
  const counted = one.series.filter(({ isQueried }) => !isQueried);
  return Array.from({ length }, (_, index) => {
    const parts = [otlpJson(pointsOf(counted, shape, index), shape, RESOURCE)];
    if (queried.length > 0) parts.push(otlpJson(pointsOf(queried, "gauge", index), "gauge", RESOURCE));
    return { atMs: T0 + index * SAMPLE_MS, points: parts.flatMap((json) => received(json, encoding)) };
  });
}

const SAMPLE_MS = SAMPLE_S * 1_000;
const RESOURCE = { "host.name": "h" };

function pointsOf(series: ComplianceCase["series"], shape: Shape, index: number): readonly SentPoint[] {
  const atMs = T0 + index * SAMPLE_MS;
  const startMs = shape === "delta" ? atMs - SAMPLE_MS : T0 - SAMPLE_MS;
  return series.flatMap(({ attributes, values }) => {
    const value = values[index];
    if (value === undefined) return [];
    const total = values.slice(0, index + 1).reduce((sum, one) => sum + one, 0);
    return [{ metric: METRIC, attributes, startMs, atMs, value: shape === "cumulative" ? total : value }];
  });
}

export interface Probe {
  readonly slotS: number;
  readonly alerts: readonly ShownAlert[];
  readonly health: readonly { readonly health: string; readonly lastEvaluationMs?: number }[];
  /** By rule: the state that its interface shows. */
  readonly states: Readonly<Record<string, string>>;
}

export interface Played {
  readonly probes: readonly Probe[];
  readonly sends: readonly ShownSend[];
}

/** A case at one phase: what every interface shows after each slot, and everything that was sent. */
export function play(one: ComplianceCase, shape: Shape, slots: readonly number[], batches: readonly Batch[]): Played {
  const harness = new RuleHarness({
    rules: one.rules(shape),
    queried: [METRIC],
    limits: { watchedSinceMs: T0 - 60_000 },
  });
  const resend = new Resend(GROUP_S * 1_000, 60_000);
  const sends: ShownSend[] = [];
  let next = 0;
  const probes = slots.map((slotS) => {
    const slotMs = T0 + slotS * 1_000;
    for (let batch = batches[next]; batch !== undefined && batch.atMs <= slotMs; batch = batches[next]) {
      harness.accept(batch.points, batch.atMs);
      next += 1;
    }
    const transitions = harness.evaluate(slotMs);
    const resolved = transitions.filter(({ to }) => to === "resolved").map(({ alert }) => alert);
    for (const sent of resend.step(slotMs, harness.active, resolved)) {
      const { labels, annotations, sentMs, startsAtMs, endsAtMs } = sent;
      const times = { sentS: seconds(sentMs), startsS: seconds(startsAtMs), endsS: seconds(endsAtMs) };
      sends.push({ labels, annotations, resolved: sent.resolved, ...times });
    }
    return {
      slotS,
      alerts: harness.active.map(shown),
      health: harness.lifecycle.statuses(),
      states: statesOf(harness),
    };
  });
  return { probes, sends };
}

const seconds = (ms: number): number => (ms - T0) / 1_000;

function shown({ state, labels, annotations, value, activeAtMs }: Alert): ShownAlert {
  if (state !== "pending" && state !== "firing") throw new Error(`an alert of the suite is ${state}`);
  return { state, labels, annotations, value, activeS: seconds(activeAtMs) };
}

/** The worst of a rule's alerts. */
function statesOf({ lifecycle, active }: RuleHarness): Readonly<Record<string, string>> {
  return Object.fromEntries(
    lifecycle.statuses().map(({ ruleId }) => {
      const states = active.filter((alert) => alert.ruleId === ruleId).map(({ state }) => state);
      return [ruleId, states.includes("firing") ? "firing" : (states[0] ?? "inactive")];
    }),
  );
}
