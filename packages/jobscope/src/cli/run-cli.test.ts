import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it } from "vitest";

import { CliProcess, runToEnd } from "../../test/cli-process.ts";
import { unsupportedNode } from "./node-version.ts";

const cwd = tmpdir();

it("says its version", async () => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));
  expect(await runToEnd(["--version"], { cwd })).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

it("says what it can do", async () => {
  const { code, stdout } = await runToEnd(["--help"], { cwd });
  expect(code).toBe(0);
  expect(stdout).toMatch(/serve.*\n[^]*doctor/);
});

it("explains the flags of serve, where else they can be set, and no flag for the key", async () => {
  const { stdout } = await runToEnd(["serve", "--help"], { cwd });
  for (const text of ["--otlp-addr <host:port>", "127.0.0.1:4318", "JOBSCOPE_OTLP_ADDR", "JOBSCOPE_ADMIN_KEY"]) {
    expect(stdout).toContain(text);
  }
  expect(stdout).not.toContain("--admin-key");
});

it.each([
  [[], "Usage: jobscope"],
  [["serv"], "Did you mean serve?"],
  [["serve", "--otlp-adr", "x"], "Did you mean --otlp-addr?"],
  [["serve", "--otlp-addr"], "argument missing"],
  [["serve", "extra"], "too many arguments"],
  [["serve", "--admin-key", "secret"], "unknown option '--admin-key'"],
])("refuses %j on standard error with exit code 2", async (args, text) => {
  const { code, stdout, stderr } = await runToEnd(args, { cwd });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(text);
  expect(stderr).not.toContain("    at ");
});

it.each([[["serve", "--help"]], [["serv"]], [["rules", "schema"]]])(
  "%j ends in order where nobody reads",
  async (args) => {
    const read = await runToEnd(args, { cwd });
    const cli = new CliProcess(args, { cwd });
    cli.closePipes();
    expect(await cli.exit()).toMatchObject({ code: read.code });
  },
);

it("shows the stack only for who asks", async () => {
  const { stderr } = await runToEnd(["serve", "--profile", "x"], { cwd, env: { JOBSCOPE_DEBUG: "1" } });
  expect(stderr).toContain("    at ");
});

it("names the fix where Node.js is too old, before anything of it is needed", () => {
  expect(unsupportedNode("24.0.0")).toBeUndefined();
  expect(unsupportedNode("26.1.0")).toBeUndefined();
  for (const version of ["22.20.0", "20.20.2", "8.0.0"]) {
    expect(unsupportedNode(version)).toContain(version);
    expect(unsupportedNode(version)).toContain("nvm install 24");
  }
  const main = readFileSync(join(import.meta.dirname, "main.ts"), "utf8");
  expect(main.match(/^import .*$/gm)).toEqual(['import { unsupportedNode } from "./node-version.ts";']);
});
