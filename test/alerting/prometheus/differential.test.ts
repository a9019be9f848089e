import { beforeAll, describe, expect, it } from "vitest";

import type { Rule } from "../../../packages/alerting/src/model/rule.ts";
import { ruleOf } from "../../../packages/alerting/test/support/rules.ts";
import {
  lineOf,
  ourLane,
  type OurLane,
  type PrometheusLane,
  prometheusLane,
  type SentStream,
} from "./support/lanes.ts";
import { LOOKBACK_STEPS, ourRule, PARITY_RULES, prometheusRule, STEP_MS } from "./support/parity-rules.ts";
import { prometheusAvailable } from "./support/prometheus-process.ts";
import { counterSteps, gaugeSteps, seeded, type Step } from "./support/streams.ts";

const SEED = Number(process.env["JOBSCOPE_DIFFERENTIAL_SEED"] ?? 20_261_125);
const LENGTH = 44;
const TAIL = LOOKBACK_STEPS + 4;
const WINDOW_STEPS = 12;
const WINDOW_MS = WINDOW_STEPS * STEP_MS;

const times = <T>(count: number, value: T): readonly T[] => Array.from({ length: count }, () => value);

function parityStreams(): readonly SentStream[] {
  const random = seeded(SEED);
  const gauges = Array.from({ length: 12 }, (_, n): SentStream => ({
    metric: "gauge",
    labels: { host: `h${n}`, zone: `z${n % 6}` },
    steps: gaugeSteps(random, LENGTH),
    kind: "gauge",
  }));
  const counters = Array.from({ length: 8 }, (_, n): SentStream => ({
    metric: "counter",
    labels: { host: `h${n}` },
    steps: counterSteps(random, LENGTH),
    kind: "counter",
  }));
  // Their source is alive until nothing is left to be seen of them.
  const alive: SentStream = {
    metric: "gauge",
    labels: { host: "alive", zone: "alive" },
    steps: times<Step>(LENGTH + TAIL, 1),
    kind: "gauge",
  };
  return [...gauges, ...counters, alive];
}

/** Where the answer must not be Prometheus' one. */
const BORN: SentStream = {
  metric: "born",
  labels: { job: "first" },
  steps: [...times<Step>(4, "none"), ...times<Step>(LENGTH - 4, 1)],
  kind: "counter",
};
const THREE: SentStream = {
  metric: "three",
  labels: { job: "three" },
  steps: [...times<Step>(14, 100), 101, 102, ...times<Step>(LENGTH - 16, 103)],
  kind: "counter",
  isOld: true,
};
const SILENT: SentStream = {
  metric: "silent",
  labels: { job: "silent" },
  steps: times<Step>(10, 11),
  kind: "gauge",
  source: "another",
};

const countRule = (name: string, metric: string, above: number): Rule =>
  ruleOf({
    name,
    condition: {
      kind: "threshold",
      measure: { kind: "count", select: { metric, where: [] }, windowMs: WINDOW_MS },
      by: "all",
      aggregate: "sum",
      threshold: { op: ">", value: above },
    },
    lookbackMs: LOOKBACK_STEPS * STEP_MS,
  });

const silentRule = ruleOf({
  name: "Silent",
  condition: {
    kind: "threshold",
    measure: { kind: "gauge", select: { metric: "silent", where: [] }, windowMs: 0, reduce: "last" },
    by: "all",
    aggregate: "sum",
    threshold: { op: ">", value: 10 },
  },
  lookbackMs: LOOKBACK_STEPS * STEP_MS,
});

const DIFFERENT_RULES = [
  { alert: "Born", expr: `increase(born[${WINDOW_MS}ms]) > 0` },
  { alert: "Three", expr: `increase(three[${WINDOW_MS}ms]) > 3` },
  { alert: "Silent", expr: "silent > 10" },
];

describe.skipIf(!prometheusAvailable())(`the same samples for a real Prometheus and for us (seed ${SEED})`, () => {
  let theirs: PrometheusLane;
  let ours: OurLane;
  let different: OurLane;

  beforeAll(async () => {
    const streams = parityStreams();
    const all = [...streams, BORN, THREE, SILENT];
    theirs = await prometheusLane([...PARITY_RULES.map(prometheusRule), ...DIFFERENT_RULES], all);
    ours = ourLane(PARITY_RULES.map(ourRule), streams, theirs);
    different = ourLane([countRule("Born", "born", 0), countRule("Three", "three", 3), silentRule], all, theirs);
  }, 120_000);

  const ofRule =
    (name: string) =>
    (line: string): boolean =>
      line.includes(`alertname=${name} `);

  it("looked often enough to tell", () => {
    expect(theirs.slots.length).toBeGreaterThan(LENGTH / 2);
  });

  it.each(PARITY_RULES.map(({ name }) => name))("%s: the same alerts in the same states at every slot", (name) => {
    const relative = (slotMs: number): number => slotMs - theirs.t0Ms;
    const show = (slots: PrometheusLane["alerts"]): readonly string[] =>
      [...slots].map(([slotMs, lines]) => `${relative(slotMs)}: ${lines.filter(ofRule(name)).toSorted().join(", ")}`);
    const errors = ours.errors.get(name) ?? new Set();
    const expected = new Map([...ours.alerts].map(([slotMs, lines]) => [slotMs, errors.has(slotMs) ? [] : lines]));
    expect(show(theirs.alerts)).toEqual(show(expected));
    expect([...expected.values()].flat().filter(ofRule(name)).length).toBeGreaterThan(0);
  });

  it("each alert fires and is resolved at the same instants, with the same text", () => {
    const posted = theirs.posted
      .filter(({ labels }) => PARITY_RULES.some(({ name }) => name === labels["alertname"]))
      .map(({ labels, annotations, startsAtMs, endsAtMs }) =>
        // What fires ends four times the resend delay from now: that is an hour.
        lineOf(
          labels,
          startsAtMs - theirs.t0Ms,
          endsAtMs - startsAtMs > 3_600_000 ? "fires" : endsAtMs - theirs.t0Ms,
          annotations["text"],
        ),
      );
    const told = ours.transitions
      .filter(({ to }) => to === "firing" || to === "resolved")
      .map(({ alert, to }) =>
        lineOf(
          alert.labels,
          (alert.firedAtMs ?? 0) - theirs.t0Ms,
          to === "firing" ? "fires" : (alert.resolvedAtMs ?? 0) - theirs.t0Ms,
          alert.annotations["text"],
        ),
      );
    expect(posted.toSorted()).toEqual(told.toSorted());
    expect(told.length).toBeGreaterThan(100);
  });

  const theirLines = (name: string): readonly string[] => [...theirs.alerts.values()].flat().filter(ofRule(name));

  it("must differ: the first failure of a counter is seen, once, and counts exactly 1", () => {
    expect(theirLines("Born")).toEqual([]);
    const told = different.transitions.filter(({ alert }) => alert.ruleName === "Born");
    expect(told.map(({ from, to, alert }) => `${from} > ${to} ${alert.value}`)).toEqual([
      "inactive > firing 1",
      "firing > resolved 1",
    ]);
  });

  it("must differ: three failures are three, and not more than three", () => {
    expect(theirLines("Three").length).toBeGreaterThan(0);
    expect(different.transitions.filter(({ alert }) => alert.ruleName === "Three")).toEqual([]);
  });

  it("must differ: an alert whose source is silent is not resolved by silence", () => {
    const resolved = theirs.posted.filter(
      ({ labels, startsAtMs, endsAtMs }) => labels["alertname"] === "Silent" && endsAtMs - startsAtMs < 3_600_000,
    );
    expect(resolved).toHaveLength(1);
    const told = different.transitions.filter(({ alert }) => alert.ruleName === "Silent");
    expect(told.map(({ from, to }) => `${from} > ${to}`)).toEqual(["inactive > firing", "firing > stale"]);
    expect(different.active.filter(({ ruleName }) => ruleName === "Silent")).toMatchObject([{ state: "stale" }]);
  });
});
