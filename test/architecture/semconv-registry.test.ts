import * as semconv from "@jobscope/semconv";
import { describe, expect, test } from "vitest";

import { borrowedAttributeNames, renderSemanticConventions, stringConstants } from "../../scripts/semconv/render.ts";

/** Defined by OpenTelemetry for resources and exception records; the registry does not repeat them. */
const BORROWED = /^(service|deployment|host|process|exception)\./;

describe("the registry and the exported constants name the same things", () => {
  test.each([
    ["METRIC_", semconv.METRICS],
    ["EVENT_", semconv.EVENTS],
  ])("%s", (prefix, registry) => {
    const constants = stringConstants(prefix);
    expect(constants.length).toBeGreaterThan(10);
    expect(registry.map(({ name }) => name).toSorted()).toEqual(constants.toSorted());
  });

  test("ATTR_, but for what OpenTelemetry defines", () => {
    const own = (names: readonly string[]): readonly string[] => names.filter((name) => !BORROWED.test(name));
    const registered = own(semconv.ATTRIBUTES.map(({ name }) => name));
    const families = [semconv.ITEMS_ATTRIBUTES, semconv.RUNS_ATTRIBUTES].flatMap((family) => Object.values(family));
    const constants = [...own(stringConstants("ATTR_")), ...families];
    expect(constants.length).toBeGreaterThan(50);
    expect(registered.toSorted()).toEqual(constants.toSorted());
    expect(borrowedAttributeNames().every((name) => BORROWED.test(name))).toBe(true);
  });

  test("no name stands twice", () => {
    for (const registry of [semconv.ATTRIBUTES, semconv.METRICS, semconv.EVENTS]) {
      const names = registry.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe("metrics", () => {
  const allowed = new Map(semconv.ATTRIBUTES.map(({ name, onMetrics }) => [name, onMetrics]));

  test.each(semconv.METRICS)("$name carries only attributes that may stand on a metric", ({ attributes }) => {
    for (const name of attributes) expect(allowed.get(name), name).toBe("yes");
  });

  test.each(semconv.METRICS)("$name: only a histogram has bounds, and they ascend", ({ instrument, bounds }) => {
    expect(bounds !== undefined).toBe(instrument === "histogram");
    expect(bounds).toEqual(bounds?.toSorted((a, b) => a - b));
  });
});

test("every example is a member of the closed set it belongs to", () => {
  for (const { name, example, values } of semconv.ATTRIBUTES) {
    if (values !== undefined) expect(values, name).toContain(example);
  }
});

test("the page names every attribute, metric and event", () => {
  const page = renderSemanticConventions();
  const names = [...semconv.ATTRIBUTES, ...semconv.METRICS, ...semconv.EVENTS].map(({ name }) => name);
  for (const name of names) expect(page).toContain(`| \`${name}\` |`);
});
