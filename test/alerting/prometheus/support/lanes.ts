import { setTimeout as sleep } from "node:timers/promises";

import { waitFor } from "@jobscope/testkit";

import type { Alert, Transition } from "../../../../packages/alerting/src/model/alert.ts";
import type { Rule } from "../../../../packages/alerting/src/model/rule.ts";
import { otlpJson, received } from "../../../../packages/alerting/test/support/otlp-requests.ts";
import { RuleHarness } from "../../../../packages/alerting/test/support/rule-harness.ts";
import { type PostedAlert, startAlertSink } from "./alert-sink.ts";
import { LOOKBACK_STEPS, STEP_MS } from "./parity-rules.ts";
import { startPrometheus } from "./prometheus-process.ts";
import { remoteWrite } from "./remote-write.ts";
import type { Step } from "./streams.ts";

/** One series, sent to both. */
export interface SentStream {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly kind: "gauge" | "counter";
  /** What it comes from; by default one source for all. */
  readonly source?: string;
  /** It counted before anybody watched: its first value is a baseline. By default it begins with its first sample. */
  readonly isOld?: boolean;
}

/** Labels and state of every active alert, at each slot. */
export type Slots = ReadonlyMap<number, readonly string[]>;

export const lineOf = (labels: Readonly<Record<string, string>>, ...rest: readonly unknown[]): string =>
  [
    ...Object.entries(labels)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`),
    ...rest,
  ].join(" ");

export interface PrometheusLane {
  /** First sample of the streams. */
  readonly t0Ms: number;
  readonly slots: readonly number[];
  readonly alerts: Slots;
  readonly posted: readonly PostedAlert[];
}

/**
 * Everything is written ahead of its time, half a step away from the slots: Prometheus sees no sample before its time has come, so
 * that it does not matter when it arrived.
 */
export async function prometheusLane(
  rules: readonly unknown[],
  streams: readonly SentStream[],
): Promise<PrometheusLane> {
  const sink = await startAlertSink();
  const prometheus = await startPrometheus({
    alertmanager: sink.address,
    args: [`--query.lookback-delta=${LOOKBACK_STEPS * STEP_MS}ms`, "--rules.alert.resend-delay=1h"],
    rules: {
      groups: [{ name: "g", interval: `${STEP_MS}ms`, rules: [{ record: "slot", expr: "vector(1)" }, ...rules] }],
    },
  });
  const slotTimes = async (seconds: number): Promise<readonly number[]> =>
    (await prometheus.rawSamples("slot", seconds)).flatMap(({ samples }) => samples.map(({ atMs }) => atMs));
  try {
    // It finds its Alertmanager about five seconds after it started, and drops what it has to tell before.
    await waitFor("Prometheus to find its Alertmanager", async () =>
      JSON.stringify(await prometheus.getJson("/api/v1/alertmanagers")).includes(sink.address),
    );
    await waitFor("the third slot", async () => (await slotTimes(10)).length > 2);
    const lastSlotMs = (await slotTimes(10)).at(-1) ?? 0;
    const t0Ms = lastSlotMs + STEP_MS / 2 + Math.ceil((Date.now() + 500 - lastSlotMs) / STEP_MS) * STEP_MS;
    await remoteWrite(
      prometheus.url,
      streams.map((stream) => written(stream, t0Ms)),
    );
    const lengthMs = Math.max(...streams.map(({ steps }) => steps.length)) * STEP_MS;
    await sleep(t0Ms + lengthMs - Date.now());
    await waitFor("the last slot", async () => ((await slotTimes(3)).at(-1) ?? 0) > t0Ms + lengthMs);
    const isCompared = (atMs: number): boolean => atMs > t0Ms && atMs < t0Ms + lengthMs;
    const slots = (await slotTimes(120)).filter(isCompared);
    return { t0Ms, slots, alerts: await alertsOf(prometheus, slots), posted: sink.posted };
  } finally {
    await prometheus.stop();
    await sink.close();
  }
}

function written({ metric, labels, steps }: SentStream, t0Ms: number) {
  return {
    labels: { __name__: metric, ...labels },
    samples: steps.flatMap((value, n) => (value === "none" ? [] : [{ atMs: t0Ms + n * STEP_MS, value }])),
  };
}

async function alertsOf(
  prometheus: Awaited<ReturnType<typeof startPrometheus>>,
  slots: readonly number[],
): Promise<Slots> {
  const found = new Map<number, string[]>(slots.map((slotMs) => [slotMs, []]));
  for (const { labels, samples } of await prometheus.rawSamples("ALERTS", 120)) {
    const { __name__: _name, alertstate, ...own } = labels;
    for (const { atMs } of samples) found.get(atMs)?.push(lineOf(own, alertstate));
  }
  return found;
}

export interface OurLane {
  readonly alerts: Slots;
  /** Slots at which a rule could not be evaluated, by its name. */
  readonly errors: ReadonlyMap<string, ReadonlySet<number>>;
  readonly transitions: readonly Transition[];
  /** As they stand after the last slot. */
  readonly active: readonly Alert[];
}

/** The same streams as OTLP, at the slots at which Prometheus looked. */
export function ourLane(rules: readonly Rule[], streams: readonly SentStream[], lane: PrometheusLane): OurLane {
  const harness = new RuleHarness({ rules, limits: { watchedSinceMs: lane.t0Ms - 3_600_000 } });
  const alerts = new Map<number, readonly string[]>();
  const errors = new Map<string, Set<number>>(rules.map(({ name }) => [name, new Set()]));
  const transitions: Transition[] = [];
  let step = 0;
  for (const slotMs of lane.slots) {
    for (; lane.t0Ms + step * STEP_MS <= slotMs; step += 1) sendStep(harness, streams, lane.t0Ms, step);
    transitions.push(...harness.evaluate(slotMs));
    alerts.set(
      slotMs,
      harness.active.map(({ labels, state }) => lineOf(labels, state)),
    );
    for (const [n, status] of harness.lifecycle.statuses().entries()) {
      if (status.health === "error") errors.get(rules[n]?.name ?? "")?.add(slotMs);
    }
  }
  return { alerts, errors, transitions, active: harness.active };
}

function sendStep(harness: RuleHarness, streams: readonly SentStream[], t0Ms: number, step: number): void {
  const atMs = t0Ms + step * STEP_MS;
  for (const stream of streams) {
    const value = stream.steps[step] ?? "none";
    if (value === "none") continue;
    const firstMs = t0Ms + stream.steps.findIndex((one) => one !== "none") * STEP_MS;
    const startMs = stream.isOld === true ? t0Ms - 86_400_000 : firstMs - STEP_MS / 2;
    const point = {
      metric: stream.metric,
      attributes: stream.labels,
      startMs,
      atMs,
      value: value === "stale" ? null : value,
    };
    const json = otlpJson([point], stream.kind === "gauge" ? "gauge" : "cumulative", {
      "host.name": stream.source ?? "one",
    });
    harness.accept(received(json, "protobuf"), atMs);
  }
}
