import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { PolicyError } from "../../model/policy-error.ts";
import { readPolicyFile } from "./read-policy-file.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "policy-file-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(text: string): string {
  const path = join(folder, "policy.yaml");
  writeFileSync(path, text);
  return path;
}

test.each([
  ["YAML", "name: mine\nextends: gdpr\ndetectors:\n  email: drop\n"],
  ["JSON", '{ "name": "mine", "extends": "gdpr", "detectors": { "email": "drop" } }'],
])("%s", (_, text) => {
  expect(readPolicyFile(fileWith(text))).toEqual({ name: "mine", extends: "gdpr", detectors: { email: "drop" } });
});

test.each([
  ["no field of a policy", "detectors:\n  emial: mask\n", /emial.*email/],
  ["a text", "strict\n", /holds a text/],
  ["nothing", "", /nothing|null/],
  ["a list", "- a\n", /a list/],
  ["no YAML", 'literals:\n  - name: vault\n    values: ["canary7x2LmT9\n', /neither YAML nor JSON at line \d+/],
  ["a bomb", `a: &a [x, x]\nb: &b [*a, *a]\nname: [${"*b, ".repeat(200)}]\n`, /aliases/],
  ["too much", `# ${"x".repeat(1_048_576)}\n`, /a policy file may have 1048576/],
])("%s is refused, and no secret is quoted", (_, text, message) => {
  const path = fileWith(text);
  expect(() => readPolicyFile(path)).toThrow(PolicyError);
  expect(() => readPolicyFile(path)).toThrow(message);
  expect(() => readPolicyFile(path)).not.toThrow(/canary/);
});

test("a file that is not there is named", () => {
  expect(() => readPolicyFile(join(folder, "nowhere.yaml"))).toThrow(/nowhere\.yaml cannot be read \(ENOENT\)/);
});
