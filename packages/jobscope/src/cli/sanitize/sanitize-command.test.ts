import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";

import { afterAll, describe, expect, it } from "vitest";

import { runToEnd } from "../../../test/cli-process.ts";
import { bytesOf } from "./text-blocks.ts";

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

async function shell(command: string): Promise<{ readonly code: number | null; readonly stderr: string }> {
  const env = { PATH: process.env["PATH"], NODE: process.execPath, MAIN, NODE_NO_WARNINGS: "1" };
  const child = spawn("sh", ["-c", command], { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  await once(child, "close");
  return { code: child.exitCode, stderr };
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

  it("--json gives the summary to programs, and --check the places beside it", async () => {
    const { code, stdout, stderr } = await runToEnd(["sanitize", "--check", "--json", fileWith("d.log", LOG)], { cwd });
    expect(code).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({ policy: "default", lines: 4, findings: 2 });
    const places: unknown[] = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(places).toMatchObject([
      { line: 2, column: 18, detector: "email", kind: "email" },
      { line: 3, column: 33, detector: "assignment" },
    ]);
  });

  it("takes the policy that services and the monitor take from the environment, the flag before it", async () => {
    const policy = fileWith("env.yaml", "name: of-env\ndetectors:\n  email: keep\n");
    const file = fileWith("env.log", "mail to jane.doe@example.com\n");
    const env = { JOBSCOPE_SANITIZER_POLICY: policy };
    expect((await runToEnd(["sanitize", file], { cwd, env })).stderr).toBe(
      "sanitize: 0 findings in 1 line (policy of-env)\n",
    );
    const { stderr } = await runToEnd(["sanitize", "--policy", "pci", file], { cwd, env });
    expect(stderr).toMatch(/^sanitize: 1 finding in 1 line \(policy pci\)\n/);
    const wrong = await runToEnd(["sanitize", file], { cwd, env: { JOBSCOPE_SANITIZER_POLICY: "gpdr" } });
    expect([wrong.code, wrong.stdout]).toEqual([2, ""]);
    expect(wrong.stderr).toContain("environment JOBSCOPE_SANITIZER_POLICY: sanitizer.policy");
  });

  it("judges lines that are JSON objects by their keys where the policy has rules for keys, and says so", async () => {
    const lines = [
      '{"service.name":"billing", "note":"free text"}',
      '{"service.name":"billing"}',
      "note: free text",
      "",
    ];
    const file = fileWith("json.log", lines.join("\n"));
    const { stdout, stderr } = await runToEnd(["sanitize", "--policy", "strict", file], { cwd });
    expect(stdout.split("\n")).toEqual([
      '{"service.name":"billing","note":"[REDACTED:key_name]"}',
      '{"service.name":"billing"}',
      "note: free text",
      "",
    ]);
    expect(stderr).toContain(
      "judge lines that are a JSON object: 2 lines of 3; the other 1 line only searched as text",
    );
    const check = await runToEnd(["sanitize", "--check", "--policy", "strict", file], { cwd });
    expect(check.stdout).toBe('1:1 key_name.not_allowed at ["note"]\n');
    expect((await runToEnd(["sanitize", file], { cwd })).stdout).toBe(lines.join("\n"));
  });

  it.each(["utf16le", "utf16be"] as const)("finds in %s, and writes it back as it was", async (encoding) => {
    for (const mark of ["", "\u{feff}"]) {
      const path = join(cwd, `${encoding}.log`);
      writeFileSync(path, bytesOf(mark + LOG, encoding));
      const { code, stdout } = await runToEnd(["sanitize", "--check", path], { cwd });
      expect([code, stdout.split("\n")[0]]).toEqual([1, "2:18 email"]);
      const written = join(cwd, `${encoding}.clean`);
      expect(await shell(`"$NODE" "$MAIN" sanitize "${path}" > "${written}"`)).toMatchObject({ code: 0 });
      const clean = LOG.replace("jane.doe@example.com", "[REDACTED:email]").replace(
        "hunter2-Xyz",
        "[REDACTED:assignment]",
      );
      expect(readFileSync(written).equals(bytesOf(mark + clean, encoding))).toBe(true);
    }
  });

  it.each([
    ["gzip", gzipSync(LOG), "zcat file | jobscope sanitize"],
    ["zstd", zstdCompressSync(LOG), "zstdcat file | jobscope sanitize"],
  ])("refuses %s with the fix", async (name, bytes, fix) => {
    const path = join(cwd, name);
    writeFileSync(path, bytes);
    const { code, stdout, stderr } = await runToEnd(["sanitize", "--check", path], { cwd });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(fix);
  });

  it.each<readonly [string, string, string]>([
    ["a missing file", "sanitize --check nowhere.log", "there is no such file"],
    ["a directory", 'sanitize "$PWD"', "it is a directory"],
    ["a directory as standard input", 'sanitize --check < "$PWD"', "it is a directory"],
    ["a policy that is none", "sanitize --policy nowhere.yaml a.log", "nowhere.yaml"],
    ...(process.platform === "linux"
      ? [
          ["closed standard input", "sanitize --check <&-", "it is closed"] as const,
          ["a full disk", "sanitize < h.log > /dev/full", "no space left"] as const,
          ["a full disk for places", "sanitize --check < h.log > /dev/full", "no space left"] as const,
        ]
      : []),
  ])("exits 2 on %s, and says why without a stack", async (_, args, why) => {
    fileWith("h.log", LOG);
    const { code, stderr } = await shell(`"$NODE" "$MAIN" ${args}`);
    expect(stderr).toContain(why);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(code).toBe(2);
  });

  it("ends quietly where the reader has had enough, and still says by --check that something was found", async () => {
    fileWith("long.log", LOG.repeat(50_000));
    const plain = await shell('{ "$NODE" "$MAIN" sanitize long.log; echo $? > code; } | head -1; cat code >&2');
    expect(plain.stderr).toBe("0\n");
    const check = await shell('{ "$NODE" "$MAIN" sanitize --check long.log; echo $? > code; } | head -1; cat code >&2');
    expect(check.stderr).toBe("1\n");
  });

  it("says its exit codes, and counts a line that is longer than a chunk once", async () => {
    expect((await runToEnd(["sanitize", "--help"], { cwd })).stdout).toMatch(/Exit codes:\n +0 .*\n +1 .*\n +2 /);
    const { stderr } = await runToEnd(["sanitize", "--check", fileWith("one.log", "z".repeat(20e6))], { cwd });
    expect(stderr).toBe("sanitize: 0 findings in 1 line (policy default)\n");
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
    expect(nowhere.code).toBe(2);
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
