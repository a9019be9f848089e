import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { AlertingConfig } from "../../model/config.ts";
import type { Condition, Rule } from "../../model/rule.ts";
import { defaultAlertingFile } from "../pack/default-file.ts";
import { defaultRules } from "../pack/default-rules.ts";
import { AlertingConfigError } from "../resolve/config-problem.ts";
import { defineAlerting, type AlertingFile } from "../schema/alerting-file.ts";
import { alertingJsonSchema } from "../schema/alerting-schema.ts";
import type { RuleFile, WhenFile } from "../schema/rule-file.ts";
import { defaultAlertingConfig, parseAlertingConfig } from "./parse-alerting-file.ts";

function parse(text: string): AlertingConfig {
  return parseAlertingConfig({ text, file: "alerting.yaml" });
}

function problemsOf(source: string | object): readonly string[] {
  try {
    parseAlertingConfig(
      typeof source === "string" ? { text: source, file: "alerting.yaml" } : (source as AlertingFile),
    );
    return [];
  } catch (error) {
    if (!(error instanceof AlertingConfigError)) throw error;
    return error.problems.map(({ where, message }) => (where === "" ? message : `${where}: ${message}`));
  }
}

function rulesOf(...rules: readonly RuleFile[]): readonly Rule[] {
  return parseAlertingConfig({ pack: false, groups: [{ name: "g", rules }] }).rules;
}

function conditionOf(when: WhenFile): Condition {
  const [rule] = rulesOf({ name: "R", when });
  return rule!.condition;
}

/** The message for a rule that says only this. */
function ruleProblem(rule: object): string {
  const found = problemsOf({
    pack: false,
    groups: [{ name: "g", rules: [{ name: "R", when: { failed: true }, ...rule }] }],
  });
  return found.map((line) => line.replace('rule "R": ', "")).join(" | ");
}

const JOB_BY = ["deployment.environment.name", "service.namespace", "service.name", "job.name"];

describe("conditions", () => {
  it.each<[WhenFile, Condition]>([
    [{ failed: true }, { kind: "consecutive_failures", atLeast: 1 }],
    [{ consecutiveFailures: 3 }, { kind: "consecutive_failures", atLeast: 3 }],
    [{ failureRate: "5%" }, { kind: "failure_rate", rate: 0.05, windowMs: 3_600_000, minRuns: 20, confidence: 0.95 }],
    [
      { failureRate: 0.2, over: "1d", minRuns: 5, confidence: "99%" },
      { kind: "failure_rate", rate: 0.2, windowMs: 86_400_000, minRuns: 5, confidence: 0.99 },
    ],
    [{ averageDuration: "1h" }, { kind: "average_duration", aboveMs: 3_600_000, runs: 20, minRuns: 3 }],
    [{ slowdown: 2.5 }, { kind: "degradation", recent: 5, baseline: 20, factor: 2.5 }],
    [{ errorSpike: 10 }, { kind: "error_spike", above: 10, windowMs: 3_600_000 }],
    [{ missed: true }, { kind: "missed", atLeast: 1 }],
    [{ missed: 3 }, { kind: "missed", atLeast: 3 }],
    [{ late: true }, { kind: "late" }],
    [{ stuck: "2h" }, { kind: "stuck", runtimeMs: 7_200_000 }],
    [{ finishByMissed: true }, { kind: "finish_by" }],
    [{ lost: true }, { kind: "lost" }],
    [{ processLost: true }, { kind: "process_lost" }],
    [{ telemetryStopped: true }, { kind: "telemetry_stopped" }],
    [{ pipelineSilent: "5m" }, { kind: "pipeline_silent", afterMs: 300_000 }],
    [
      { sharedError: 3, over: "30m" },
      { kind: "shared_error", jobs: 3, windowMs: 1_800_000 },
    ],
    [{ internal: "channelBroken" }, { kind: "internal", signal: "channel_broken" }],
    [
      { metric: "job.run.duration", where: { "job.run.result": "failure" }, count: "10m", by: ["job.name"], above: 3 },
      {
        kind: "threshold",
        measure: {
          kind: "count",
          select: { metric: "job.run.duration", where: [{ name: "job.run.result", op: "=", value: "failure" }] },
          windowMs: 600_000,
        },
        by: ["job.name"],
        aggregate: "sum",
        threshold: { op: ">", value: 3 },
      },
    ],
    [
      { metric: "process.memory.usage", atLeast: "512MiB", clearBelow: "400MiB" },
      {
        kind: "threshold",
        measure: { kind: "gauge", select: { metric: "process.memory.usage", where: [] }, windowMs: 0, reduce: "last" },
        by: "all",
        aggregate: "max",
        threshold: { op: ">=", value: 536_870_912, clearAt: 419_430_400 },
      },
    ],
    [
      { metric: "queue.depth", minOver: "5m", below: 1, aggregate: "sum", by: [] },
      {
        kind: "threshold",
        measure: { kind: "gauge", select: { metric: "queue.depth", where: [] }, windowMs: 300_000, reduce: "min" },
        by: [],
        aggregate: "sum",
        threshold: { op: "<", value: 1 },
      },
    ],
    [
      {
        metric: "jobscope.email.send.duration",
        where: { "jobscope.email.result": "failure" },
        share: "15m",
        minSamples: 5,
        above: "20%",
      },
      {
        kind: "threshold",
        measure: {
          kind: "ratio",
          numerator: {
            metric: "jobscope.email.send.duration",
            where: [{ name: "jobscope.email.result", op: "=", value: "failure" }],
          },
          denominator: { metric: "jobscope.email.send.duration", where: [] },
          windowMs: 900_000,
        },
        by: JOB_BY.slice(0, 3),
        aggregate: "sum",
        threshold: { op: ">", value: 0.2 },
        minSamples: 5,
      },
    ],
    [
      { metric: "job.run.duration", slowerThan: "30s", over: "1d", above: "1%" },
      {
        kind: "threshold",
        measure: {
          kind: "share_slower_than",
          select: { metric: "job.run.duration", where: [] },
          windowMs: 86_400_000,
          bound: 30,
        },
        by: JOB_BY,
        aggregate: "sum",
        threshold: { op: ">", value: 0.01 },
      },
    ],
    [
      { metric: "job.run.duration", quantile: 0.95, above: "1m" },
      {
        kind: "threshold",
        measure: { kind: "quantile", select: { metric: "job.run.duration", where: [] }, windowMs: 3_600_000, q: 0.95 },
        by: JOB_BY,
        aggregate: "sum",
        threshold: { op: ">", value: 60 },
      },
    ],
    [
      { metric: "job.last_success.timestamp", olderThan: "26h" },
      {
        kind: "threshold",
        measure: { kind: "age", select: { metric: "job.last_success.timestamp", where: [] } },
        by: JOB_BY,
        aggregate: "min",
        threshold: { op: ">", value: 93_600 },
      },
    ],
    [
      { metric: "job.run.active", silentFor: "10m" },
      { kind: "absence", select: { metric: "job.run.active", where: [] }, by: JOB_BY, afterMs: 600_000 },
    ],
    [
      { alerts: { alertname: "JobFailed", "service.name": "shop" }, above: 5, by: ["service.name"] },
      {
        kind: "threshold",
        measure: {
          kind: "alerts",
          matchers: [
            { name: "alertname", op: "=", value: "JobFailed" },
            { name: "service_name", op: "=", value: "shop" },
          ],
        },
        by: ["service_name"],
        aggregate: "sum",
        threshold: { op: ">", value: 5 },
      },
    ],
  ])("%j", (when, condition) => {
    expect(conditionOf(when)).toEqual(condition);
  });

  it.each([
    [
      {},
      "when: holds no condition: write one of metric, alerts, failed, consecutiveFailures, failureRate, averageDuration, slowdown, errorSpike, missed, late, stuck, finishByMissed, lost, processLost, telemetryStopped, pipelineSilent, sharedError, internal",
    ],
    [{ failed: true, stuck: "2h" }, "when.stuck: cannot stand beside failed: write two rules"],
    [{ failed: false }, "when.failed: write true, or leave it out"],
    [{ stuck: "2h", over: "1h" }, "when.over: does not go with stuck: leave it out"],
    [{ failureRate: "5%", above: 3 }, "when.above: does not go with failureRate: over, minRuns, confidence do"],
    [{ failureRate: 5 }, "when.failureRate: 5 is no share: write 5%"],
    [{ failureRate: "-5%" }, "when.failureRate: -0.05 is no share: write one between 0% and 100%"],
    [{ averageDuration: "1h", minRuns: 30 }, "when.minRuns: 30 is more than runs, 20: it would never hold"],
    [{ consecutiveFailures: 0 }, "when.consecutiveFailures: 0 is too small: at least 1 is wanted"],
    [{ consecutiveFailures: "3" }, 'when.consecutiveFailures: "3" is wrong: a number is wanted'],
    [{ consecutiveFailures: 1.5 }, "when.consecutiveFailures: 1.5 is wrong: a whole number is wanted"],
    [
      { stuck: 7200 },
      "when.stuck: 7200 is no duration: write one like 30s, 5m, 1h30m or 1d (7200s, if seconds are meant)",
    ],
    [
      { stuck: "2 hours" },
      'when.stuck: "2 hours" is no duration: write one like 30s, 5m, 1h30m or 1d (without spaces)',
    ],
    [
      { stuck: "1.5h" },
      'when.stuck: "1.5h" is no duration: write one like 30s, 5m, 1h30m or 1d (whole numbers only: 1h30m, not 1.5h)',
    ],
    [{ stuck: "0" }, "when.stuck: 0 is too short: write a duration like 30s or 5m"],
    [{ consecutive_failures: 3 }, "when.consecutive_failures: is not known here: write consecutiveFailures"],
    [{ metric: "x", above: 1, below: 0 }, "when.below: cannot stand beside above: write two rules"],
    [
      { metric: "x" },
      "when: says nothing to compare with: add one of above, atLeast, below, atMost, equals, notEquals",
    ],
    [{ metric: "x", count: "5m", rate: "5m", above: 1 }, "when.rate: cannot stand beside count: write two rules"],
    [
      { metric: "x", count: "5m", above: "1h" },
      "when.above: a duration cannot be compared with what is measured in events: write a plain number",
    ],
    [
      { metric: "process.memory.usage", above: "5%" },
      "when.above: a percentage cannot be compared with what is measured in By: write a plain number",
    ],
    [{ metric: "x", above: "much" }, 'when.above: "much" is no quantity: write a number, 5%, 30s or 512MiB'],
    [
      { metric: "x", above: 5, clearBelow: 6 },
      "when.clearBelow: 6 is on the wrong side: it must be at most the value that fires, 5",
    ],
    [{ metric: "x", above: 5, clearAbove: 4 }, "when.clearAbove: does not go with above: write clearBelow"],
    [{ metric: "x", share: "5m", above: 20 }, "when: compares a share with 20: write 20% or a number up to 1"],
    [
      { metric: "x", count: "5m", over: "1h", above: 1 },
      "when.over: goes with quantile, slowerThan only: leave it out",
    ],
    [
      { metric: "x", olderThan: "1h", above: 1 },
      "when.above: does not go with olderThan, which says itself what is too long: leave it out",
    ],
    [
      { metric: "job.run.progress", count: "10m", above: 3 },
      "when.count: count needs a counter or a histogram, and job.run.progress is a gauge: compare its value with above",
    ],
    [
      { metric: "job.run.duration", above: 3 },
      "when.metric: job.run.duration is a histogram: measure it with count, rate, average, quantile, slowerThan or share",
    ],
    [
      { metric: "job.items", average: "5m", above: 3 },
      "when.average: average needs a histogram, and job.items is none",
    ],
    [
      { metric: "x", above: 1, where: { a: ["b", "!c"] } },
      'when.where: "a" lists values with and without "!": write all of them with it, or none',
    ],
    [
      { metric: "x", above: 1, where: 'a=~"("' },
      'when.where: matcher of "a": the regular expression "(" is not valid RE2 syntax: missing closing ): `(`',
    ],
    [
      { metric: "x", above: 1, where: { a: { b: 1 } } },
      `when.where: an object selects nothing: write { job.name: "invoice-*" } or '{job.name=~"invoice-.+"}'`,
    ],
    [
      { metric: "x", above: 1, aggregate: "mean" },
      'when.aggregate: "mean" is not known: write one of sum, min, max, avg',
    ],
    [{ internal: "channelbroken" }, 'when.internal: "channelbroken" is not known: write channelBroken'],
  ])("refuses %j", (when, message) => {
    expect(ruleProblem({ when })).toBe(message);
  });
});

describe("rules", () => {
  it("fills in every default", () => {
    expect(rulesOf({ name: "R", when: { failed: true } })).toEqual([
      {
        id: "g/R",
        name: "R",
        group: "g",
        condition: { kind: "consecutive_failures", atLeast: 1 },
        scope: { only: [], except: [] },
        mode: "event",
        intervalMs: 15_000,
        offsetMs: 0,
        lookbackMs: 300_000,
        forMs: 0,
        keepFiringForMs: 0,
        onMissing: "keep",
        missingForMs: 300_000,
        severity: "warning",
        labels: {},
        annotations: { description: "{{ $evidence.finding }}" },
        limit: 1000,
        flapControl: true,
        hash: expect.stringMatching(/^[\da-f]{16}$/),
      },
    ]);
  });

  it("takes what it is told", () => {
    const config = parse(`
pack: false
groups:
  - name: billing
    interval: 1m
    rules:
      - name: QueueFull
        when: { metric: queue.depth, above: 100 }
        where: { service.name: billing }
        criticality: [critical, high]
        severity: critical
        for: 5m
        nOfM: 3 of 5
        onMissing: alert
        missingFor: 10m
        offset: 30s
        lookback: 2m
        limit: 0
        flapControl: false
        labels: { team: billing }
        annotations: { note: x }
        summary: "{{ $value }} waiting"
        runbook: https://example.com/queue
`);
    expect(config.rules).toMatchObject([
      {
        id: "billing/QueueFull",
        mode: "grid",
        intervalMs: 60_000,
        offsetMs: 30_000,
        lookbackMs: 120_000,
        forMs: 300_000,
        keepFiringForMs: 120_000,
        nOfM: { n: 3, m: 5 },
        onMissing: "alert",
        missingForMs: 600_000,
        severity: "critical",
        scope: {
          only: [
            { name: "service.name", op: "=", value: "billing" },
            { name: "job.criticality", op: "=~", value: "critical|high" },
          ],
        },
        labels: { team: "billing" },
        annotations: { note: "x", summary: "{{ $value }} waiting", runbook_url: "https://example.com/queue" },
        limit: 0,
        flapControl: false,
      },
    ]);
  });

  it("judges at once what an arrival decides, and the rest at exact instants", () => {
    const mode = (rule: Omit<RuleFile, "name">) => rulesOf({ name: "R", ...rule })[0]!.mode;
    expect(mode({ when: { failed: true } })).toBe("event");
    expect(mode({ when: { metric: "m", count: "5m", above: 0 } })).toBe("event");
    expect(mode({ when: { failed: true }, for: "5m" })).toBe("grid");
    expect(mode({ when: { failed: true }, consecutive: 3 })).toBe("grid");
    expect(mode({ when: { metric: "m", count: "5m", above: 0 }, offset: "1m" })).toBe("grid");
    expect(mode({ when: { metric: "m", above: 0 } })).toBe("grid");
    expect(mode({ when: { metric: "m", above: 0 }, mode: "event" })).toBe("event");
    expect(mode({ when: { internal: "seriesOverflow" } })).toBe("grid");
  });

  it("makes a rule of its own of each override, which the first that fits has", () => {
    const rules = rulesOf({
      name: "R",
      when: { metric: "m", above: 10, by: ["job.name"] },
      where: { "service.name": "shop" },
      summary: "s",
      labels: { team: "a" },
      overrides: [
        { where: { "job.name": "nightly-*" }, when: { above: 50 }, severity: "critical" },
        { where: { "job.name": ["x", "y"] }, when: { failed: true }, labels: { team: "b" }, summary: "t" },
        { where: { "job.name": "off" }, enabled: false },
      ],
    });
    const nightly = { name: "job.name", op: "=~", value: "nightly-.*" };
    const xy = { name: "job.name", op: "=~", value: "x|y" };
    const off = { name: "job.name", op: "=", value: "off" };
    const shop = { name: "service.name", op: "=", value: "shop" };
    expect(
      rules.map(({ id, name, scope, severity, labels, annotations }) => ({
        id,
        name,
        scope,
        severity,
        labels,
        annotations,
      })),
    ).toEqual([
      {
        id: "g/R",
        name: "R",
        scope: { only: [shop], except: [[nightly], [xy], [off]] },
        severity: "warning",
        labels: { team: "a" },
        annotations: { description: "{{ $evidence.finding }}", summary: "s" },
      },
      {
        id: "g/R~1",
        name: "R",
        scope: { only: [shop, nightly], except: [] },
        severity: "critical",
        labels: { team: "a" },
        annotations: { description: "{{ $evidence.finding }}", summary: "s" },
      },
      {
        id: "g/R~2",
        name: "R",
        scope: { only: [shop, xy], except: [[nightly]] },
        severity: "warning",
        labels: { team: "b" },
        annotations: { description: "{{ $evidence.finding }}", summary: "t" },
      },
    ]);
    expect(rules[1]!.condition).toMatchObject({
      kind: "threshold",
      threshold: { op: ">", value: 50 },
      by: ["job.name"],
    });
    expect(rules[2]!.condition).toEqual({ kind: "consecutive_failures", atLeast: 1 });
  });

  it("shows what was found where a rule has no description of its own", () => {
    const descriptionOf = (texts: object): string | undefined =>
      rulesOf({ name: "R", when: { failed: true }, ...texts })[0]?.annotations["description"];
    expect(descriptionOf({})).toBe("{{ $evidence.finding }}");
    expect(descriptionOf({ description: "d" })).toBe("d");
    expect(descriptionOf({ annotations: { description: "a" } })).toBe("a");
    expect(descriptionOf({ description: "" })).toBe("");
  });

  it("changes its hash with anything, and with nothing but that", () => {
    const hash = (rule: Partial<RuleFile>) => rulesOf({ name: "R", when: { failed: true }, ...rule })[0]!.hash;
    const same = hash({ labels: { a: "1", b: "2" } });
    expect(hash({ labels: { b: "2", a: "1" } })).toBe(same);
    const others = [
      {},
      { labels: { a: "1", b: "3" } },
      { for: "1m" },
      { summary: "x" },
      { when: { late: true } },
      { limit: 5 },
    ] as const;
    expect(new Set([same, ...others.map(hash)]).size).toBe(others.length + 1);
  });

  it.each([
    [
      { name: "" },
      'rule "": name: "" is no name: use letters, digits, spaces and _ . : / -, with a letter first, at most 128',
    ],
    [{ expr: "up == 0" }, "expr: is not known here: write when (PromQL is not read here)"],
    [{ keep_firing_for: "5m" }, "keep_firing_for: is not known here: write keepFiringFor"],
    [{ sevrity: "critical" }, "sevrity: is not known here: write severity"],
    [{ severity: "crit" }, 'severity: "crit" is not known: write one of critical, warning, info'],
    [{ severity: "Critical" }, 'severity: "Critical" is not known: write critical'],
    [{ for: "5x" }, 'for: "5x" is no duration: write one like 30s, 5m, 1h30m or 1d'],
    [{ for: 300 }, "for: 300 is no duration: write one like 30s, 5m, 1h30m or 1d (300s, if seconds are meant)"],
    [{ interval: "100ms" }, "interval: 100ms is too short: at least 1s is wanted"],
    [{ nOfM: "5 of 3" }, "nOfM: n must be between 1 and m, and m at most 100, as in 3 of 5"],
    [{ nOfM: "many" }, 'nOfM: "many" cannot be read: write "3 of 5"'],
    [{ nOfM: "2 of 3", consecutive: 2 }, "consecutive: cannot stand beside nOfM: keep one of the two"],
    [
      { mode: "event", consecutive: 2 },
      "mode: event does not go with nOfM and consecutive, which count looks at fixed instants: leave it out",
    ],
    [{ mode: "event", offset: "1m" }, "offset: goes with mode grid only: leave it out"],
    [{ where: { job_name: "x" } }, 'where: jobs have no attribute "job_name": write job.name'],
    [
      { where: { color: "red" } },
      'where: jobs have no attribute "color": write one of job.name, job.criticality, job.group.name, job.owner.name, service.name, service.namespace, service.instance.id, deployment.environment.name',
    ],
    [{ criticality: "urgent" }, "criticality: write one of critical, high, normal, low, or a list of them"],
    [
      { labels: { severity: "critical" } },
      "labels.severity: cannot be set: write severity beside the labels, not among them",
    ],
    [{ labels: { alertname: "x" } }, "labels.alertname: cannot be set: it is the rule's name"],
    [{ labels: { "job.name": "x" } }, "labels.job.name: is no label name: use letters, digits and _, such as job_name"],
    [{ labels: { a: 1 } }, "labels.a: 1 is wrong: a text is wanted"],
    [{ summary: "{{ $value" }, 'summary: the template cannot be read: line 1: the "{{" has no "}}"'],
    [
      { annotations: { note: "{{ $labls.x }}" } },
      "annotations.note: the template cannot be read: line 1: the variable $labls is not defined here: $labels, $value, $traits and $evidence are",
    ],
    [
      { overrides: [{ severity: "critical" }] },
      `rule "R", override 1: where: is missing: write { job.name: "invoice-*" } or '{job.name=~"invoice-.+"}'`,
    ],
    [
      { overrides: [{ where: "", severity: "critical" }] },
      'rule "R", override 1: where: selects everything: say for which jobs the override is',
    ],
    [
      { overrides: [{ where: { "job.name": "x" }, when: { abov: 1 } }] },
      'rule "R", override 1: when.abov: is not known here: write above',
    ],
    [{ when: undefined }, "when: is missing"],
    [{ when: "up == 0" }, 'when: "up == 0" is wrong: an object is wanted'],
  ])("refuses %j", (rule, message) => {
    expect(ruleProblem(rule)).toBe(message);
  });

  it("refuses two rules of one name in a group", () => {
    const rules = [
      { name: "R", when: { failed: true } },
      { name: "R", when: { late: true } },
    ];
    expect(problemsOf({ groups: [{ name: "g", rules }] })).toEqual([
      'rule "R": name: stands twice in its group: give each rule a name of its own, or use overrides',
    ]);
    expect(
      problemsOf({
        groups: [
          { name: "g", rules: rules.slice(1) },
          { name: "h", rules: rules.slice(1) },
        ],
      }),
    ).toEqual([]);
  });
});

describe("the default pack", () => {
  it("has the rules and thresholds that were asked for", () => {
    const { rules } = defaultAlertingConfig({ channels: ["console"] });
    const of = (name: string) => rules.filter((rule) => rule.name === name);
    expect(of("CriticalJobFailed")).toMatchObject([
      {
        mode: "event",
        forMs: 0,
        severity: "critical",
        condition: { kind: "consecutive_failures", atLeast: 1 },
        scope: { only: [{ name: "job.criticality", op: "=", value: "critical" }] },
      },
    ]);
    expect(of("JobFailed")).toMatchObject([
      { severity: "warning", scope: { only: [{ name: "job.criticality", op: "!=", value: "critical" }] } },
    ]);
    expect(of("JobConsecutiveFailures")[0]).toMatchObject({ condition: { atLeast: 3 } });
    expect(of("JobFailureRateHigh")).toMatchObject([{ condition: { rate: 0.05, windowMs: 3_600_000, minRuns: 20 } }]);
    expect(of("JobSlow")).toMatchObject([{ condition: { aboveMs: 3_600_000, runs: 20 } }]);
    expect(of("JobDegraded")).toMatchObject([{ condition: { recent: 5, baseline: 20, factor: 2 } }]);
    expect(of("MemoryHigh")).toMatchObject([
      { forMs: 120_000, condition: { aggregate: "max", threshold: { op: ">", value: 0.85, clearAt: 0.8 } } },
    ]);
    expect(of("JobStuck")[0]).toMatchObject({ condition: { runtimeMs: 7_200_000 } });
    expect(of("ErrorSpike")).toMatchObject([{ condition: { above: 10, windowMs: 3_600_000 } }]);
    for (const name of [
      "JobMissed",
      "JobLate",
      "JobFinishByMissed",
      "RunLost",
      "ProcessLost",
      "TelemetryStopped",
      "PipelineSilent",
      "SharedError",
      "DatabaseUnreachable",
      "EmailFailing",
      "EmailSendFailureRateHigh",
      "ComponentUnhealthy",
      "RuleEvaluationFailing",
      "RuleCardinalityExceeded",
      "SeriesOverflow",
      "ChannelBroken",
      "EscalationExhausted",
      "AlertFlapping",
    ]) {
      expect(of(name).length, name).toBeGreaterThan(0);
    }
    for (const rule of rules) {
      expect(rule.annotations, rule.id).toMatchObject({
        summary: expect.any(String),
        description: expect.any(String),
        runbook_url: `docs/alerting/runbooks.md#${rule.name.toLowerCase()}`,
      });
    }
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });

  it("takes other thresholds and other rules by name", () => {
    const { rules } = parse(`
pack:
  failureRate: 10%
  averageDuration: 30m
  memory: 0.9
  consecutiveFailures: 5
  stuck: 4h
  errorSpike: 100
  rules:
    JobSlow: false
    JobLate: { enabled: false }
    JobDegraded: true
    JobFailureRateHigh: { when: { minRuns: 50 }, severity: critical, labels: { team: ops } }
    JobStuck:
      overrides:
        - { where: { job.name: nightly-* }, when: { stuck: 8h } }
`);
    const of = (id: string) => rules.find((rule) => rule.id === `jobscope/${id}`);
    expect(of("JobFailureRateHigh")).toMatchObject({
      severity: "critical",
      labels: { team: "ops" },
      condition: { rate: 0.1, minRuns: 50 },
    });
    expect(of("MemoryHigh")!.condition).toMatchObject({ threshold: { value: 0.9, clearAt: 0.85 } });
    expect(of("JobConsecutiveFailures")!.condition).toMatchObject({ atLeast: 5 });
    expect(of("ErrorSpike")!.condition).toMatchObject({ above: 100 });
    expect(of("JobSlow")).toBeUndefined();
    expect(of("JobLate")).toBeUndefined();
    expect(of("JobDegraded")).toBeDefined();
    expect([of("JobStuck"), of("JobStuck~1"), of("JobStuck~2")].map((rule) => rule!.condition)).toMatchObject([
      { runtimeMs: 14_400_000 },
      { runtimeMs: 28_800_000 },
      { runtimeMs: 14_400_000 },
    ]);
    expect(of("JobStuck~2")!.severity).toBe("critical");
  });

  it("says what is wrong with changes of it", () => {
    expect(problemsOf({ pack: { rules: { JobSlo: false } } })).toEqual([
      'pack rule "JobSlo": there is no rule of the pack "JobSlo": write JobSlow',
    ]);
    expect(problemsOf("pack:\n  rules:\n    JobSlow: { seveirty: critical }\n  memory: 85\n")).toEqual([
      "line 4: pack.memory: 85 is no share: write 85%",
      'line 3, pack rule "JobSlow": seveirty: is not known here: write severity',
    ]);
  });

  it("can be left out, and its inhibition with it", () => {
    const config = parseAlertingConfig({ pack: false });
    expect(config.rules).toEqual([]);
    expect(config.inhibitRules).toEqual([]);
  });
});

describe("what runs without a file", () => {
  it("tells the console, and others where they are configured", () => {
    expect(defaultAlertingConfig({ channels: ["email", "webhook"] }).channels).toMatchObject([
      { name: "console", type: "console" },
    ]);
    const config = defaultAlertingConfig({
      channels: ["email", "webhook", "slack"],
      email: {
        to: "ops@example.com",
        from: "jobscope@example.com",
        host: "mail.example.com",
        user: "u",
        password: "env:SMTP_PASSWORD",
      },
      webhook: { url: "https://hooks.example.com/x", signingSecrets: ["file:/run/secrets/hook"] },
      criticalEscalationMs: 60_000,
      publicUrl: "https://jobs.example.com/",
    });
    expect(config.channels).toEqual([
      {
        name: "email",
        type: "email",
        sendResolved: true,
        rate: { burst: 10, perMinute: 30 },
        to: ["ops@example.com"],
        from: "jobscope@example.com",
        host: "mail.example.com",
        port: 587,
        security: "starttls",
        user: "u",
        password: "env:SMTP_PASSWORD",
      },
      {
        name: "webhook",
        type: "webhook",
        sendResolved: true,
        rate: { burst: 20, perMinute: 60 },
        url: "https://hooks.example.com/x",
        signingSecrets: ["file:/run/secrets/hook"],
      },
    ]);
    expect(config.receivers[0]).toEqual({ name: "default", channels: ["email", "webhook"] });
    expect(config.publicUrl).toBe("https://jobs.example.com");
    expect(config.escalations).toEqual([
      {
        name: "critical",
        matchers: [
          { name: "severity", op: "=", value: "critical" },
          { name: "alertname", op: "!=", value: "EscalationExhausted" },
        ],
        levels: [
          { afterMs: 60_000, receiver: "default" },
          { afterMs: 300_000, receiver: "default" },
        ],
        loops: 3,
        ackTimeoutMs: 1_800_000,
        stopAfterMs: 604_800_000,
        exhaustedReceiver: "default",
      },
    ]);
    expect(config.route).toMatchObject({
      id: "{}",
      receiver: "default",
      groupWaitMs: 30_000,
      groupIntervalMs: 300_000,
      repeatIntervalMs: 14_400_000,
    });
    expect(
      config.route.routes.map(({ id, groupWaitMs, escalation, throttle }) => ({
        id,
        groupWaitMs,
        escalation,
        throttle,
      })),
    ).toEqual([
      { id: '{}/{severity="critical"}', groupWaitMs: 0, escalation: "critical", throttle: undefined },
      {
        id: '{}/{severity="info"}',
        groupWaitMs: 60_000,
        escalation: undefined,
        throttle: { max: 4, perMs: 3_600_000 },
      },
      {
        id: '{}/{severity="warning"}',
        groupWaitMs: 30_000,
        escalation: undefined,
        throttle: { max: 6, perMs: 3_600_000 },
      },
    ]);
  });

  it("does not escalate where nobody asked for it", () => {
    const config = defaultAlertingConfig({ channels: ["console"] });
    expect(config.escalations).toEqual([]);
    expect(config.route.routes.every(({ escalation }) => escalation === undefined)).toBe(true);
  });

  it("can be written out as a file, and read again", () => {
    const defaults = {
      channels: ["console"],
      criticalEscalationMs: 60_000,
      publicUrl: "https://jobs.example.com",
    } as const;
    const file = defaultAlertingFile(defaults);
    const expected = defaultAlertingConfig(defaults);
    expect(parseAlertingConfig({ text: JSON.stringify(file), file: "a.json" }, { defaults })).toEqual(expected);
    const rules = parseAlertingConfig({ pack: false, groups: [{ name: "jobscope", rules: defaultRules() }] }).rules;
    expect(rules).toEqual(expected.rules);
  });

  it("lets a file replace an inhibition of the pack by its name", () => {
    const own = {
      name: "process-lost",
      source: { alertname: "ProcessLost" },
      target: { alertname: "RunLost" },
      equal: ["service.name"],
    };
    const { inhibitRules } = parseAlertingConfig({ inhibit: [own] });
    expect(inhibitRules.filter(({ name }) => name === "process-lost")).toMatchObject([{ equal: ["service_name"] }]);
    expect(inhibitRules.length).toBe(defaultAlertingConfig({ channels: ["console"] }).inhibitRules.length);
  });

  it("is the same every time, and survives as plain data", () => {
    const config = defaultAlertingConfig({ channels: ["console"], criticalEscalationMs: 60_000 });
    expect(structuredClone(config)).toEqual(config);
    expect(defaultAlertingConfig({ channels: ["console"], criticalEscalationMs: 60_000 })).toEqual(config);
    expect(parse("")).toEqual(defaultAlertingConfig({ channels: ["console"] }));
    expect(parse("# nothing\ngroups:\nroute:\n")).toEqual(parse(""));
  });
});

describe("channels, routes, escalations, time intervals", () => {
  const FULL = `
publicUrl: https://jobs.example.com
allowPrivateTargets: ["10.0.0.5:8080", "[::1]:9093"]
deadMan: { url: https://ping.example.com/abc, interval: 2m }
channels:
  mail: { type: email, to: [a@example.com, "Ops <b@example.com>"], from: j@example.com, host: localhost, port: 465 }
  hook: { type: webhook, url: env:HOOK_URL, bearerToken: env:TOKEN, failover: mail, rate: { burst: 1 } }
  chat: { type: slack, url: file:/run/secrets/slack, sendResolved: false }
receivers:
  oncall: [hook, chat]
  team: [chat]
escalations:
  night: { levels: [{ after: 5m, receiver: oncall }, { after: 15m, receiver: mail }], loops: 2, ackTimeout: 0, exhausted: team }
timeIntervals:
  office:
    - { times: [09:00-17:00], weekdays: [monday-friday], months: [january-march, 12], daysOfMonth: ["1-5", -1], years: ["2026-2030"], timeZone: Europe/Berlin }
route:
  receiver: team
  groupBy: [service.name, alertname]
  routes:
    - { match: { severity: critical }, receiver: oncall, escalation: night, groupWait: 0, continue: true }
    - { match: { severity: critical }, receiver: mail, muteTimeIntervals: [office] }
    - match: 'service_name=~"shop|pay"'
      groupBy: all
      throttle: { max: 2, per: 1h }
      routes:
        - { match: { job.name: "nightly-*" }, activeTimeIntervals: [office] }
inhibit:
  - { name: db, source: { alertname: DatabaseUnreachable }, target: { severity: warning }, equal: [service.name] }
`;

  it("reads them all", () => {
    const config = parse(FULL);
    expect(config.channels).toMatchObject([
      { name: "console" },
      { name: "mail", security: "tls", port: 465, to: ["a@example.com", "Ops <b@example.com>"] },
      {
        name: "hook",
        url: "env:HOOK_URL",
        bearerToken: "env:TOKEN",
        failover: "mail",
        rate: { burst: 1, perMinute: 60 },
        signingSecrets: [],
      },
      { name: "chat", url: "file:/run/secrets/slack", sendResolved: false },
    ]);
    expect(config.receivers).toEqual([
      { name: "oncall", channels: ["hook", "chat"] },
      { name: "team", channels: ["chat"] },
      { name: "default", channels: ["console", "hook", "chat"] },
      { name: "console", channels: ["console"] },
      { name: "mail", channels: ["mail"] },
      { name: "hook", channels: ["hook"] },
      { name: "chat", channels: ["chat"] },
    ]);
    expect(config.escalations).toEqual([
      {
        name: "night",
        matchers: [],
        levels: [
          { afterMs: 300_000, receiver: "oncall" },
          { afterMs: 900_000, receiver: "mail" },
        ],
        loops: 2,
        ackTimeoutMs: 0,
        stopAfterMs: 604_800_000,
        exhaustedReceiver: "team",
      },
    ]);
    expect(config.timeIntervals).toEqual([
      {
        name: "office",
        intervals: [
          {
            times: [{ from: 540, to: 1020 }],
            weekdays: [{ from: 1, to: 5 }],
            months: [
              { from: 1, to: 3 },
              { from: 12, to: 12 },
            ],
            daysOfMonth: [
              { from: 1, to: 5 },
              { from: -1, to: -1 },
            ],
            years: [{ from: 2026, to: 2030 }],
            timeZone: "Europe/Berlin",
          },
        ],
      },
    ]);
    expect(config.route).toMatchObject({ id: "{}", receiver: "team", groupBy: ["service_name", "alertname"] });
    expect(config.route.routes).toMatchObject([
      {
        id: '{}/{severity="critical"}',
        receiver: "oncall",
        escalation: "night",
        continue: true,
        groupWaitMs: 0,
        groupBy: ["service_name", "alertname"],
      },
      { id: '{}/{severity="critical"}#2', receiver: "mail", muteTimeIntervals: ["office"], groupWaitMs: 30_000 },
      {
        id: '{}/{service_name=~"shop|pay"}',
        receiver: "team",
        groupBy: "all",
        throttle: { max: 2, perMs: 3_600_000 },
        routes: [
          {
            id: '{}/{service_name=~"shop|pay"}/{job_name=~"nightly-.*"}',
            groupBy: "all",
            throttle: { max: 2, perMs: 3_600_000 },
            activeTimeIntervals: ["office"],
            matchers: [{ name: "job_name", op: "=~", value: "nightly-.*" }],
          },
        ],
      },
    ]);
    expect(config.inhibitRules[0]).toEqual({
      name: "db",
      source: [{ name: "alertname", op: "=", value: "DatabaseUnreachable" }],
      target: [{ name: "severity", op: "=", value: "warning" }],
      equal: ["service_name"],
    });
    expect(config).toMatchObject({
      publicUrl: "https://jobs.example.com",
      allowPrivateTargets: ["10.0.0.5:8080", "[::1]:9093"],
      deadMan: { url: "https://ping.example.com/abc", intervalMs: 120_000 },
    });
  });

  it("takes the same from TypeScript", () => {
    const file = defineAlerting({
      channels: { chat: { type: "slack", url: "env:SLACK_URL" } },
      groups: [{ name: "g", rules: [{ name: "R", when: { stuck: "2h" }, summary: "s" }] }],
      route: { receiver: "chat" },
    });
    const text = JSON.stringify(file);
    expect(parseAlertingConfig(file)).toEqual(parse(text));
  });

  it.each([
    [
      "route: { receiver: oncal }\nreceivers: { oncall: [console] }",
      'line 1: route.receiver: there is no receiver "oncal": write oncall',
    ],
    ["receivers: { a: [mial] }", 'line 1: receivers.a[0]: there is no channel "mial": there are console'],
    ["route: { escalation: x }", 'line 1: route.escalation: there is no escalation "x": there is none'],
    [
      "route: { match: { a: b } }",
      "line 1: route.match: does not go with the first route, which takes everything: leave it out",
    ],
    [
      "route:\n  routes:\n    - { match: { a: b }, group_by: [x] }",
      "line 3: route.routes[0].group_by: is not known here: write groupBy",
    ],
    ["route: { routes: [{ matchers: { a: b } }] }", "line 1: route.routes[0].matchers: is not known here: write match"],
    [
      "route: { muteTimeIntervals: [x] }",
      'line 1: route.muteTimeIntervals[0]: there is no time interval "x": there is none',
    ],
    [
      "escalations: { e: { levels: [] } }",
      "line 1: escalations.e.levels: is empty: name one level at least, such as { after: 5m, receiver: default }",
    ],
    [
      "escalations: { e: { levels: [{ after: 5m, receiver: nobody }] } }",
      'line 1: escalations.e.levels[0].receiver: there is no receiver "nobody": there are default, console',
    ],
    [
      "inhibit: [{ source: {}, target: { a: b } }]",
      "line 1: inhibit[0].source: selects everything: say which alerts are meant",
    ],
    [
      "timeIntervals: { t: [{ times: [17:00-09:00] }] }",
      'line 1: timeIntervals.t[0].times[0]: "17:00-09:00" ends before it begins: write two ranges, up to 24:00 and from 00:00',
    ],
    [
      "timeIntervals: { t: [{ times: [9-17] }] }",
      'line 1: timeIntervals.t[0].times[0]: "9-17" is no range of times: write 09:00-17:00',
    ],
    [
      "timeIntervals: { t: [{ weekdays: [mondey] }] }",
      'line 1: timeIntervals.t[0].weekdays[0]: "mondey" is no range: write monday',
    ],
    [
      "timeIntervals: { t: [{ daysOfMonth: [32] }] }",
      'line 1: timeIntervals.t[0].daysOfMonth[0]: "32" is no range of days: they are 1 to 31, or -1 to -31',
    ],
    [
      "timeIntervals: { t: [{ timeZone: Mars/Base }] }",
      'line 1: timeIntervals.t[0].timeZone: "Mars/Base" is no time zone: write one like Europe/Berlin or UTC',
    ],
    [
      "allowPrivateTargets: [http://10.0.0.5]",
      "line 1: allowPrivateTargets[0]: is no target: write exactly host:port, such as 10.0.0.5:8080 or [::1]:8080",
    ],
    ["publicUrl: jobs.example.com", "line 1: publicUrl: is no address: write https://… without a password"],
    [
      "channels: { a: { type: console, failover: b }, b: { type: console, failover: a } }",
      "line 1: channels.a.failover: goes round in a circle: a → b → a",
    ],
    [
      "channels: { a: { type: pager } }",
      "line 1: channels.a.type: needs a type: write console, email, webhook or slack",
    ],
    [
      "channels: { a: { type: email, to: ops, from: a@b.c, host: h } }",
      "line 1: channels.a.to: is no mail address: write user@example.com or Name <user@example.com>",
    ],
    [
      "channels: { a: { type: email, to: a@b.c, from: a@b.c, host: h, user: u } }",
      "line 1: channels.a.password: is missing: write env:NAME or file:/path, or leave user out",
    ],
    [
      "channels: { a: { type: webhook, url: 'ftp://x' } }",
      "line 1: channels.a.url: is no address: write https://…, or a reference to it as env:NAME or file:/path",
    ],
    [
      "allowPrivate: [x]",
      "line 1: allowPrivate: is not known here: known are pack, groups, channels, receivers, route, inhibit, timeIntervals, escalations, allowPrivateTargets, deadMan, publicUrl",
    ],
    [
      "rules: []",
      "line 1: rules: is not known here: known are pack, groups, channels, receivers, route, inhibit, timeIntervals, escalations, allowPrivateTargets, deadMan, publicUrl",
    ],
  ])("refuses %s", (text, message) => {
    expect(problemsOf(text)).toContain(message);
  });
});

describe("secrets", () => {
  const CANARY = "hunter2-CANARY";

  it.each([
    `channels: { a: { type: slack, url: "https://hooks.slack.com/${CANARY}" } }`,
    `channels: { a: { type: email, to: a@b.c, from: a@b.c, host: h, user: u, password: ${CANARY} } }`,
    `channels: { a: { type: email, to: a@b.c, from: a@b.c, host: h, user: u, password: [${CANARY}] } }`,
    `channels: { a: { type: email, to: a@b.c, from: a@b.c, host: h, port: ${CANARY} } }`,
    `channels: { a: { type: webhook, url: https://x.y, bearerToken: ${CANARY} } }`,
    `channels: { a: { type: webhook, url: https://x.y, signingSecrets: [whsec_${CANARY}] } }`,
    `channels: { a: { type: webhook, url: "https://u:${CANARY}@x.y" } }`,
    `channels: { a: { type: ${CANARY} } }`,
    `channels: { a: ${CANARY} }`,
    `channels: ${CANARY}`,
    `deadMan: { url: "https://u:${CANARY}@x.y" }`,
  ])("are refused and never shown: %#", (text) => {
    const found = problemsOf(text);
    expect(found.length).toBeGreaterThan(0);
    expect(found.join("\n")).not.toContain(CANARY);
  });
});

it("says of what is missing or empty what to write, and what it checks next", () => {
  const text =
    "route:\n  throttle: { max: 3 }\nescalations:\n  e: { levels: [] }\n  f: { levels: [{ receiver: default }] }\nreceivers: { r: [] }\n";
  try {
    parseAlertingConfig({ text, file: "a.yaml" });
    expect.unreachable();
  } catch (error) {
    expect((error as AlertingConfigError).message.split("\n")).toEqual([
      "a.yaml cannot be used, it has 4 problems:",
      "  line 6: receivers.r: is empty: name one entry at least",
      "  line 2: route.throttle.per: is missing: write one like 5m",
      "  line 4: escalations.e.levels: is empty: name one level at least, such as { after: 5m, receiver: default }",
      "  line 5: escalations.f.levels[0].after: is missing: write one like 5m",
      "Mend these and run it again: names, references and conditions are checked next.",
    ]);
  }
});

describe("YAML", () => {
  it("says in which line it is broken", () => {
    expect(problemsOf("groups:\n  - name: a\n   rules: []\n")[0]).toMatch(/^line 3: is no valid YAML: /);
    expect(problemsOf("pack: false\npack: true\n")).toEqual([
      "line 2: is no valid YAML: a key stands there twice: keep one of the two",
    ]);
    expect(
      problemsOf("groups: [{ name: g, rules: [{ name: r, summary: {{ $value }}, when: { late: true } }] }]")[0],
    ).toMatch(/^line 1, .*\(put texts that begin with \{\{ in quotes\)$/);
    expect(problemsOf("a:\n  summary: {{ $labels.job_name }} failed\n")).toEqual([
      expect.stringMatching(/^line 2: is no valid YAML: .* \(put texts that begin with \{\{ in quotes\)$/),
    ]);
    expect(problemsOf("- a\n- b")).toEqual(["holds a list: write fields such as groups, channels and route"]);
    expect(problemsOf("just text")).toEqual(['holds "just text": write fields such as groups, channels and route']);
  });

  it("is bounded: size, aliases, depth", () => {
    expect(problemsOf(`#${"x".repeat(1_048_576)}`)).toEqual([
      expect.stringMatching(/^has 1048577 characters; at most 1048576 are allowed/),
    ]);
    const laughs = [
      "a: &a [x,x,x,x,x,x,x,x,x]",
      ..."bcdefgh"
        .split("")
        .map(
          (name, at) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${"abcdefgh".charAt(at)}`).join(",")}]`,
        ),
    ];
    expect(problemsOf(laughs.join("\n"))[0]).toMatch(/cannot be read: Excessive alias count/);
    expect(problemsOf("[".repeat(20_000))[0]).toMatch(/nested too deep|no valid YAML/);
    expect(problemsOf(`groups: ${"[".repeat(100)}${"]".repeat(100)}`)[0]).toMatch(/nested more than 64 deep/);
    const deep: Record<string, unknown> = {};
    deep["route"] = deep;
    expect(problemsOf(deep)).toEqual(["is nested more than 64 deep: write it flatter"]);
  });

  it("lets aliases repeat what is written once", () => {
    const { rules } = parse(
      "pack: false\ngroups:\n  - name: g\n    rules:\n      - { name: A, when: &w { stuck: 2h } }\n      - { name: B, when: *w }\n",
    );
    expect(rules.map(({ condition }) => condition)).toEqual([
      { kind: "stuck", runtimeMs: 7_200_000 },
      { kind: "stuck", runtimeMs: 7_200_000 },
    ]);
  });

  it("tells at most fifty problems in words, and all as data", () => {
    const rules = Array.from({ length: 60 }, (_, at) => ({ name: `R${at}`, when: { nope: 1 } }));
    try {
      parseAlertingConfig({ groups: [{ name: "g", rules }] } as never);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(AlertingConfigError);
      const { message, problems } = error as AlertingConfigError;
      expect(problems).toHaveLength(60);
      expect(message.split("\n")).toHaveLength(53);
      expect(message).toMatch(/^the alerting configuration cannot be used, it has 60 problems:/);
      expect(message).toMatch(
        /and 10 more\nMend these and run it again: names, references and conditions are checked next\.$/,
      );
    }
  });
});

it("never throws anything but its own error, whatever it is given", () => {
  const word = fc.constantFrom(
    "pack",
    "groups",
    "name",
    "rules",
    "when",
    "metric",
    "count",
    "above",
    "5m",
    "channels",
    "type",
    "email",
    "route",
    "match",
    "where",
    "x",
    "true",
    "1",
    "overrides",
    "labels",
    "__proto__",
    "constructor",
    "timeIntervals",
    "escalations",
    "levels",
    "inhibit",
    "source",
    "target",
  );
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 6 },
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      word,
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(word, tie("value"), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(json.value, (value) => void problemsOf(JSON.stringify(value) ?? "")),
    { numRuns: 1500 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc
          .array(
            fc.oneof(word, fc.constantFrom(": ", "\n", "  ", "- ", "{", "}", "[", "]", "&a ", "*a", "!!js ", '"', "#")),
          )
          .map((parts) => parts.join("")),
      ),
      (text) => void problemsOf(text),
    ),
    { numRuns: 1500 },
  );
  for (const odd of [undefined, null, 5, "x", [], () => 1]) {
    expect(problemsOf(odd as never)).toBeDefined();
  }
});

it("has a JSON Schema for editors, which names every field", () => {
  const schema = alertingJsonSchema();
  const text = JSON.stringify(schema);
  expect(Object.keys(schema["properties"] as object)).toEqual([
    "pack",
    "groups",
    "channels",
    "receivers",
    "route",
    "inhibit",
    "timeIntervals",
    "escalations",
    "allowPrivateTargets",
    "deadMan",
    "publicUrl",
  ]);
  for (const field of [
    "keepFiringFor",
    "consecutiveFailures",
    "slowerThan",
    "signingSecrets",
    "repeatInterval",
    "overrides",
    "env:",
  ])
    expect(text).toContain(field);
  expect(schema["additionalProperties"]).toBe(false);
});
