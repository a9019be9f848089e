import type { Rule } from "../../model/rule.ts";
import { nearestName } from "../schema/nearest-name.ts";
import { compileTemplate } from "../template/expand.ts";
import { FUNCTIONS } from "../template/functions.ts";
import type { RuleFinding } from "./finding.ts";
import { sampleLabelsOf } from "./sample-labels.ts";

const KNOWN_FUNCTIONS = [...FUNCTIONS.keys()];

/** Functions and labels that a template names and that are not there: both render as nothing. */
export function lintTemplates(rule: Rule): readonly RuleFinding[] {
  const texts = [...Object.entries(rule.labels), ...Object.entries(rule.annotations)];
  return texts.flatMap(([name, text]) => {
    const use = compileTemplate(text);
    return [...lintFunctions(name, use.functions), ...lintLabels(name, use.labels, rule)];
  });
}

function lintFunctions(name: string, functions: ReadonlySet<string>): readonly RuleFinding[] {
  return [...functions]
    .filter((used) => !KNOWN_FUNCTIONS.includes(used))
    .map((used) => ({
      level: "warning",
      check: "unknown-template-function",
      message: `${name} calls ${used}, which does not exist here and renders as nothing: ${instead(used)}`,
    }));
}

function instead(used: string): string {
  // A template may hold it, as in Prometheus; it finds nothing.
  if (used === "query") return "no PromQL is evaluated; show $value or $evidence";
  const near = nearestName(used, KNOWN_FUNCTIONS);
  return near === undefined ? `there are ${KNOWN_FUNCTIONS.join(", ")}` : `write ${near}`;
}

function lintLabels(name: string, labels: ReadonlySet<string>, rule: Rule): readonly RuleFinding[] {
  const known = sampleLabelsOf(rule.condition);
  if (known === undefined) return [];
  return [...labels]
    .filter((label) => !known.has(label))
    .map((label) => ({
      level: "warning",
      check: "unknown-template-label",
      message: `${name} shows $labels.${label}, which its alerts do not have and which renders as nothing: they have ${[...known].join(", ")}; add the attribute to by`,
    }));
}
