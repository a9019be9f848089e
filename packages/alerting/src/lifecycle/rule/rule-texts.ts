import type { Alert } from "../../model/alert.ts";
import type { Sample } from "../../model/evaluation.ts";
import type { Rule } from "../../model/rule.ts";
import { compileTemplate, type Template, type TemplateData } from "../../rules/template/expand.ts";

/** What `query` in a template gives. */
export type QueryTemplate = (expression: string, atMs: number) => readonly Pick<Sample, "labels" | "value">[];

type Texts = readonly (readonly [name: string, template: Template])[];

/** Labels and annotations of a rule; templates see the sample's labels, never those that the rule adds. */
export interface RuleTexts {
  /** The same sample key may have other labels next time. */
  readonly labelsVary: boolean;
  labels(sample: Sample, atMs: number): readonly (readonly [name: string, value: string])[];
  /** Texts that cannot have changed since `before` are taken from there. */
  annotations(sample: Sample, atMs: number, before: Alert | undefined): Alert["annotations"];
}

export function compileTexts(rule: Rule, query: QueryTemplate | undefined): RuleTexts {
  const labels = compiled(rule.labels);
  const annotations = compiled(rule.annotations);
  const varying = annotations.filter(([, template]) => template.readsValue);
  const dataOf = (sample: Sample, atMs: number): TemplateData => ({
    labels: sample.labels,
    value: sample.value,
    ...(sample.traits === undefined ? {} : { traits: sample.traits }),
    ...(sample.evidence === undefined ? {} : { evidence: sample.evidence }),
    ...(query === undefined ? {} : { query: (expression: string) => query(expression, atMs) }),
  });
  return {
    labelsVary: labels.some(([, template]) => template.readsValue),
    labels: (sample, atMs) => expandAll(labels, dataOf(sample, atMs)),
    annotations(sample, atMs, before) {
      if (before === undefined) return Object.fromEntries(expandAll(annotations, dataOf(sample, atMs)));
      if (varying.length === 0) return before.annotations;
      const next = expandAll(varying, dataOf(sample, atMs));
      if (next.every(([name, text]) => before.annotations[name] === text)) return before.annotations;
      return { ...before.annotations, ...Object.fromEntries(next) };
    },
  };
}

const compiled = (texts: Readonly<Record<string, string>>): Texts =>
  Object.entries(texts).map(([name, text]) => [name, compileTemplate(text)] as const);

const expandAll = (texts: Texts, data: TemplateData): readonly (readonly [string, string])[] =>
  texts.map(([name, template]) => [name, template.expand(data)] as const);
