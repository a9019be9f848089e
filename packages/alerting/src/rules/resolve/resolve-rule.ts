import {
  ATTR_DEPLOYMENT_ENVIRONMENT_NAME,
  ATTR_JOB_CRITICALITY,
  ATTR_JOB_GROUP_NAME,
  ATTR_JOB_NAME,
  ATTR_JOB_OWNER_NAME,
  ATTR_SERVICE_INSTANCE_ID,
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_NAMESPACE,
} from "@jobscope/semconv";

import { hashOf } from "../../model/labels.ts";
import type { Matcher, Matchers } from "../../model/matcher.ts";
import type { Condition, EvaluationMode, Rule, RuleScope } from "../../model/rule.ts";
import { formatDuration } from "../duration/parse-duration.ts";
import { MatcherError } from "../matching/matcher-error.ts";
import { nearestName } from "../schema/nearest-name.ts";
import type { ParsedOverride, ParsedRule, RuleBody } from "../schema/rule-schema.ts";
import type { At } from "./at.ts";
import { defined } from "./defined.ts";
import { formOf, resolveCondition } from "./resolve-condition.ts";
import { resolveSelector } from "./resolve-selector.ts";
import { resolveTexts } from "./resolve-texts.ts";

export const DEFAULT_INTERVAL_MS = 15_000;
const DEFAULT_LOOKBACK_MS = 300_000;
const MIN_INTERVAL_MS = 1000;
const DEFAULT_LIMIT = 1000;

export interface GroupFacts {
  readonly name: string;
  readonly intervalMs: number;
}

/** A rule and its overrides, each a rule of its own: the override that fits first has the job. */
export function resolveRule(rule: ParsedRule, group: GroupFacts, at: At): readonly Rule[] {
  if (rule.enabled === false) return [];
  const taken: Matchers[] = [];
  const rules: Rule[] = [];
  for (const [index, override] of (rule.overrides ?? []).entries()) {
    const place = at.below("overrides", index);
    const where = place.below("where").try(() => resolveSelector(override.where, "attributes"), MatcherError);
    if (where === undefined) continue;
    if (where.length === 0) place.add(["where"], "selects everything: say for which jobs the override is");
    const only = [...scopeOf(rule, at), ...where, ...criticalityOf(override)];
    const scope = { only, except: [...taken] };
    const merged = mergeOverride(rule, override);
    taken.push([...where, ...criticalityOf(override)]);
    const id = `${group.name}/${rule.name}~${index + 1}`;
    const built = override.enabled === false ? undefined : build(merged, { id, scope, group, at: place });
    if (built !== undefined) rules.push(built);
  }
  const scope = { only: scopeOf(rule, at), except: taken };
  const base = build(rule, { id: `${group.name}/${rule.name}`, scope, group, at });
  return base === undefined ? rules : [base, ...rules];
}

/** Without a condition of its own, an override's figures change the rule's. */
function mergeOverride(
  rule: ParsedRule,
  { where: _where, criticality: _criticality, ...override }: ParsedOverride,
): ParsedRule {
  const when = override.when;
  return {
    ...rule,
    ...defined(override),
    when: when === undefined ? rule.when : formOf(when) === undefined ? { ...rule.when, ...defined(when) } : when,
    labels: { ...rule.labels, ...override.labels },
    annotations: { ...rule.annotations, ...override.annotations },
  };
}

function scopeOf(rule: RuleBody, at: At): readonly Matcher[] {
  const where = at.below("where").try(() => resolveSelector(rule.where, "attributes"), MatcherError) ?? [];
  return [...where, ...criticalityOf(rule)];
}

function criticalityOf({ criticality }: RuleBody): readonly Matcher[] {
  if (criticality === undefined) return [];
  const [only, ...others] = criticality;
  if (others.length === 0) return [{ name: ATTR_JOB_CRITICALITY, op: "=", value: only ?? "" }];
  return [{ name: ATTR_JOB_CRITICALITY, op: "=~", value: criticality.join("|") }];
}

interface BuildAt {
  readonly id: string;
  readonly scope: RuleScope;
  readonly group: GroupFacts;
  readonly at: At;
}

function build(rule: ParsedRule, { id, scope, group, at }: BuildAt): Rule | undefined {
  const condition = resolveCondition(rule.when, at.below("when"));
  const texts = resolveTexts(rule, at);
  if (condition === undefined) return undefined;
  if (isOutcome(condition)) checkScope(scope, at);
  const built: Omit<Rule, "hash"> = {
    id,
    name: rule.name,
    group: group.name,
    condition,
    scope,
    mode: modeOf(rule, condition, at),
    ...timesOf(rule, group, at),
    ...defined({ nOfM: nOfMOf(rule, at) }),
    onMissing: rule.onMissing ?? (isOutcome(condition) ? "keep" : "resolve"),
    severity: severityOf(rule),
    ...texts,
    limit: rule.limit ?? DEFAULT_LIMIT,
    flapControl: rule.flapControl ?? true,
  };
  return { ...built, hash: hashOf(JSON.stringify(built)) };
}

function severityOf({ severity = "warning" }: ParsedRule): Rule["severity"] {
  return severity;
}

type Times = "intervalMs" | "offsetMs" | "lookbackMs" | "forMs" | "keepFiringForMs" | "missingForMs";

function timesOf(rule: ParsedRule, group: GroupFacts, at: At): Pick<Rule, Times> {
  const { interval: intervalMs = group.intervalMs, lookback: lookbackMs = DEFAULT_LOOKBACK_MS } = rule;
  if (intervalMs < MIN_INTERVAL_MS) {
    at.add(["interval"], `${formatDuration(intervalMs)} is too short: at least 1s is wanted`);
  }
  return {
    intervalMs,
    offsetMs: rule.offset ?? 0,
    lookbackMs,
    forMs: rule.for ?? 0,
    // A page that clears for a moment must not page again.
    keepFiringForMs: rule.keepFiringFor ?? (severityOf(rule) === "critical" ? 2 * intervalMs : 0),
    missingForMs: rule.missingFor ?? lookbackMs,
  };
}

const SCOPE_NAMES: readonly string[] = [
  ATTR_JOB_NAME,
  ATTR_JOB_CRITICALITY,
  ATTR_JOB_GROUP_NAME,
  ATTR_JOB_OWNER_NAME,
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_NAMESPACE,
  ATTR_SERVICE_INSTANCE_ID,
  ATTR_DEPLOYMENT_ENVIRONMENT_NAME,
];

/** A name that no job has would make the rule silent for ever. */
function checkScope({ only }: RuleScope, at: At): void {
  for (const { name } of only) {
    if (SCOPE_NAMES.includes(name)) continue;
    const near = nearestName(name, SCOPE_NAMES);
    const fix = near === undefined ? `write one of ${SCOPE_NAMES.join(", ")}` : `write ${near}`;
    at.add(["where"], `jobs have no attribute "${name}": ${fix}`);
  }
}

function nOfMOf({ nOfM, consecutive }: ParsedRule, at: At): Rule["nOfM"] {
  if (consecutive === undefined) return nOfM;
  if (nOfM !== undefined) at.add(["consecutive"], "cannot stand beside nOfM: keep one of the two");
  return { n: consecutive, m: consecutive };
}

/** At once where an arrival alone decides; what looks at several instants is judged at exact ones. */
function modeOf(rule: ParsedRule, condition: Condition, at: At): EvaluationMode {
  if (rule.mode === "event") checkEventMode(rule, at);
  if (rule.mode !== undefined) return rule.mode;
  const atOnce = (rule.for ?? 0) === 0 && (rule.offset ?? 0) === 0 && !countsLooks(rule);
  return atOnce && arrives(condition) ? "event" : "grid";
}

function countsLooks({ nOfM, consecutive }: ParsedRule): boolean {
  return nOfM !== undefined || consecutive !== undefined;
}

function checkEventMode(rule: ParsedRule, at: At): void {
  if (countsLooks(rule)) {
    at.add(["mode"], "event does not go with nOfM and consecutive, which count looks at fixed instants: leave it out");
  }
  if ((rule.offset ?? 0) > 0) at.add(["offset"], "goes with mode grid only: leave it out");
}

function arrives(condition: Condition): boolean {
  return isOutcome(condition) || (condition.kind === "threshold" && condition.measure.kind === "count");
}

export function isOutcome(condition: Condition): boolean {
  return condition.kind !== "threshold" && condition.kind !== "absence" && condition.kind !== "internal";
}
