import { DEFAULT_INHIBITION } from "../../packages/alerting/src/rules/pack/default-inhibition.ts";
import type { RuleFile, SelectorFile, WhenFile } from "../../packages/alerting/src/rules/schema/rule-file.ts";

/** The cells of a row of docs/alerting.md about a default rule that can be told from the rule itself. */
export function packCells(rule: RuleFile): readonly string[] {
  return [ruleLink(rule.name), `\`${conditionText(rule)}\``, severityText(rule)];
}

/** Rows of the table of what is not told while something else fires. */
export function inhibitionCells(): readonly (readonly string[])[] {
  return DEFAULT_INHIBITION.map(({ source, target, equal = [] }) => [
    alertNames(source),
    alertNames(target),
    sameOf(equal),
  ]);
}

const ruleLink = (name: string): string => `[\`${name}\`](alerting/runbooks.md#${name.toLowerCase()})`;

/** Fields that say which streams, not when. */
const SELECTING = new Set(["where", "by"]);
const SHARES = new Set(["failureRate", "above", "clearBelow"]);

function conditionText({ when, for: held }: RuleFile): string {
  const fields = Object.entries(when)
    .filter(([name]) => !SELECTING.has(name))
    .map(([name, value]: [string, WhenFile[keyof WhenFile]]) => `${name}: ${valueText(name, value)}`);
  return [...fields, ...(held === undefined ? [] : [`for: ${held}`])].join(", ");
}

function valueText(name: string, value: WhenFile[keyof WhenFile]): string {
  return typeof value === "number" && SHARES.has(name) && value < 1 ? `${value * 100}%` : String(value);
}

function severityText({ where, severity = "warning", overrides = [] }: RuleFile): string {
  const scope = criticalityText(where);
  const own = scope === "" ? severity : `${severity}, for ${scope} jobs`;
  return [own, ...overrides.map((each) => `${each.severity} for ${criticalityText(each.where)} jobs`)].join("; ");
}

function criticalityText(selector: SelectorFile | undefined): string {
  if (selector === undefined) return "";
  const wanted = Object.entries(selector).flatMap(([name, value]) => (name === "job.criticality" ? value : []));
  return wanted.map((value) => String(value).replace(/^!/, "other than ")).join(" and ");
}

function alertNames(selector: SelectorFile): string {
  const values = (wanted: string): readonly string[] =>
    Object.entries(selector).flatMap(([name, value]) =>
      name === wanted && value !== undefined ? String(value).split(",") : [],
    );
  const names = values("alertname").map((name) => `\`${name}\``);
  const unless = values("severity").includes("!critical") ? ", unless critical" : "";
  const lost = values("error_type").includes("lost") ? ", of lost runs" : "";
  return `${names.join(", ")}${unless}${lost}`;
}

const WORDS: Readonly<Record<string, string>> = {
  "": "everything",
  "deployment_environment_name,service_namespace,service_name": "service",
  "deployment_environment_name,service_namespace,service_name,job_name": "job",
  "deployment_environment_name,error_type": "environment and error type",
};

function sameOf(equal: readonly string[]): string {
  const words = WORDS[equal.join(",")];
  if (words === undefined) throw new Error(`Say in words what alerts with equal ${equal.join(", ")} have in common.`);
  return words;
}
