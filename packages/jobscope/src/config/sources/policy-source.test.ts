import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, it } from "vitest";

import { SETTINGS } from "../settings/settings.ts";
import { readPolicy } from "./policy-source.ts";

const cwd = mkdtempSync(join(tmpdir(), "jobscope-policy-"));
afterAll(() => rmSync(cwd, { recursive: true }));

function messageOf(value: string): string {
  try {
    readPolicy({ key: "sanitizer.policy", where: "flag --policy", value }, cwd);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error("it was accepted");
}

it("says which preset is meant by a wrong name, and what is allowed", () => {
  expect(messageOf("gpdr")).toBe(
    "The configuration cannot be used.\n" +
      '  flag --policy: sanitizer.policy "gpdr" is no preset, and no file was found by that name. ' +
      "Did you mean gdpr? Allowed: default, strict, gdpr, pci, or the path of a policy file.",
  );
  expect(messageOf("policies/nowhere.yaml")).not.toContain("Did you mean");
});

it("says what is wrong in a file that is there, once, and nothing of presets", () => {
  writeFileSync(join(cwd, "policy.yaml"), "detectors:\n  emial: mask\n");
  const message = messageOf("policy.yaml");
  expect(message).toMatch(/"policy\.yaml" cannot be used\. Sanitizer policy, .*policy\.yaml:2, detectors\.emial: /);
  expect(message).not.toMatch(/\.\.|Allowed/);
  expect(messageOf(".")).toContain("cannot be read (EISDIR)");
});

it("quotes no secret that stands where a name belongs", () => {
  expect(messageOf("password=Zk81mQpx")).not.toContain("Zk81");
  expect(messageOf("x".repeat(3000)).length).toBeLessThan(600);
});

it("says of the setting what it may be, on the page and where it is refused", () => {
  const { error } = SETTINGS["sanitizer.policy"].type.safeParse("");
  expect(error?.issues[0]).toMatchObject({ params: { allowed: "a preset or the path of a policy file" } });
});
