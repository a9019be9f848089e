import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";

import { runToEnd } from "../../../test/cli-process.ts";

const cwd = mkdtempSync(join(tmpdir(), "jobscope-policy-export-"));
afterAll(() => rmSync(cwd, { recursive: true }));

const exportTo = (...args: readonly string[]) =>
  runToEnd(["policy", "export", "--format", "otelcol", ...args], { cwd });

describe("jobscope policy export", () => {
  it("writes processors for all three signals to standard output, and what they cannot do to standard error", async () => {
    const { code, stdout, stderr } = await exportTo();
    expect(code).toBe(0);
    const { processors } = parse(stdout);
    expect(Object.keys(processors)).toEqual([
      "transform/jobscope",
      "redaction/jobscope_keys",
      "redaction/jobscope_values",
    ]);
    expect(processors["transform/jobscope"]).toMatchObject({
      error_mode: "propagate",
      log_statements: expect.any(Array),
      trace_statements: expect.any(Array),
      metric_statements: expect.any(Array),
    });
    expect(stderr).toMatch(/^policy export: default for otelcol\./);
    // The same list stands in the file.
    const limits = stderr.split("\n").filter((line) => line.startsWith("- "));
    expect(limits.length).toBeGreaterThan(10);
    const head = stdout.split("\nprocessors:")[0]?.replaceAll(/\n# +/gu, " ") ?? "";
    for (const limit of limits)
      expect(head.replaceAll(/\s+/gu, " ")).toContain(limit.slice(2).replaceAll(/\s+/gu, " "));
  });

  it("writes a file, for a policy file, with `$` as the collector wants it", async () => {
    const policy = join(cwd, "policy.yaml");
    writeFileSync(policy, "name: mine\ndetectors: {email: keep, phone: pseudonymise}\nkeys: [{match: 'customer*'}]\n");
    const keys = "pseudonyms: {keys: [{kid: k1, secret: 0123456789abcdef0123456789abcdef0123}]}\n";
    writeFileSync(policy, keys, { flag: "a" });
    const out = join(cwd, "otelcol.yaml");
    const { code, stdout, stderr } = await exportTo("--policy", policy, "--out", out);
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toContain("pseudonymise: masked");
    const text = readFileSync(out, "utf8");
    expect(text).toContain('Sanitizer policy "mine"');
    expect(text).not.toContain("[REDACTED:email]");
    expect(text).toContain("c[\\\\W_]*u[\\\\W_]*s");
    expect(text).not.toContain("0123456789abcdef");
    expect(text.replaceAll("$$", "")).not.toContain("$");
  });

  it.each([
    [["policy"], "Usage: jobscope policy"],
    [["policy", "export"], "--format <format>' not specified"],
    [["policy", "export", "--format", "vector"], "Allowed choices are otelcol"],
    [["policy", "export", "--format", "otelcol", "--policy", "defualt"], "default, strict, gdpr, pci"],
    [["policy", "export", "--format", "otelcol", "--out", join(cwd, "nowhere", "x.yaml")], "cannot be written"],
    [["policy", "import"], "unknown command 'import'"],
  ])("refuses %j with exit code 2", async (args, text) => {
    const { code, stdout, stderr } = await runToEnd(args, { cwd });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(text);
    expect(stderr).not.toContain("    at ");
  });
});
