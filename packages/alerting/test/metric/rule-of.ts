import type { Condition, Rule } from "../../src/model/rule.ts";

/** A rule with the defaults of a grid rule. */
export function ruleOf(condition: Condition, rest: Partial<Rule> = {}): Rule {
  return {
    id: "group/rule",
    name: "rule",
    group: "group",
    condition,
    scope: { only: [], except: [] },
    mode: "grid",
    intervalMs: 60_000,
    offsetMs: 0,
    lookbackMs: 300_000,
    forMs: 0,
    keepFiringForMs: 0,
    onMissing: "resolve",
    missingForMs: 0,
    severity: "warning",
    labels: {},
    annotations: {},
    limit: 0,
    flapControl: false,
    hash: "1",
    ...rest,
  };
}
