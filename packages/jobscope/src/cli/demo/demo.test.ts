import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it } from "vitest";

import { runToEnd } from "../../../test/cli-process.ts";
import { findDemo, runDemo } from "./run-demo.ts";

it("starts the demo of the clone with the arguments as they are", async () => {
  const { code, stderr } = await runToEnd(["demo", "--for", "soon"], { cwd: tmpdir() });
  expect(code).toBe(1);
  expect(stderr).toContain("--for");
  expect(stderr).toContain("Give a time such as 30s or 2m.");
});

it("ends with the exit code of the demo", async () => {
  const folder = mkdtempSync(join(tmpdir(), "jobscope-demo-command-"));
  try {
    const program = join(folder, "main.mjs");
    writeFileSync(program, "process.exit(Number(process.argv[2]));");
    expect(await runDemo(program, ["7"])).toBe(7);
    writeFileSync(program, "process.kill(process.pid, 'SIGKILL');");
    expect(await runDemo(program, [])).toBe(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("says in an installed package where the demo runs", () => {
  const installed = join(tmpdir(), "service/node_modules/jobscope/dist/cli/demo");
  expect(() => findDemo(installed, "../../../../..")).toThrow(
    /runs from a clone of the repository.*npx -y pnpm@12\.21\.0 demo/,
  );
});
