import { ATTRIBUTES, ATTR_ERROR_TYPE, ATTR_JOB_GROUP_NAME, ATTR_JOB_OWNER_NAME } from "@jobscope/semconv";

import type { AlertingConfig } from "../../model/config.ts";
import { LABEL_ALERTNAME, labelName, LABEL_SEVERITY } from "../../model/labels.ts";
import type { Matcher } from "../../model/matcher.ts";
import type { Rule } from "../../model/rule.ts";
import { defaultRules, PACK_GROUP } from "../pack/default-rules.ts";
import { SERVICE_ATTRIBUTES } from "../resolve/metric-facts.ts";
import { SEVERITIES } from "../schema/rule-file.ts";
import { sampleLabelsOf } from "./sample-labels.ts";

/** What matchers may ask of alerts, as far as the rules tell. */
export interface KnownLabels {
  /** Undefined where a rule gives its alerts whatever attributes its streams have. */
  readonly names: readonly string[] | undefined;
  /** Facts about alerts that are no labels: inhibition and silences read them, routes do not. */
  readonly traits: readonly string[];
  /** Undefined where it may be anything. */
  valuesOf(name: string): readonly string[] | undefined;
}

/** Attributes whose values the contract lists. */
const LISTED: ReadonlyMap<string, readonly string[]> = new Map(
  ATTRIBUTES.flatMap(({ name, values }) => (values === undefined ? [] : [[name, values] as const])),
);

/** Values that an attribute can have by the contract; undefined where it may be anything. */
export function valuesOfAttribute(name: string): readonly string[] | undefined {
  return LISTED.get(name);
}

const TRAITS: readonly string[] = [
  ...SERVICE_ATTRIBUTES,
  ATTR_JOB_GROUP_NAME,
  ATTR_JOB_OWNER_NAME,
  ATTR_ERROR_TYPE,
  "service.instance.id",
].map(labelName);

const OF_INTERNAL: readonly string[] = ["rule", "channel", "incident", "policy"];

export function knownLabels({ rules }: AlertingConfig): KnownLabels {
  const listed = new Map([...LISTED].map(([name, values]) => [labelName(name), values] as const));
  listed.set(LABEL_SEVERITY, SEVERITIES).set(LABEL_ALERTNAME, alertNames(rules));
  const names = namesOf(rules);
  const own = new Set(rules.flatMap(({ labels }) => Object.keys(labels)));
  return { names, traits: TRAITS, valuesOf: (name) => (own.has(name) ? undefined : listed.get(name)) };
}

/** Whether a matcher names a rule of the default pack, in use or not. */
export function isDefaultRule({ name, value }: Pick<Matcher, "name" | "value">): boolean {
  return name === LABEL_ALERTNAME && defaultRules().some((rule) => rule.name === value);
}

/** The default inhibition speaks of every default rule, whichever are turned off. */
function alertNames(rules: readonly Rule[]): readonly string[] {
  const ofPack = rules.some(({ group }) => group === PACK_GROUP) ? defaultRules() : [];
  return [...new Set([...rules, ...ofPack].map(({ name }) => name))];
}

function namesOf(rules: readonly Rule[]): readonly string[] | undefined {
  const names = new Set([LABEL_ALERTNAME, LABEL_SEVERITY]);
  for (const { condition, labels } of rules) {
    const ofSamples = condition.kind === "internal" ? OF_INTERNAL : sampleLabelsOf(condition);
    if (ofSamples === undefined) return undefined;
    for (const name of [...ofSamples, ...Object.keys(labels)]) names.add(name);
  }
  return [...names];
}
