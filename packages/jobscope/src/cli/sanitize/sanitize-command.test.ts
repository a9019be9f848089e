import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, it } from "vitest";

import { runToEnd } from "../../../test/cli-process.ts";

const cwd = mkdtempSync(join(tmpdir(), "jobscope-sanitize-"));
afterAll(() => rmSync(cwd, { recursive: true }));

const LOG = [
  "10:00:01 job nightly-import started, 211 rows",
  "10:00:02 mail to jane.doe@example.com queued",
  "10:00:03 retrying with password=hunter2-Xyz",
  "10:00:04 done in 1834 ms",
  "",
].join("\n");

function fileWith(name: string, text: string): string {
  const path = join(cwd, name);
  writeFileSync(path, text);
  return path;
}

const MAIN = join(import.meta.dirname, "../main.ts");

describe("jobscope sanitize", () => {
  it("writes the sanitized text to standard output and the findings, without values, to standard error", async () => {
    const { code, stdout, stderr } = await runToEnd(["sanitize", fileWith("a.log", LOG)], { cwd });
    expect(code).toBe(0);
    expect(stdout.split("\n")).toEqual([
      "10:00:01 job nightly-import started, 211 rows",
      "10:00:02 mail to [REDACTED:email] queued",
      "10:00:03 retrying with password=[REDACTED:assignment]",
      "10:00:04 done in 1834 ms",
      "",
    ]);
    expect(stderr).toMatch(/^sanitize: 2 findings in 4 lines \(policy default\)\n/);
    expect(stderr).toMatch(/email +mask +1/);
    expect(stderr).not.toMatch(/jane|hunter/);
  });

  it("reads standard input", async () => {
    const child = spawn(process.execPath, [MAIN, "sanitize"], { cwd, stdio: ["pipe", "pipe", "ignore"] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stdin.end(LOG);
    await once(child, "close");
    expect(Buffer.concat(chunks).toString()).toContain("mail to [REDACTED:email] queued");
  });

  it("--check says where, prints no text, and exits 1 only if something was found", async () => {
    const found = await runToEnd(["sanitize", "--check", fileWith("b.log", LOG)], { cwd });
    expect(found.code).toBe(1);
    expect(found.stdout.split("\n")).toEqual(["2:18 email", expect.stringMatching(/^3:33 assignment/), ""]);
    const clean = await runToEnd(["sanitize", "--check", fileWith("c.log", "all is well\n")], { cwd });
    expect([clean.code, clean.stdout]).toEqual([0, ""]);
  });

  it("--json gives the summary to programs", async () => {
    const { stderr } = await runToEnd(["sanitize", "--check", "--json", fileWith("d.log", LOG)], { cwd });
    expect(JSON.parse(stderr)).toMatchObject({ policy: "default", lines: 4, findings: 2 });
  });

  it("tries a policy file on a log, and names what is wrong with one", async () => {
    const policy = fileWith("policy.yaml", "name: mine\nextends: default\ndetectors:\n  email: drop\n");
    const { stdout, stderr } = await runToEnd(["sanitize", "--policy", policy, fileWith("e.log", LOG)], { cwd });
    expect(stdout).not.toContain("10:00:02");
    expect(stdout).toContain("10:00:04 done");
    expect(stderr).toContain("policy mine");
    const wrong = fileWith("wrong.yaml", "detectors:\n  emial: mask\n");
    const refused = await runToEnd(["sanitize", "--policy", wrong, fileWith("f.log", LOG)], { cwd });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/wrong\.yaml.*emial.*email/s);
    const nowhere = await runToEnd(["sanitize", join(cwd, "nowhere.log")], { cwd });
    expect(nowhere.code).toBe(1);
    expect(nowhere.stderr).toContain("nowhere.log");
  });

  it("passes bytes that are no text unharmed, and a megabyte line", async () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe, 0x00, 0x0a]), Buffer.from(`${"z".repeat(1e6)}\n`)]);
    const path = join(cwd, "g.log");
    writeFileSync(path, bytes);
    const child = spawn(process.execPath, [MAIN, "sanitize", path], { cwd, stdio: ["ignore", "pipe", "ignore"] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    await once(child, "close");
    expect(Buffer.concat(chunks).equals(readFileSync(path))).toBe(true);
  });
});
