import { describe, expect, it } from "vitest";

import { defaultAlertingConfig, parseAlertingConfig } from "../parse/parse-alerting-file.ts";
import type { AlertingFile } from "../schema/alerting-file.ts";
import { lintAlerting } from "./lint-alerting.ts";

function lint(file: AlertingFile): readonly string[] {
  return lintAlerting(parseAlertingConfig({ pack: false, ...file })).map(
    ({ level, check, subject, message }) => `${level} ${check} ${subject}: ${message}`,
  );
}

function lintRule(rule: object): readonly string[] {
  const file = { groups: [{ name: "g", rules: [{ name: "R", when: { failed: true }, summary: "s", ...rule }] }] };
  return lint(file).map((line) => line.replace(' rule "g/R"', ""));
}

it("has nothing to say about the defaults", () => {
  expect(lintAlerting(defaultAlertingConfig({ channels: ["console"], criticalEscalationMs: 60_000 }))).toEqual([]);
  const production = defaultAlertingConfig({
    channels: ["email", "webhook"],
    email: { to: "a@b.c", from: "a@b.c", host: "h" },
    webhook: { url: "https://x.y" },
    criticalEscalationMs: 60_000,
  });
  expect(lintAlerting(production)).toEqual([]);
});

describe("rules", () => {
  it.each([
    [
      { for: "5s" },
      [
        "warning for-below-interval: for 5s is shorter than the interval of 15s: it fires at the second look, an interval later; write 15s, or 0",
      ],
    ],
    [
      { when: { metric: "m", count: "10s", above: 1 } },
      [
        "warning window-below-interval: it looks back 10s every 15s: what happens between is never seen; use a window of at least the interval",
      ],
    ],
    [
      { summary: undefined },
      [
        "warning missing-summary: it has no summary: messages show its name only; say in one sentence what happened, to what",
      ],
    ],
    [
      { summary: "{{ humanise $value }}" },
      [
        "warning unknown-template-function: summary calls humanise, which does not exist here and renders as nothing: write humanize",
      ],
    ],
    [
      { summary: '{{ query "up" | first | value }}' },
      [
        "warning unknown-template-function: summary calls query, which does not exist here and renders as nothing: no PromQL is evaluated; show $value or $evidence",
      ],
    ],
    [
      { when: { metric: "m", above: 1, by: ["job.name"] }, summary: "{{ $labels.job }}" },
      [
        "warning unknown-template-label: summary shows $labels.job, which its alerts do not have and which renders as nothing: they have job_name; add the attribute to by",
      ],
    ],
    [{ when: { metric: "m", above: 1, by: ["job.name"] }, summary: "{{ $labels.job_name }}" }, []],
    [
      { summary: "{{ $labels.job_nam }}" },
      [
        "warning unknown-template-label: summary shows $labels.job_nam, which its alerts do not have and which renders as nothing: write job_name",
      ],
    ],
    [
      { when: { pipelineSilent: "5m" }, summary: "{{ .Labels.service_name }}" },
      [
        "warning unknown-template-label: summary shows $labels.service_name, which its alerts do not have and which renders as nothing: they have no labels of their own; leave it out",
      ],
    ],
    [
      { when: { processLost: true }, description: "{{ $labels.service_instance_id }} {{ $labels.job_name }}" },
      [
        "warning unknown-template-label: description shows $labels.job_name, which its alerts do not have and which renders as nothing: they have deployment_environment_name, service_namespace, service_name, service_instance_id; write one of them, or leave it out",
      ],
    ],
    [
      { description: "{{ with $evidence.lastGod }}{{ humanizeTimestamp . }}{{ end }} {{ .Evidence.lastGood }}" },
      [
        "warning unknown-template-evidence: description shows $evidence.lastGod, which no evidence has and which renders as nothing: write lastGood",
      ],
    ],
    [{ summary: "{{ $labels.job_name }} {{ $labels.job_criticality }} {{ $evidence.finding }} {{ $traits.x }}" }, []],
    [
      { when: { metric: "job.run.duratio", count: "5m", above: 1 } },
      [
        "hint unknown-metric: the contract has no metric job.run.duratio; job.run.duration is meant, perhaps: without points it never holds",
      ],
    ],
    [
      { when: { metric: "job.nothing", above: 1 } },
      ["hint unknown-metric: the contract has no metric job.nothing: without points it never holds"],
    ],
    [{ when: { metric: "http.server.request.duration", count: "5m", above: 1 } }, []],
    [
      { when: { metric: "job.run.duration", count: "5m", above: 1, where: { "job.result": "failure" } } },
      [
        "hint unknown-attribute: streams of job.run.duration have no attribute job.result by the contract: write job.run.result, unless the resource has it",
      ],
    ],
    [
      {
        when: {
          metric: "job.run.duration",
          count: "5m",
          above: 1,
          where: { "service.name": "shop", "job.run.result": "failure" },
        },
      },
      [],
    ],
  ])("%j", (rule, expected) => {
    expect(lintRule(rule)).toEqual(expected);
  });
});

describe("values and names that are never there", () => {
  it.each<[object, readonly string[]]>([
    [
      { where: { "job.criticality": "high-ish" } },
      ['warning unknown-attribute-value: where: job.criticality is never "high-ish": did you mean high?'],
    ],
    [
      { when: { metric: "job.run.duration", where: { "job.run.result": "failed" }, count: "5m", above: 1 } },
      ['warning unknown-attribute-value: where: job.run.result is never "failed": did you mean failure?'],
    ],
    [
      { when: { metric: "job.run.duration", where: { "job.run.result": ["failure", "x"] }, count: "5m", above: 1 } },
      [
        'warning unknown-attribute-value: where: job.run.result is never "x": there are success, failure, error, timeout, cancellation, skip',
      ],
    ],
    [{ where: { "job.criticality": ["!critical", "!high"], "job.name": "x" } }, []],
    [{ where: { "job.criticality": "h*" } }, []],
    [
      { where: { "job.criticality": "x*" } },
      ['warning unknown-attribute-value: where: job.criticality is never "x.*": there are critical, high, normal, low'],
    ],
  ])("%j", (rule, expected) => {
    expect(lintRule(rule)).toEqual(expected);
  });

  const matching = (match: Record<string, string>, rule: object = {}): readonly string[] =>
    lint({
      groups: [{ name: "g", rules: [{ name: "OrderFails", when: { failed: true }, summary: "s", ...rule }] }],
      route: { routes: [{ match }] },
    }).map((line) => line.replace(/ route \S+:/, ":"));

  it.each<[Record<string, string>, readonly string[]]>([
    [{ severity: "crit" }, ['warning unknown-label-value: match: severity is never "crit": did you mean critical?']],
    [
      { alertname: "OrderFail" },
      ['warning unknown-label-value: match: alertname is never "OrderFail": did you mean OrderFails?'],
    ],
    [
      { job: "x" },
      [
        "warning unknown-label: match reads labels of alerts, and no rule gives its alerts a label job: write job_name, or add it under labels of the rules",
      ],
    ],
    [{ "job.name": "x", "job.criticality": "high" }, []],
    [{ severity: "info", service_name: "x" }, []],
    [
      { "job.owner.name": "data" },
      [
        'warning trait-as-label: match reads labels of alerts, and job_owner_name is a trait, which only inhibition and silences read: give the rules labels: { job_owner_name: "{{ $traits.job_owner_name }}" }',
      ],
    ],
  ])("%j", (match, expected) => {
    expect(matching(match)).toEqual(expected);
  });

  it("know the labels that rules add, and nothing where streams bring theirs", () => {
    expect(matching({ team: "a" }, { labels: { team: "b" } })).toEqual([]);
    expect(matching({ job_owner_name: "a" }, { labels: { job_owner_name: "{{ $traits.job_owner_name }}" } })).toEqual(
      [],
    );
    expect(matching({ team: "a" }, { when: { metric: "up", below: 1, by: "all" } })).toEqual([]);
    expect(matching({ team: "a" }, { when: { metric: "up", below: 1, by: ["team"] } })).toEqual([]);
  });

  it("are looked for in escalations, inhibition and rules about alerts", () => {
    const found = lint({
      groups: [{ name: "g", rules: [{ name: "R", when: { alerts: { alertname: "X" }, above: 0 }, summary: "s" }] }],
      inhibit: [{ source: { alertname: "Y" }, target: { severity: "warnin", error_type: "x" } }],
      escalations: { e: { match: { severity: "page" }, levels: [{ after: 0, receiver: "default" }] } },
    });
    expect(found.map((line) => line.split(":", 1)[0])).toEqual([
      'warning unknown-label-value escalation "e"',
      'warning unknown-label-value inhibition "inhibit 1"',
      'warning unknown-label-value inhibition "inhibit 1"',
      'warning unknown-label-value rule "g/R"',
    ]);
  });
});

describe("routes and delivery", () => {
  const GROUPS: AlertingFile["groups"] = [
    { name: "g", interval: "1m", rules: [{ name: "R", when: { failed: true }, summary: "s", severity: "critical" }] },
  ];
  const LABELLED: AlertingFile["groups"] = [
    { name: "g", rules: [{ name: "R", when: { failed: true }, summary: "s", labels: { a: "b", c: "d" } }] },
  ];

  it.each<[AlertingFile, readonly string[]]>([
    [
      {
        groups: GROUPS,
        route: { groupInterval: "1m", repeatInterval: "30s", escalation: "e" },
        escalations: { e: { levels: [{ after: 0, receiver: "default" }] } },
      },
      [
        "warning group-interval-too-short route {}: groupInterval 1m is less than two evaluations (2m): a group is told before its other alerts can join it; write at least 2m",
        "warning repeat-below-group-interval route {}: repeatInterval 30s is less than groupInterval 1m, at which groups are looked at: it repeats every 1m",
        "hint escalation-without-public-url route {}: it has an escalation, and there is no publicUrl: messages have no link to acknowledge, so people must use the API; set publicUrl, or start the monitor with --alerting-public-url",
      ],
    ],
    [
      {
        publicUrl: "https://monitor.example.com",
        route: { escalation: "e" },
        escalations: { e: { levels: [{ after: 0, receiver: "default" }] } },
      },
      [],
    ],
    [
      { route: { groupInterval: "4m", repeatInterval: "10m" } },
      [
        "hint repeat-not-multiple route {}: repeatInterval 10m is no multiple of groupInterval 4m: it repeats after 12m",
      ],
    ],
    [
      { route: { throttle: { max: 1, per: "1h" } } },
      [
        "warning throttled-critical route {}: its throttle holds back critical alerts, too: give them a route of their own in front, without one",
      ],
    ],
    [
      {
        route: {
          throttle: { max: 1, per: "1h" },
          routes: [{ match: { severity: "critical" }, throttle: { max: 1, per: "1m" } }],
        },
      },
      [
        'warning throttled-critical route {}/{severity="critical"}: its throttle holds back critical alerts, too: give them a route of their own in front, without one',
      ],
    ],
    [
      {
        groups: LABELLED,
        route: { routes: [{ match: { a: "b" } }, { match: { a: "b", c: "d" } }, { match: { a: "c" } }] },
      },
      [
        'warning unreachable-route route {}/{a="b",c="d"}: it is never reached: {a="b"} in front takes the same alerts; put it first, or give that one continue',
      ],
    ],
    [
      {
        groups: LABELLED,
        route: { routes: [{ match: { a: "b" }, continue: true }, { match: { a: "b", c: "d" } }] },
      },
      [],
    ],
    [
      { receivers: { team: ["console"] } },
      [
        'warning unused-receiver receiver "team": no route and no escalation names it: nobody is told through it; use it, or leave it out',
      ],
    ],
    [
      { channels: { hook: { type: "webhook", url: "https://x.y" } }, route: { receiver: "hook" } },
      [
        'warning no-failover receiver "hook": it has no channel but hook: when that fails, nobody is told; add another, or a failover',
      ],
    ],
    [
      { channels: { hook: { type: "webhook", url: "https://x.y", failover: "console" } }, route: { receiver: "hook" } },
      [],
    ],
    [
      { groups: GROUPS },
      [
        "hint critical-without-escalation route {}: 1 rule is critical, and no route has an escalation: a message that nobody reads is not followed by another; add an escalation",
      ],
    ],
    [
      {
        groups: [{ name: "g", rules: [{ name: "R", when: { failed: true }, summary: "s" }] }],
        inhibit: [{ source: { alertname: "R" }, target: { severity: "warning" } }],
      },
      [
        'warning self-inhibition inhibition "inhibit 1": source and target both take R: alerts that are both are not inhibited by each other; make the target narrower',
      ],
    ],
  ])("%j", (file, expected) => {
    expect(lint(file)).toEqual(expected);
  });
});
