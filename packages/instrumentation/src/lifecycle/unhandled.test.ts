import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

const PROGRAM = fileURLToPath(new URL("../../test/fixtures/settle.ts", import.meta.url));

function run(mode: string, scenario: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [PROGRAM, mode, scenario], { env: { ...process.env, NODE_OPTIONS: "" } });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => (stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
}

/** Without the frames of the wrapper, which a stack trace shows. */
const essence = (stderr: string): string =>
  stderr
    .split("\n")
    .filter((line) => !/^\s+at /.test(line))
    .join("\n");

test.each(["crash", "never", "await", "catch", "finally", "all", "same-tick", "late", "returned"])(
  "Node reports the same rejections, in the same order, of a wrapped job as of the bare one: %s",
  async (scenario) => {
    const [bare, wrapped] = await Promise.all([run("bare", scenario), run("wrapped", scenario)]);
    expect(wrapped.stdout).toBe(bare.stdout);
    expect(wrapped.code).toBe(bare.code);
    expect(essence(wrapped.stderr)).toBe(essence(bare.stderr));
    expect(bare.stdout.length + bare.stderr.length).toBeGreaterThan(0);
  },
);
