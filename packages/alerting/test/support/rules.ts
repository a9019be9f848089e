import type { Condition, Rule } from "../../src/model/rule.ts";

/** A condition for tests that make evaluations by hand. */
export const ABOVE_TEN: Condition = {
  kind: "threshold",
  measure: { kind: "gauge", select: { metric: "m", where: [] }, windowMs: 0, reduce: "last" },
  by: "all",
  aggregate: "sum",
  threshold: { op: ">", value: 10 },
};

/** A rule as Prometheus knows them: judged on the grid, with none of what goes beyond it. */
export function ruleOf(overrides: Partial<Rule> = {}): Rule {
  const name = overrides.name ?? "High";
  const group = overrides.group ?? "group";
  return {
    id: `${group}/${name}`,
    name,
    group,
    condition: ABOVE_TEN,
    scope: { only: [], except: [] },
    mode: "grid",
    intervalMs: 30_000,
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
    hash: JSON.stringify(overrides),
    ...overrides,
  };
}
