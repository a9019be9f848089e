import type { Measure, Rule, StreamSelector } from "../../model/rule.ts";
import { selectorsOf } from "../../model/selectors-of.ts";
import { formatDuration } from "../duration/parse-duration.ts";
import { definitionOf, KNOWN_METRICS } from "../resolve/metric-facts.ts";
import { nearestName } from "../schema/nearest-name.ts";
import type { Finding, RuleFinding } from "./finding.ts";
import { lintAttributeValues } from "./lint-matchers.ts";
import { lintTemplates } from "./lint-templates.ts";

export function lintRule(rule: Rule): readonly Finding[] {
  const subject = `rule "${rule.id}"`;
  return [
    ...lintTimes(rule).map((finding) => ({ ...finding, subject })),
    ...selectorsOf(rule.condition).flatMap((select) =>
      lintSelector(select).map((finding) => ({ ...finding, subject })),
    ),
    ...lintAttributeValues(rule).map((finding) => ({ ...finding, subject })),
    ...lintTemplates(rule).map((finding) => ({ ...finding, subject })),
  ];
}

function lintTimes(rule: Rule): readonly RuleFinding[] {
  const findings: RuleFinding[] = [];
  if (rule.forMs > 0 && rule.forMs < rule.intervalMs) {
    findings.push({
      level: "warning",
      check: "for-below-interval",
      message: `for ${formatDuration(rule.forMs)} is shorter than the interval of ${formatDuration(rule.intervalMs)}: it fires at the second look, an interval later; write ${formatDuration(rule.intervalMs)}, or 0`,
    });
  }
  const windowMs = rule.condition.kind === "threshold" ? windowOf(rule.condition.measure) : 0;
  if (windowMs > 0 && windowMs < rule.intervalMs) {
    findings.push({
      level: "warning",
      check: "window-below-interval",
      message: `it looks back ${formatDuration(windowMs)} every ${formatDuration(rule.intervalMs)}: what happens between is never seen; use a window of at least the interval`,
    });
  }
  if (rule.annotations["summary"] === undefined) {
    findings.push({
      level: "warning",
      check: "missing-summary",
      message: "it has no summary: messages show its name only; say in one sentence what happened, to what",
    });
  }
  return findings;
}

function windowOf(measure: Measure): number {
  return "windowMs" in measure ? measure.windowMs : 0;
}

const PREFIXES = ["job.", "jobscope."];

function lintSelector({ metric, where }: StreamSelector): readonly RuleFinding[] {
  const definition = definitionOf(metric);
  if (definition === undefined) return lintUnknownMetric(metric);
  const known = new Set(definition.attributes);
  return where
    .filter(({ name }) => !known.has(name) && !isOfResource(name))
    .map(({ name }) => {
      const near = nearestName(name, [...known]);
      const fix = near === undefined ? `it has ${definition.attributes.join(", ")}` : `write ${near}`;
      return {
        level: "hint",
        check: "unknown-attribute",
        message: `streams of ${metric} have no attribute ${name} by the contract: ${fix}, unless the resource has it`,
      };
    });
}

function isOfResource(name: string): boolean {
  return /^(?:service|deployment|host|process|k8s|container|cloud|os|telemetry)\./.test(name);
}

function lintUnknownMetric(metric: string): readonly RuleFinding[] {
  const near = nearestName(metric, KNOWN_METRICS);
  const ours = PREFIXES.some((prefix) => metric.startsWith(prefix));
  if (near === undefined && !ours) return [];
  const meant = near === undefined ? "" : `; ${near} is meant, perhaps`;
  return [
    {
      level: "hint",
      check: "unknown-metric",
      message: `the contract has no metric ${metric}${meant}: without points it never holds`,
    },
  ];
}
