import * as semconv from "@jobscope/semconv";
import type { AttributeDefinition, MetricDefinition } from "@jobscope/semconv";

import { code, table } from "../docs/markdown.ts";

const EXPORTS: readonly (readonly [string, unknown])[] = Object.entries(semconv);

/** The page docs/semantic-conventions.md, whole, as Markdown. */
export function renderSemanticConventions(): string {
  return [
    "# Semantic conventions",
    "",
    "<!-- Generated from packages/semconv by scripts/generate-semconv-docs.ts. Edit the registry, then run: pnpm format -->",
    "",
    `Schema version **${semconv.SCHEMA_VERSION}**: it rises with every name that is added, renamed or removed. These are the`,
    "names that the instrumentation sends over OTLP and that the monitor reads; any OTLP backend sees the same. Code that",
    "needs them imports `@jobscope/semconv`.",
    "",
    ...section("Instrumentation scopes", scopes()),
    ...section("Events", events()),
    ...section("Attributes", attributes()),
    ...section("Attributes of the resource and of exceptions", borrowed()),
    ...section("Metrics", metrics()),
    ...section("Closed value sets", valueSets()),
    ...section("Limits and defaults", limits()),
  ].join("\n");
}

/** Attribute names that are exported but defined by OpenTelemetry: they stand on resources and exception records. */
export function borrowedAttributeNames(): string[] {
  const own = new Set(semconv.ATTRIBUTES.map((attribute) => attribute.name));
  return stringConstants("ATTR_").filter((name) => !own.has(name));
}

/** Values of all exported string constants whose names start with `prefix`, in alphabetical order of the constants. */
export function stringConstants(prefix: string): string[] {
  return EXPORTS.flatMap(([name, value]) => (name.startsWith(prefix) && typeof value === "string" ? [value] : []));
}

function section(title: string, body: readonly string[]): string[] {
  return [`## ${title}`, "", ...body, ""];
}

function scopes(): string[] {
  return table(
    ["scope", "emits"],
    [
      [code(semconv.SCOPE_INSTRUMENTATION), "everything that the instrumentation sends from the user's process"],
      [code(semconv.SCOPE_MONITOR), "conclusions of the monitor itself; its own ingest ignores them"],
    ],
  );
}

function events(): string[] {
  return [
    "The event name is the `EventName` of the OTLP log record. The monitor builds runs from these events, in any order of arrival.",
    "",
    ...table(
      ["event", "category", "meaning"],
      semconv.EVENTS.map((event) => [code(event.name), code(event.category), event.brief]),
    ),
  ];
}

function attributes(): string[] {
  return [
    "*On metrics*: `yes`, `opt-in`, or never. Identifiers, instants and messages never stand on a metric.",
    "",
    ...table(["attribute", "type", "on metrics", "meaning", "example"], semconv.ATTRIBUTES.map(attributeRow)),
  ];
}

function attributeRow(attribute: AttributeDefinition): string[] {
  const values = attribute.values ? ` One of ${attribute.values.map(code).join(", ")}.` : "";
  const onMetrics = { yes: "yes", opt_in: "opt-in", no: "" }[attribute.onMetrics];
  return [
    code(attribute.name),
    code(attribute.type),
    onMetrics,
    `${attribute.brief}${values}`,
    code(attribute.example),
  ];
}

function borrowed(): string[] {
  return [
    "As the OpenTelemetry semantic conventions define them:",
    "",
    ...borrowedAttributeNames().map((name) => `- ${code(name)}`),
  ];
}

function metrics(): string[] {
  const rows = table(
    ["metric", "instrument", "unit", "attributes", "meaning"],
    semconv.METRICS.map((metric) => [
      code(metric.name),
      metric.instrument.replaceAll("_", " "),
      code(metric.unit),
      metric.attributes.map(code).join(" "),
      metric.brief,
    ]),
  );
  return [...rows, "", "Explicit bucket boundaries, in the metric's unit:", "", ...semconv.METRICS.flatMap(bounds)];
}

function bounds(metric: MetricDefinition): string[] {
  return metric.bounds ? [`- ${code(metric.name)} (${metric.bounds.length}): ${metric.bounds.join(", ")}`] : [];
}

function valueSets(): string[] {
  const sets = EXPORTS.filter((entry): entry is readonly [string, readonly string[]] => isStringTuple(entry[1]));
  return table(
    ["constant", "values"],
    sets.map(([name, values]) => [code(name), values.map(code).join(" ")]),
  );
}

function isStringTuple(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((member) => typeof member === "string");
}

function limits(): string[] {
  const scalar = EXPORTS.flatMap(([name, value]) => {
    const limit = typeof value === "number" || (typeof value === "string" && /_OTHER$|_OVERFLOW$/u.test(name));
    return limit ? [[code(name), code(String(value))]] : [];
  });
  return table(["constant", "value"], scalar);
}
