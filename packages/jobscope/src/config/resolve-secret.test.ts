import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { resolveSecret } from "./resolve-secret.ts";

it("reads a secret from the environment or a file, as it is at that moment", () => {
  const folder = mkdtempSync(join(tmpdir(), "jobscope-secret-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "token");
  expect(resolveSecret(`file:${path}`, {})).toBeUndefined();
  writeFileSync(path, "first\n");
  expect(resolveSecret(`file:${path}`, {})).toBe("first");
  writeFileSync(path, "second");
  expect(resolveSecret(`file:${path}`, {})).toBe("second");
  writeFileSync(path, "x".repeat(70_000));
  expect(resolveSecret(`file:${path}`, {})).toBeUndefined();
  expect(resolveSecret("env:TOKEN", { TOKEN: "third" })).toBe("third");
  expect(resolveSecret("env:TOKEN", { TOKEN: "" })).toBeUndefined();
});
