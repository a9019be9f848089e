import { setTimeout as sleep } from "node:timers/promises";

import { waitFor } from "@jobscope/testkit";

import type { Condition, Measure, Rule } from "../../packages/alerting/src/model/rule.ts";
import { RuleHarness } from "../../packages/alerting/test/support/rule-harness.ts";
import { ruleOf } from "../../packages/alerting/test/support/rules.ts";
import type { Bench, Figure } from "../../scripts/bench/contract.ts";
import { fetchPackage } from "../../scripts/prometheus/binary.ts";
import { startAlertSink } from "../alerting/prometheus/support/alert-sink.ts";
import { startPrometheus, type PrometheusProcess } from "../alerting/prometheus/support/prometheus-process.ts";
import { remoteWrite, type WrittenSeries } from "../alerting/prometheus/support/remote-write.ts";

const SERIES = 10_000;
const STEP_MS = 15_000;
const STEPS = 20;
const INTERVAL_MS = 4_000;
const CYCLES = 6;
const WINDOW_MS = 300_000;
const TEXT = "{{ $labels.queue }} on {{ $labels.host }} is at {{ $value }}";

interface Compared {
  readonly name: string;
  readonly expression: string;
  readonly measure: Measure;
  readonly above: number;
  readonly target: string;
}

/** The window counts are of the counter; what fires, fires by the gauge. */
const COMPARED: readonly Compared[] = [
  {
    name: "one rule, count of 5 min over 10,000 series",
    expression: "increase(counter[5m]) > 1e9",
    measure: { kind: "count", select: { metric: "counter", where: [] }, windowMs: WINDOW_MS },
    above: 1e9,
    target: "<= 10",
  },
  {
    name: "one rule, 10,000 firing, one text each",
    expression: "gauge > 10",
    measure: { kind: "gauge", select: { metric: "gauge", where: [] }, windowMs: 0, reduce: "last" },
    above: 10,
    target: "<= 100",
  },
];

const labelsOf = (n: number): Readonly<Record<string, string>> => ({ queue: `q${n}`, host: `h${n % 100}` });
const counterAt = (n: number, step: number): number => 100 + step * (n % 5);
const gaugeAt = (n: number, cycle: number): number => 11 + ((n + cycle) % 7);

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const named = (index: number): string => `Bench${index}`;

/** Samples of the past five minutes, and a new value of every series for each cycle to come. */
function* written(nowMs: number): Iterable<readonly WrittenSeries[]> {
  for (let from = 0; from < SERIES; from += 500) {
    yield Array.from({ length: 500 }, (_, index): readonly WrittenSeries[] => {
      const n = from + index;
      const past = Array.from({ length: STEPS }, (_unused, step) => ({
        atMs: nowMs - (STEPS - step) * STEP_MS,
        value: counterAt(n, step),
      }));
      const cycles = Array.from({ length: CYCLES + 4 }, (_unused, cycle) => ({
        cycle,
        atMs: nowMs + cycle * INTERVAL_MS,
      }));
      const gauge = cycles.map(({ cycle, atMs }) => ({ atMs, value: gaugeAt(n, cycle) }));
      const counter = [...past, ...cycles.map(({ cycle, atMs }) => ({ atMs, value: counterAt(n, STEPS + cycle) }))];
      return [
        { labels: { __name__: "counter", ...labelsOf(n) }, samples: counter },
        { labels: { __name__: "gauge", ...labelsOf(n) }, samples: gauge },
      ];
    }).flat();
  }
}

interface RulesAnswer {
  readonly data: {
    readonly groups: readonly {
      readonly rules: readonly {
        readonly name: string;
        readonly evaluationTime: number;
        readonly lastEvaluation: string;
      }[];
    }[];
  };
}

/** Milliseconds per evaluation, by rule, as Prometheus itself measures them; the first ones are left out. */
async function theirs(): Promise<readonly number[]> {
  fetchPackage("prometheus");
  const sink = await startAlertSink();
  const rules = COMPARED.map(({ expression }, index) => ({
    name: named(index),
    interval: `${INTERVAL_MS}ms`,
    rules: [{ alert: named(index), expr: expression, annotations: { text: TEXT } }],
  }));
  const prometheus = await startPrometheus({ rules: { groups: rules }, alertmanager: sink.address, args: [] });
  try {
    for (const series of written(Date.now())) await remoteWrite(prometheus.url, series);
    return await evaluationTimes(prometheus);
  } finally {
    await prometheus.stop();
    await sink.close();
  }
}

async function evaluationTimes(prometheus: PrometheusProcess): Promise<readonly number[]> {
  const seen = COMPARED.map(() => new Map<string, number>());
  await waitFor(
    `${CYCLES} evaluations`,
    async () => {
      const answer = (await prometheus.getJson("/api/v1/rules?type=alert")) as RulesAnswer;
      for (const rule of answer.data.groups.flatMap(({ rules }) => rules)) {
        seen[Number(rule.name.slice(-1))]?.set(rule.lastEvaluation, rule.evaluationTime * 1_000);
      }
      await sleep(500);
      return seen.every(({ size }) => size >= CYCLES);
    },
    90_000,
  );
  return seen.map((times) => median([...times.values()].slice(2)));
}

const ruleFor = ({ measure, above }: Compared, index: number): Rule => {
  const threshold = { op: ">", value: above } as const;
  const condition: Condition = { kind: "threshold", measure, by: "all", aggregate: "sum", threshold };
  return ruleOf({ name: named(index), condition, intervalMs: INTERVAL_MS, annotations: { text: TEXT } });
};

function ours(compared: Compared, index: number): { readonly ms: number; readonly firing: number } {
  const nowMs = Date.UTC(2026, 10, 25);
  const harness = new RuleHarness({
    rules: [ruleFor(compared, index)],
    limits: { watchedSinceMs: nowMs - 86_400_000 },
  });
  const resource = { attributes: {}, schemaUrl: "" };
  const scope = { name: "bench", version: "", attributes: {}, schemaUrl: "" };
  const base = { resource, scope, startMs: nowMs - 3_600_000, flags: 0 };
  const descriptor = { description: "", unit: "", temporality: 2 } as const;
  const counter = { ...descriptor, name: "counter", kind: "sum", isMonotonic: true } as const;
  const gauge = { ...descriptor, name: "gauge", kind: "gauge", temporality: 0, isMonotonic: false } as const;
  const attributes = Array.from({ length: SERIES }, (_, n) => labelsOf(n));
  const send = (metric: typeof counter | typeof gauge, atMs: number, valueOf: (n: number) => number): void =>
    harness.accept(
      attributes.map((own, n) => ({
        ...base,
        metric,
        kind: metric.kind,
        attributes: own,
        timeMs: atMs,
        value: valueOf(n),
      })),
      atMs,
    );
  for (let step = 0; step < STEPS; step += 1) {
    send(counter, nowMs - (STEPS - step) * STEP_MS, (n) => counterAt(n, step));
  }
  const took: number[] = [];
  for (let cycle = 0; cycle < 30; cycle += 1) {
    const atMs = nowMs + cycle * INTERVAL_MS;
    send(gauge, atMs, (n) => gaugeAt(n, cycle));
    send(counter, atMs, (n) => counterAt(n, STEPS + cycle));
    const startMs = performance.now();
    harness.evaluate(atMs + 1_000);
    // As it would be sent: every text brought up to date.
    for (const alert of harness.active) if (alert.annotations["text"] === "") throw new Error("no text");
    took.push(performance.now() - startMs);
  }
  return { ms: median(took.slice(5)), firing: harness.active.length };
}

export const bench: Bench = {
  name: "rules, beside a real Prometheus in the same run",
  async run() {
    // One after the other: there are two cores, and Prometheus takes both.
    const our = COMPARED.map(ours);
    const their = await theirs();
    return COMPARED.flatMap((compared, index): readonly Figure[] => {
      const { ms, firing } = our[index] ?? { ms: Number.NaN, firing: 0 };
      const expected = compared.above > 100 ? 0 : SERIES;
      if (firing !== expected) throw new Error(`${compared.name}: ${firing} alerts fire, and ${expected} should.`);
      const theirMs = their[index] ?? Number.NaN;
      return [
        { name: `${compared.name}: ours`, value: ms, unit: "ms/cycle", target: compared.target },
        { name: `${compared.name}: Prometheus`, value: theirMs, unit: "ms/cycle" },
        { name: `${compared.name}: Prometheus / ours`, value: theirMs / ms, unit: "times", target: "> 1" },
      ];
    });
  },
};
