import { ATTRIBUTES, EXEMPT_ATTRIBUTES } from "@jobscope/semconv";
import { expect, it } from "vitest";

import { hasContractForm } from "./contract-form.ts";

const SENTENCE = "sent to mira@example.org";
const exempt = ATTRIBUTES.filter(({ name }) => EXEMPT_ATTRIBUTES.has(name));

it.each(exempt.filter(({ values }) => values !== undefined))("$name: its members alone", ({ name, values = [] }) => {
  for (const member of values) expect(hasContractForm(name, member)).toBe(true);
  expect(hasContractForm(name, SENTENCE)).toBe(false);
  expect(hasContractForm(name, [SENTENCE])).toBe(false);
});

it.each(exempt.filter(({ type }) => type.startsWith("instant")))("$name: instants alone", ({ name }) => {
  for (const instant of ["2026-11-25T10:00:00Z", "2026-11-25T10:00:00.123456789+01:00"]) {
    expect(hasContractForm(name, instant)).toBe(true);
    expect(hasContractForm(name, [instant, instant])).toBe(true);
    expect(hasContractForm(name, [instant, SENTENCE])).toBe(false);
  }
  expect(hasContractForm(name, `2026-11-25T10:00:00Z ${SENTENCE}`)).toBe(false);
});

it.each(exempt.filter(({ type }) => type === "int" || type === "double"))("$name: numbers, no text", ({ name }) => {
  expect(hasContractForm(name, 3)).toBe(true);
  expect(hasContractForm(name, 2n ** 60n)).toBe(true);
  expect(hasContractForm(name, "3")).toBe(false);
});

it("what is absent, an id, and a name of somebody else have no form to miss", () => {
  for (const name of ["job.run.attempt", "job.run.id", "note"]) expect(hasContractForm(name, undefined)).toBe(true);
  expect(hasContractForm("job.run.id", "any text")).toBe(true);
});
