import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { testRules } from "../../engine/test-rules.ts";
import { parseAlertingConfig } from "../parse/parse-alerting-file.ts";
import { AlertingConfigError } from "../resolve/config-problem.ts";
import { parseRuleTests } from "./parse-rule-tests.ts";
import type { RuleTestReport } from "./run-rule-tests.ts";
import { expandValues, parseSeriesName, SeriesError } from "./series-notation.ts";

describe("series", () => {
  it.each([
    ["-2+4x3", [-2, 2, 6, 10]],
    [" 1-2x4", [1, -1, -3, -5, -7]],
    ["1x4", [1, 1, 1, 1, 1]],
    ["1 _x3 stale", [1, undefined, undefined, undefined, "stale"]],
    ["5 2+3x2 _ stale", [5, 2, 5, 8, undefined, "stale"]],
    ["0x2 1.5e2 -.5 +3", [0, 0, 0, 150, -0.5, 3]],
    ["0.1+0.1x2", [0.1, 0.2, 0.300_000_000_000_000_04]],
    ["Inf -Inf NaN", [Infinity, -Infinity, Number.NaN]],
    ["", []],
  ])("expands %j", (text, values) => {
    expect(expandValues(text)).toEqual(values);
  });

  it.each([
    ["abc", "cannot read the value abc: write 1, 0+1x5, 3x2, _, _x3 or stale"],
    ["1+2", "cannot read the value 1+2: write 1, 0+1x5, 3x2, _, _x3 or stale"],
    [
      "{{schema:1 sum:3 count:22 buckets:[5 10 7]}}",
      "native histograms are not supported: {{schema:1 sum:3 count:22 buckets:[5 10 ",
    ],
    ["1x1000000000", "x1000000001 is too many: at most 100000 values"],
    ["1x60000 1x60000", "the values 1x60000 1x60000 are more than 100000"],
  ])("refuses %j", (text, message) => {
    expect(() => expandValues(text)).toThrow(new SeriesError(message));
  });

  it.each([
    ["up", { metric: "up", labels: {} }],
    [
      'queue_depth{service="shop", zone = "a,b\\"c"}',
      { metric: "queue_depth", labels: { service: "shop", zone: 'a,b"c' } },
    ],
    ['{__name__="up",job="x",}', { metric: "up", labels: { job: "x" } }],
    ['{"queue.depth","service.name"="shop"}', { metric: "queue.depth", labels: { "service.name": "shop" } }],
    ["x{le='+Inf'}", { metric: "x", labels: { le: "+Inf" } }],
    ["x{}", { metric: "x", labels: {} }],
  ])("reads %s", (text, series) => {
    expect(parseSeriesName(text)).toEqual(series);
  });

  it.each([
    ["{}", 'the series {} has no metric: write metric{label="value"}'],
    ["1up", 'cannot read the series 1up: write metric{label="value"}'],
    ["x{a}", 'label a of x{a} has no value: write a="value"'],
    ["x{a=b}", 'label a of x{a=b} has no value: write a="value"'],
    ['x{="b"}', 'cannot read the labels of x{="b"}: write them as label="value"'],
  ])("refuses %s", (text, message) => {
    expect(() => parseSeriesName(text)).toThrow(/^(?:label|cannot|the series)/);
    if (text !== "x{a=b}") expect(() => parseSeriesName(text)).toThrow(new SeriesError(message));
  });

  it("throws nothing but its own error", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const read of [parseSeriesName, expandValues]) {
          try {
            read(text);
          } catch (error) {
            expect(error).toBeInstanceOf(SeriesError);
          }
        }
      }),
    );
  });
});

const RULES = `
pack: false
groups:
  - name: example
    interval: 1m
    rules:
      - name: InstanceDown
        when: { metric: up, equals: 0 }
        for: 5m
        severity: critical
        keepFiringFor: 0
        annotations:
          summary: "Instance {{ $labels.instance }} down"
          description: "{{ $labels.instance }} of job {{ $labels.job }} has been down for more than 5 minutes."
      - name: ManyItems
        when: { metric: job.items, count: 5m, above: 4, by: [service.name, job.name] }
        summary: "{{ $value }} items"
      - name: MemoryHigh
        when: { metric: process.memory.usage, above: 1KiB, by: [service.name] }
        mode: grid
        summary: "{{ humanize1024 $value }}B"
`;

function run(text: string): RuleTestReport {
  const { rules } = parseAlertingConfig({ text: RULES, file: "rules.yaml" });
  return testRules(parseRuleTests(text, "test.yaml"), rules);
}

/** The example of Prometheus' documentation, with what else the format has. */
const TESTS = `
rule_files:
  - rules.yaml
evaluation_interval: 1m
tests:
  - interval: 1m
    name: down
    input_series:
      - series: 'up{job="prometheus", instance="localhost:9090"}'
        values: '0 0 0 0 0 0 0 0 0 0 0 0 0 0 0'
      - series: 'up{job="node_exporter", instance="localhost:9100"}'
        values: '1+0x6 0 0 0 0 0 0 0 0'
    alert_rule_test:
      - eval_time: 4m
        alertname: InstanceDown
        exp_alerts: []
      - eval_time: 10m30s
        alertname: InstanceDown
        exp_alerts:
          - exp_labels:
              severity: critical
              instance: localhost:9090
              job: prometheus
            exp_annotations:
              summary: "Instance localhost:9090 down"
              description: "localhost:9090 of job prometheus has been down for more than 5 minutes."
  - name: counted
    start_timestamp: "2026-11-25T12:00:00Z"
    input_series:
      # Born with its first event, which counts; then a restart.
      - series: 'job_items_total{service_name="shop", job_name="billing"}'
        values: '_ 1 3 3 2 2'
    alert_rule_test:
      - { eval_time: 2m, alertname: ManyItems }
      - eval_time: 4m
        alertname: ManyItems
        exp_alerts: [{ exp_labels: { service_name: shop, job_name: billing }, exp_annotations: { summary: "5 items" } }]
  - name: stale
    input_series:
      - { series: 'process_memory_usage_bytes{service_name="a"}', values: '2048x2 stale' }
      - { series: 'process_memory_usage{service_name="b"}', values: '_ 4096x5' }
    alert_rule_test:
      - eval_time: 2m
        alertname: MemoryHigh
        exp_alerts:
          - { exp_labels: { service_name: a }, exp_annotations: { summary: 2kiB } }
          - { exp_labels: { service_name: b }, exp_annotations: { summary: 4kiB } }
`;

describe("promtool's test files", () => {
  it("run against our rules", () => {
    expect(run(TESTS)).toEqual({ passed: 5, failures: [], skipped: [] });
  });

  it("compare texts as of their instant, however often values move", () => {
    const moving = `
evaluation_interval: 10s
tests:
  - interval: 10s
    input_series: [{ series: 'process_memory_usage_bytes{service_name="a"}', values: '2048+1024x9' }]
    alert_rule_test:
      - eval_time: 50s
        alertname: MemoryHigh
        exp_alerts: [{ exp_labels: { service_name: a }, exp_annotations: { summary: 7kiB } }]
`;
    expect(run(moving)).toEqual({ passed: 1, failures: [], skipped: [] });
  });

  it("say what was expected and what fired instead", () => {
    const wrong = TESTS.replace('summary: "5 items"', 'summary: "4 items"').replace(
      "exp_alerts: []",
      "exp_alerts: [{ exp_labels: { severity: critical } }]",
    );
    expect(run(wrong)).toEqual({
      passed: 3,
      skipped: [],
      failures: [
        {
          test: "down",
          atMs: 240_000,
          alertname: "InstanceDown",
          message: 'InstanceDown at 4m\n  expected: {severity="critical"} {}\n  firing:   none',
        },
        {
          test: "counted",
          atMs: 240_000,
          alertname: "ManyItems",
          message:
            'ManyItems at 4m\n  expected: {job_name="billing", service_name="shop"} {summary="4 items"}\n  firing:   {job_name="billing", service_name="shop"} {summary="5 items"}',
        },
      ],
    });
  });

  it("compare the description that a rule has by default only where one is expected", () => {
    const wanted = TESTS.replace(
      'exp_annotations: { summary: "5 items" }',
      'exp_annotations: { summary: "5 items", description: x }',
    );
    const [failure] = run(wanted).failures;
    expect(run(wanted).failures).toHaveLength(1);
    expect(failure?.message).toMatch(/firing: .*description="[^"]+/);
  });

  it("fail where no rule has the name, though none is expected to fire", () => {
    const text = `
tests:
  - alert_rule_test: [{ eval_time: 1m, alertname: ManyItem }, { eval_time: 1m, alertname: Other }, { eval_time: 1m, alertname: ManyItems }]
`;
    expect(run(text)).toEqual({
      passed: 1,
      skipped: [],
      failures: [
        {
          test: "unnamed#0",
          atMs: 60_000,
          alertname: "ManyItem",
          message: "no rule is named ManyItem: did you mean ManyItems?",
        },
        {
          test: "unnamed#0",
          atMs: 60_000,
          alertname: "Other",
          message: "no rule is named Other: look at the names in the rule files",
        },
      ],
    });
  });

  it("skip what series cannot play, and do what job metrics tell of runs", () => {
    const rules = parseAlertingConfig({
      pack: false,
      groups: [
        {
          name: "g",
          rules: [
            { name: "Lost", when: { lost: true } },
            { name: "Failed", when: { failed: true } },
            { name: "Slow", when: { metric: "job.run.duration", quantile: 0.9, over: "5m", above: "1s" } },
          ],
        },
      ],
    }).rules;
    const text = `
tests:
  - name: runs
    input_series:
      - { series: 'job_run_duration_seconds_count{service_name="a",job_name="x",job_run_result="failure"}', values: '0+1x5' }
    alert_rule_test:
      - { eval_time: 5m, alertname: Lost }
      - { eval_time: 5m, alertname: Failed }
      - { eval_time: 5m, alertname: Slow }
`;
    const report = testRules(parseRuleTests(text, "test.yaml"), rules);
    expect(report.skipped).toEqual([
      "runs: Lost was not tested: its condition reads events of runs and processes, or how histograms are spread, and series play neither; try it with a job",
      "runs: Slow was not tested: its condition reads events of runs and processes, or how histograms are spread, and series play neither; try it with a job",
    ]);
    expect(report.passed).toBe(0);
    expect(report.failures.map(({ alertname }) => alertname)).toEqual(["Failed"]);
  });

  it("tell of series that no rule reads", () => {
    const text = `
tests:
  - name: t
    input_series:
      - { series: job_run_duration, values: '1' }
      - { series: job_run_duration_seconds_bucket, values: '1' }
      - { series: job_itemz, values: '1' }
      - { series: something_else, values: '1' }
      - { series: job_items_total, values: '1' }
`;
    expect(run(text).skipped).toEqual([
      "t: no rule reads the series job_run_duration; of a histogram the count is played: job_run_duration_count",
      "t: no rule reads the series job_run_duration_seconds_bucket; of a histogram the count is played: job_run_duration_seconds_count",
      "t: no rule reads the series job_itemz; did you mean job_items?",
      "t: no rule reads the series something_else",
    ]);
  });

  it("say loudly what is not done", () => {
    const plan = parseRuleTests(
      "group_eval_order: [a]\nrule_files: [a.yaml]\ntests:\n  - promql_expr_test: [{ expr: up, eval_time: 1m }]\n    external_labels: { a: b }\n    external_url: http://x\n",
      "test.yaml",
    );
    expect(plan).toMatchObject({ file: "test.yaml", ruleFiles: ["a.yaml"], evaluationIntervalMs: 60_000 });
    expect(plan.skipped).toEqual([
      "group_eval_order: groups are evaluated in the order of the rule files",
      "unnamed#0: 1 promql_expr_test skipped: PromQL is not evaluated here",
      "unnamed#0: external_labels are not added to alerts here",
      "unnamed#0: external_url is empty in templates here",
    ]);
  });

  it.each([
    [
      "tests:\n  - input_series:\n      - { series: up, values: nope }\n",
      "line 3: tests[0].input_series[0]: cannot read the value nope: write 1, 0+1x5, 3x2, _, _x3 or stale",
    ],
    [
      "tests:\n  - alert_rule_test:\n      - { eval_time: 5x, alertname: A }\n",
      'line 3: tests[0].alert_rule_test[0].eval_time: "5x" is no duration: write one like 30s, 5m, 1h30m or 1d',
    ],
    [
      "tests:\n  - alert_rule_test:\n      - { eval_time: 5m }\n",
      "line 3: tests[0].alert_rule_test[0].alertname: is missing: write the name of the rule",
    ],
    ["rule_files: []\n", "tests: is missing"],
    [
      "tests: []\nunknown: 1\n",
      "is not known here: known are rule_files, evaluation_interval, group_eval_order, fuzzy_compare, tests",
    ],
  ])("refuse %j", (text, message) => {
    try {
      parseRuleTests(text, "test.yaml");
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(AlertingConfigError);
      expect((error as Error).message).toContain(message);
    }
  });
});
