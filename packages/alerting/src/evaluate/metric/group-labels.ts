import { labelName, type Labels } from "../../model/labels.ts";
import type { GroupBy } from "../../model/rule.ts";
import type { Stream } from "../../model/series.ts";
import { attributeOf, textOf } from "../../series/metric/attribute-text.ts";

/** What tells two processes with equal attributes apart. */
const ORIGIN_ATTRIBUTES = [
  "service.name",
  "service.namespace",
  "service.instance.id",
  "deployment.environment.name",
] as const;

/** Names of labels that are remembered: attributes have few names, and each stream has them all. */
const MAX_NAMES = 1000;
const NO_LABELS: Labels = Object.freeze({});

const labelNames = new Map<string, string>();

function labelOf(attribute: string): string {
  const known = labelNames.get(attribute);
  if (known !== undefined) return known;
  const label = labelName(attribute);
  if (labelNames.size < MAX_NAMES) labelNames.set(attribute, label);
  return label;
}

/** Labels of the stream's label set, under the names that Prometheus allows. */
export function labelsOf(stream: Stream, by: GroupBy): Labels {
  if (by !== "all") return named(by, (name) => textAt(stream, name));
  const names = Object.keys(stream.attributes);
  for (const name of ORIGIN_ATTRIBUTES) if (!Object.hasOwn(stream.attributes, name)) names.push(name);
  return named(names, (name) => textAt(stream, name));
}

/** Where it comes from, as far as {@link labelsOf} does not say so: for inhibition and silences. */
export function traitsOf(stream: Stream, labels: Labels): Labels {
  const untold = ORIGIN_ATTRIBUTES.filter((name) => labels[labelOf(name)] === undefined);
  const traits = named(untold, (name) => textOf(attributeOf(stream.resource.attributes, name)));
  return Object.keys(traits).length === 0 ? NO_LABELS : traits;
}

/** Attribute of the point, else of its resource. */
export function textAt(stream: Stream, name: string): string {
  return textOf(attributeOf(stream.attributes, name) ?? attributeOf(stream.resource.attributes, name));
}

/** Names that become one are joined in their order, as Prometheus does. */
function named(names: readonly string[], valueOf: (name: string) => string): Labels {
  const labels: Record<string, string> = {};
  for (const name of names) {
    const value = valueOf(name);
    if (value === "") continue;
    const label = labelOf(name);
    if (Object.hasOwn(labels, label)) return joined(names, valueOf);
    labels[label] = value;
  }
  return labels;
}

function joined(names: readonly string[], valueOf: (name: string) => string): Labels {
  const labels: Record<string, string> = {};
  for (const name of names.toSorted()) {
    const value = valueOf(name);
    const label = labelOf(name);
    if (value !== "") labels[label] = Object.hasOwn(labels, label) ? `${labels[label]};${value}` : value;
  }
  return labels;
}
