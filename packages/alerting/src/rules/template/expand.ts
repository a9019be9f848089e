import type { Evidence, Sample } from "../../model/evaluation.ts";
import type { Labels } from "../../model/labels.ts";
import { evaluateTemplate } from "./evaluate.ts";
import { parseTemplate } from "./parse-template.ts";
import { TemplateError } from "./template-error.ts";
import { templateUse, type TemplateUse } from "./template-use.ts";
import { labelMap, ValueMap, type Value } from "./value.ts";

/** What a template may show. It is data: braces in it are characters like others. */
export interface TemplateData {
  /** Of the sample, before those of the rule. */
  readonly labels: Labels;
  readonly value: number;
  readonly traits?: Labels;
  readonly evidence?: Evidence;
  /** Answers `query`; without it, a query has no samples. */
  readonly query?: (expression: string) => readonly Pick<Sample, "labels" | "value">[];
}

export interface Template extends TemplateUse {
  /** Why it cannot be read; {@link Template.expand} says so too. */
  readonly error: string | undefined;
  /** Never throws: what goes wrong reads `<error expanding template: …>`. At most 16,384 characters. */
  expand(data: TemplateData): string;
}

/** Never throws: see {@link Template.error}. */
export function compileTemplate(text: string): Template {
  if (!text.includes("{{")) return { ...NO_USE, error: undefined, expand: () => text };
  try {
    const template = parseTemplate(text);
    return { ...templateUse(template), error: undefined, expand: (data) => expanded(template, data) };
  } catch (error) {
    const reason = reasonOf(error);
    return { ...NO_USE, error: reason, expand: () => failed(reason) };
  }
}

const NO_USE: TemplateUse = { readsValue: false, labels: new Set(), evidence: new Set(), functions: new Set() };

function expanded(template: ReturnType<typeof parseTemplate>, data: TemplateData): string {
  try {
    return evaluateTemplate({ template, ...environment(data) });
  } catch (error) {
    return failed(reasonOf(error));
  }
}

function failed(reason: string): string {
  return `<error expanding template: ${reason}>`;
}

function reasonOf(error: unknown): string {
  if (error instanceof TemplateError) return error.message;
  return error instanceof Error ? error.message.slice(0, 200) : "it cannot be rendered";
}

function environment(data: TemplateData): {
  readonly dot: Value;
  readonly variables: Readonly<Record<string, Value>>;
  readonly query: (expression: string) => Value;
} {
  const labels = labelMap(data.labels);
  const traits = labelMap(data.traits ?? {});
  const evidence = evidenceMap(data.evidence ?? {});
  const none = labelMap({});
  const dot = new ValueMap(
    new Map<string, Value>([
      ["Labels", labels],
      ["Value", data.value],
      ["Traits", traits],
      ["Evidence", evidence],
      ["ExternalLabels", none],
      ["ExternalURL", ""],
    ]),
    "record",
  );
  const variables: Record<string, Value> = {
    $: dot,
    $labels: labels,
    $value: data.value,
    $traits: traits,
    $evidence: evidence,
    $externalLabels: none,
    $externalURL: "",
  };
  return { dot, variables, query: (expression) => samplesOf(data.query?.(expression) ?? []) };
}

/** More would only make a message too long. */
const MAX_QUERY_SAMPLES = 1000;

function samplesOf(samples: readonly Pick<Sample, "labels" | "value">[]): Value {
  return samples.slice(0, MAX_QUERY_SAMPLES).map(
    (sample) =>
      new ValueMap(
        new Map<string, Value>([
          ["Labels", labelMap(sample.labels)],
          ["Value", sample.value],
        ]),
        "record",
      ),
  );
}

/** By the names that {@link Evidence} has, without `Ms`: times are Unix seconds, as the functions take them. What is not known is `""`. */
function evidenceMap(evidence: Evidence): ValueMap {
  const entries = new Map<string, Value>();
  for (const [name, value] of Object.entries(evidence)) {
    const known: unknown = value;
    if (typeof known === "string") entries.set(name, known);
    else if (typeof known !== "number") continue;
    else if (name.endsWith("Ms")) entries.set(name.slice(0, -2), known / 1000);
    else entries.set(name, { int: known });
  }
  return new ValueMap(entries, "labels");
}
