import type { Evidence } from "../../model/evaluation.ts";
import type { Rule } from "../../model/rule.ts";
import { nearestName } from "../schema/nearest-name.ts";
import { compileTemplate } from "../template/expand.ts";
import { FUNCTIONS } from "../template/functions.ts";
import type { RuleFinding } from "./finding.ts";
import { sampleLabelsOf } from "./sample-labels.ts";

const KNOWN_FUNCTIONS = [...FUNCTIONS.keys()];

/** Functions, labels and evidence that a template names and that are not there: all render as nothing. */
export function lintTemplates(rule: Rule): readonly RuleFinding[] {
  const texts = [...Object.entries(rule.labels), ...Object.entries(rule.annotations)];
  return texts.flatMap(([name, text]) => {
    const use = compileTemplate(text);
    return [
      ...lintFunctions(name, use.functions),
      ...lintLabels(name, use.labels, rule),
      ...lintEvidence(name, use.evidence),
    ];
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
  const fix = rule.condition.kind === "threshold" || rule.condition.kind === "absence" ? "add the attribute to by" : "";
  return [...labels]
    .filter((label) => !known.has(label))
    .map((label) => ({
      level: "warning",
      check: "unknown-template-label",
      message: `${name} shows $labels.${label}, which its alerts do not have and which renders as nothing: ${insteadOfLabel(label, [...known], fix)}`,
    }));
}

function insteadOfLabel(label: string, known: readonly string[], fix: string): string {
  const near = nearestName(label, known);
  if (near !== undefined) return `write ${near}${fix === "" ? "" : `, or ${fix}`}`;
  if (known.length === 0) return "they have no labels of their own; leave it out";
  return `they have ${known.join(", ")}; ${fix === "" ? "write one of them, or leave it out" : fix}`;
}

/** What templates may read of the evidence: times are there without their `Ms`. */
const EVIDENCE_NAMES: readonly string[] = Object.keys({
  jobId: true,
  serviceId: true,
  instanceKey: true,
  runKey: true,
  runId: true,
  traceId: true,
  errorType: true,
  errorMessage: true,
  lastGoodMs: true,
  firstMs: true,
  lastMs: true,
  count: true,
  finding: true,
} satisfies Record<keyof Evidence, true>).map((name) => name.replace(/Ms$/, ""));

function lintEvidence(name: string, facts: ReadonlySet<string>): readonly RuleFinding[] {
  return [...facts]
    .filter((fact) => !EVIDENCE_NAMES.includes(fact))
    .map((fact) => {
      const near = nearestName(fact, EVIDENCE_NAMES);
      const fix = near === undefined ? `it has ${EVIDENCE_NAMES.join(", ")}` : `write ${near}`;
      return {
        level: "warning",
        check: "unknown-template-evidence",
        message: `${name} shows $evidence.${fact}, which no evidence has and which renders as nothing: ${fix}`,
      };
    });
}
