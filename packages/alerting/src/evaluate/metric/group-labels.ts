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

/** Labels of the stream's label set, under the names that Prometheus allows. */
export function labelsOf(stream: Stream, by: GroupBy): Labels {
  if (by !== "all") return named(by, (name) => textAt(stream, name));
  const names = new Set([...Object.keys(stream.attributes), ...ORIGIN_ATTRIBUTES]);
  return named([...names], (name) => textAt(stream, name));
}

/** Where it comes from, as far as {@link labelsOf} does not say so: for inhibition and silences. */
export function traitsOf(stream: Stream, labels: Labels): Labels {
  const origin = named(ORIGIN_ATTRIBUTES, (name) => textOf(attributeOf(stream.resource.attributes, name)));
  return Object.fromEntries(Object.entries(origin).filter(([name]) => labels[name] === undefined));
}

/** Attribute of the point, else of its resource. */
export function textAt(stream: Stream, name: string): string {
  return textOf(attributeOf(stream.attributes, name) ?? attributeOf(stream.resource.attributes, name));
}

/** Names that become one are joined, as Prometheus does. */
function named(names: readonly string[], valueOf: (name: string) => string): Labels {
  const labels: Record<string, string> = {};
  for (const name of names.toSorted()) {
    const value = valueOf(name);
    if (value === "") continue;
    const label = labelName(name);
    labels[label] = labels[label] === undefined ? value : `${labels[label]};${value}`;
  }
  return labels;
}
