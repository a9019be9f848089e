import { ATTRIBUTES, EXEMPT_ATTRIBUTES } from "@jobscope/semconv";
import { expect, it } from "vitest";

import { hasContractForm } from "./contract-form.ts";

it.each(ATTRIBUTES.filter(({ name, type }) => EXEMPT_ATTRIBUTES.has(name) && !["int", "double"].includes(type)))(
  "$name: its example has the form, a sentence has not",
  ({ name, example, type }) => {
    // Lists are written as JSON.
    const value = type.endsWith("[]") ? (JSON.parse(example) as string[]) : example;
    expect(hasContractForm(name, value), String(value)).toBe(true);
    expect(hasContractForm(name, "sent to mira@example.org")).toBe(false);
    expect(hasContractForm(name, ["password=hunter2"])).toBe(false);
  },
);

it("a number is one, a text in its place is not", () => {
  expect(hasContractForm("job.run.attempt", 3)).toBe(true);
  expect(hasContractForm("job.run.attempt", "3")).toBe(false);
  expect(hasContractForm("job.run.attempt", undefined)).toBe(true);
});
