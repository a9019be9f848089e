import type { Labels } from "../../src/model/labels.ts";
import type { Measure, Rule } from "../../src/model/rule.ts";
import type { Attributes, Shape } from "../support/otlp-requests.ts";
import { ruleOf } from "../support/rules.ts";

/**
 * The four cases of Prometheus' alert generator compliance suite, written down anew from their descriptions: a sample every 15 s,
 * groups every 30 s. Times are seconds from the first sample.
 */
export interface ComplianceCase {
  readonly name: string;
  readonly series: readonly {
    readonly attributes: Attributes;
    readonly values: readonly number[];
    /** Read by a template as it is: always a gauge. */
    readonly isQueried?: boolean;
  }[];
  readonly rules: (shape: Shape) => readonly Rule[];
  readonly episodes: readonly Episode[];
  readonly untilS: number;
}

/** One time at which an alert is expected. */
export interface Episode {
  readonly rule: string;
  readonly labels: Labels;
  /** Holds at slots in [fromS, toS). */
  readonly fromS: number;
  readonly toS: number;
  readonly forS: number;
  readonly value: (slotS: number) => number;
  readonly annotations: (slotS: number) => Readonly<Record<string, string>>;
  /** Waits for these before it holds: it is about alerts, not about samples. */
  readonly after?: { readonly rule: string; readonly variant: string };
}

export const METRIC = "alert_generator_test_suite";
export const SAMPLE_S = 15;
export const GROUP_S = 30;
const LOOKBACK_S = 300;

/** `11 x13`: a value, and how often. */
const runs = (...pairs: readonly (readonly [value: number, times: number])[]): readonly number[] =>
  pairs.flatMap(([value, times]) => Array.from({ length: times }, () => value));

const at = (index: number): number => index * SAMPLE_S;

const valueIn =
  (values: readonly number[]) =>
  (slotS: number): number =>
    values[Math.floor(slotS / SAMPLE_S)] ?? Number.NaN;

const seriesAttributes = (group: string, alertname: string): Attributes => ({ rulegroup: group, alertname });

/** Sums that count are asked for what they counted within the last interval: what was sent for that sample. */
function measureOf(shape: Shape, attributes: Attributes): Measure {
  const where = Object.entries(attributes).map(([name, value]) => ({ name, op: "=" as const, value }));
  const select = { metric: METRIC, where };
  if (shape === "gauge" || shape === "sum") return { kind: "gauge", select, windowMs: 0, reduce: "last" };
  return { kind: "count", select, windowMs: SAMPLE_S * 1_000 };
}

interface RuleInput {
  readonly group: string;
  readonly name: string;
  readonly above: number;
  readonly forS: number;
  readonly labels: Labels;
  readonly annotations: Readonly<Record<string, string>>;
}

function thresholdRule(shape: Shape, { group, name, above, forS, labels, annotations }: RuleInput): Rule {
  return ruleOf({
    group,
    name,
    condition: {
      kind: "threshold",
      measure: measureOf(shape, seriesAttributes(group, name)),
      by: "all",
      aggregate: "sum",
      threshold: { op: ">", value: above },
    },
    intervalMs: GROUP_S * 1_000,
    lookbackMs: LOOKBACK_S * 1_000,
    forMs: forS * 1_000,
    labels: { ...labels, rulegroup: group, severity: "" },
    annotations,
  });
}

const fixed = (annotations: Readonly<Record<string, string>>) => (): Readonly<Record<string, string>> => annotations;

function pendingFiringResolved(): ComplianceCase {
  const group = "PendingAndFiringAndResolved";
  const name = `${group}_SimpleAlert`;
  const values = runs([3, 1], [5, 3], [9, 4], [11, 13], [15, 32], [19, 16], [9, 20], [15, 45], [8, 16]);
  const value = valueIn(values);
  const description = "SimpleAlert is firing";
  const common = {
    rule: name,
    labels: { alertname: name, foo: "bar", rulegroup: group },
    forS: 360,
    value,
    annotations: (slotS: number) => ({ description, summary: `The value is ${value(slotS)} ${value(slotS)}` }),
  };
  return {
    name: group,
    series: [{ attributes: seriesAttributes(group, name), values }],
    rules: (shape) => [
      thresholdRule(shape, {
        group,
        name,
        above: 10,
        forS: 360,
        labels: { foo: "bar" },
        annotations: { description, summary: "The value is {{$value}} {{.Value}}" },
      }),
    ],
    episodes: [
      { ...common, fromS: at(8), toS: at(69) },
      { ...common, fromS: at(89), toS: at(134) },
    ],
    untilS: 3_300,
  };
}

function pendingResolvedInactive(): ComplianceCase {
  const group = "PendingAndResolved_AlwaysInactive";
  const name = `${group}_PendingAlert`;
  const never = `${group}_InactiveAlert`;
  const values = runs([3, 1], [5, 3], [9, 4], [11, 11], [9, 1]);
  const annotations = { description: "SimpleAlert is firing" };
  return {
    name: group,
    series: [name, never].map((alert) => ({ attributes: seriesAttributes(group, alert), values })),
    rules: (shape) => [
      thresholdRule(shape, { group, name, above: 10, forS: 180, labels: { foo: "bar" }, annotations }),
      thresholdRule(shape, {
        group,
        name: never,
        above: 99,
        forS: 180,
        labels: { ba_dum: "tss" },
        annotations: { description: "This should never fire" },
      }),
    ],
    episodes: [
      {
        rule: name,
        labels: { alertname: name, foo: "bar", rulegroup: group },
        fromS: at(8),
        toS: at(19),
        forS: 180,
        value: valueIn(values),
        annotations: fixed(annotations),
      },
    ],
    untilS: at(19) + 900,
  };
}

const FUNCTIONS =
  "{{humanize 1048576}} {{humanize1024 1048576}} {{humanizeDuration 135.3563}} {{humanizePercentage 0.959}} {{humanizeTimestamp 1643114203}}";
const FUNCTIONS_SHOWN = "1.049M 1Mi 2m 15s 95.9% 2022-01-25 12:36:43 +0000 UTC";
const TEXTS =
  '{{title "this part"}} {{toUpper "is testing"}} {{toLower "THE STRINGS"}}. {{ stripPort "[::1]:6006"}} {{ stripPort "127.0.0.1:4004"}}. ' +
  '{{parseDuration "2h10m15s"}}. {{if match "[0-9]+" "1234"}}{{reReplaceAll "r.*d" "replaced" "rpld text"}}{{end}}. {{if match "[0-9]+$" "1234a"}}WRONG{{end}}.';
const TEXTS_SHOWN = "This Part IS TESTING the strings. ::1 127.0.0.1. 7815. replaced text. .";

const nestedQuery = (group: string): string =>
  `{{ define "testtemplate" }}Args are: {{.arg0}} {{.arg1}} {{.arg2}}. {{ with query "${METRIC}{rulegroup='${group}',for='template'}" }}` +
  'first_id:{{ . | sortByLabel "id" | first | label "id"}},{{ range $v := sortByLabel "id" .}}{{ . | label "id" }}:{{ . | value }},{{end}}{{end}}{{ end }}' +
  '{{ template "testtemplate" (args "foo" "bar" 99) }}';

function zeroForSmallFor(): ComplianceCase {
  const group = "ZeroFor_SmallFor";
  const zero = `${group}_ZeroFor`;
  const small = `${group}_SmallFor`;
  const values = runs([3, 1], [5, 3], [9, 4], [15, 13], [9, 72], [11, 13], [9, 1]);
  const helpers = [1, 2, 3].map((n) => ({
    attributes: { rulegroup: group, for: "template", id: `${100 + n}`, __value__: `val${n}` },
    values: runs([n, 28], [2 * n, 201]),
    isQueried: true,
  }));
  const description = "This should immediately fire";
  const shownQuery = (factor: number): string =>
    `Args are: foo bar 99. first_id:101,101:${factor},102:${2 * factor},103:${3 * factor},`;
  const zeroCommon = {
    rule: zero,
    labels: { alertname: zero, foo: "bar", rulegroup: group },
    forS: 0,
    value: valueIn(values),
    annotations: (slotS: number) => ({
      description,
      template_test: FUNCTIONS_SHOWN,
      template_query_test: shownQuery(slotS < at(28) ? 1 : 2),
    }),
  };
  return {
    name: group,
    series: [
      { attributes: seriesAttributes(group, zero), values },
      { attributes: seriesAttributes(group, small), values },
      ...helpers,
    ],
    rules: (shape) => [
      thresholdRule(shape, {
        group,
        name: zero,
        above: 10,
        forS: 0,
        labels: { foo: "bar" },
        annotations: { description, template_query_test: nestedQuery(group), template_test: FUNCTIONS },
      }),
      thresholdRule(shape, {
        group,
        name: small,
        above: 13,
        forS: 15,
        labels: { ba_dum: "tss" },
        annotations: { description: "This should fire after an interval", template_test: TEXTS },
      }),
    ],
    episodes: [
      { ...zeroCommon, fromS: at(8), toS: at(21) },
      { ...zeroCommon, fromS: at(93), toS: at(106) },
      {
        rule: small,
        labels: { alertname: small, ba_dum: "tss", rulegroup: group },
        fromS: at(8),
        toS: at(21),
        forS: 15,
        value: valueIn(values),
        annotations: fixed({ description: "This should fire after an interval", template_test: TEXTS_SHOWN }),
      },
    ],
    untilS: at(106) + 1_000,
  };
}

function newAlertsOrder(): ComplianceCase {
  const group = "NewAlerts_OrderCheck";
  const first = `${group}_Rule1`;
  const second = `${group}_Rule2`;
  const one = runs([1, 8], [11, 65], [9, 21]);
  const two = runs([1, 32], [11, 33], [9, 21]);
  const more = { description: "This should produce more alerts later" };
  const variant = (name: string, values: readonly number[], spanS: readonly [number, number]): Episode => ({
    rule: first,
    labels: { alertname: first, foo: "bar", rulegroup: group, variant: name },
    fromS: spanS[0],
    toS: spanS[1],
    forS: 180,
    value: valueIn(values),
    annotations: fixed(more),
  });
  return {
    name: group,
    series: [
      { attributes: { ...seriesAttributes(group, first), variant: "one" }, values: one },
      { attributes: { ...seriesAttributes(group, first), variant: "two" }, values: two },
    ],
    rules: (shape) => [
      thresholdRule(shape, { group, name: first, above: 10, forS: 180, labels: { foo: "bar" }, annotations: more }),
      bothVariants(group, first, second),
    ],
    episodes: [
      variant("one", one, [at(8), at(73)]),
      variant("two", two, [at(32), at(65)]),
      {
        rule: second,
        labels: { alertname: second, alertstate: "firing", foo: "baz", ba_dum: "tss", rulegroup: group },
        fromS: at(32),
        toS: at(65),
        forS: 0,
        value: () => 2,
        annotations: fixed({ description: `Based on ALERTS. Old alertname was ${first}. foo was bar.` }),
        after: { rule: first, variant: "two" },
      },
    ],
    untilS: at(94) + 1_000,
  };
}

/** Two firing alerts of the rule before it, with these labels. */
function bothVariants(group: string, first: string, name: string): Rule {
  const matchers = Object.entries({ alertname: first, foo: "bar", rulegroup: group, alertstate: "firing" });
  return ruleOf({
    group,
    name,
    condition: {
      kind: "threshold",
      measure: {
        kind: "alerts",
        matchers: matchers.map(([label, value]) => ({ name: label, op: "=" as const, value })),
      },
      by: ["alertname", "alertstate", "foo", "rulegroup"],
      aggregate: "sum",
      threshold: { op: "==", value: 2 },
    },
    intervalMs: GROUP_S * 1_000,
    labels: { foo: "baz", ba_dum: "tss", rulegroup: group, severity: "" },
    annotations: { description: "Based on ALERTS. Old alertname was {{$labels.alertname}}. foo was {{.Labels.foo}}." },
  });
}

export const CASES: readonly ComplianceCase[] = [
  pendingFiringResolved(),
  pendingResolvedInactive(),
  zeroForSmallFor(),
  newAlertsOrder(),
];
