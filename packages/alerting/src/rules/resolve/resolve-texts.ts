import { LABEL_ALERTNAME, LABEL_SEVERITY } from "../../model/labels.ts";
import type { Rule } from "../../model/rule.ts";
import type { ParsedRule } from "../schema/rule-schema.ts";
import { compileTemplate } from "../template/expand.ts";
import type { At } from "./at.ts";

const RESERVED: Readonly<Record<string, string>> = {
  [LABEL_ALERTNAME]: "it is the rule's name",
  [LABEL_SEVERITY]: "write severity beside the labels, not among them",
};

/** What was found, with its figures, where a rule has no words of its own. */
export const DEFAULT_DESCRIPTION = "{{ $evidence.finding }}";

/** Labels and annotations, in the order of their names: another order is no other rule. */
export function resolveTexts(rule: ParsedRule, at: At): Pick<Rule, "labels" | "annotations"> {
  const labels = Object.entries(rule.labels ?? {});
  for (const [name] of labels) {
    const reserved = RESERVED[name];
    if (reserved !== undefined) at.add(["labels", name], `cannot be set: ${reserved}`);
    else if (!/^[a-zA-Z_]\w*$/.test(name)) {
      at.add(["labels", name], `is no label name: use letters, digits and _, such as ${name.replaceAll(/\W/g, "_")}`);
    }
  }
  const annotations = Object.entries({
    description: DEFAULT_DESCRIPTION,
    ...rule.annotations,
    ...namedAnnotations(rule),
  });
  checkTemplates(labels, at.below("labels"));
  for (const [name, text] of annotations) checkTemplate(text, at.below(...annotationPath(rule, name)));
  return { labels: sorted(labels), annotations: sorted(annotations) };
}

function namedAnnotations({ summary, description, runbook }: ParsedRule): Readonly<Record<string, string>> {
  return {
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined ? {} : { description }),
    ...(runbook === undefined ? {} : { runbook_url: runbook }),
  };
}

function annotationPath(rule: ParsedRule, name: string): readonly string[] {
  if (name === "summary" && rule.summary !== undefined) return ["summary"];
  if (name === "description" && rule.description !== undefined) return ["description"];
  return name === "runbook_url" && rule.runbook !== undefined ? ["runbook"] : ["annotations", name];
}

function checkTemplates(texts: readonly (readonly [string, string])[], at: At): void {
  for (const [name, text] of texts) checkTemplate(text, at.below(name));
}

function checkTemplate(text: string, at: At): void {
  const { error } = compileTemplate(text);
  if (error !== undefined) at.add([], `the template cannot be read: ${error}`);
}

function sorted(texts: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  return Object.fromEntries(texts.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
