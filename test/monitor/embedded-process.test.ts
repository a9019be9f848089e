import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { expect, it, onTestFinished } from "vitest";

import { dataDirectory } from "../support/monitors.ts";
import { embedded } from "./support/embedded-app.ts";

const APPLICATION = fileURLToPath(new URL("./support/embedded.fixture.ts", import.meta.url));

/** Runs the application to its end, which it must find by itself. */
async function runToEnd(how: string, data: string): Promise<readonly [unknown, string, string]> {
  const child = spawn(process.execPath, [APPLICATION, how, data], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const ended = once(child, "close");
  onTestFinished(() => void child.kill("SIGKILL"));
  const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
  return [signal ?? code, output, errors];
}

const ENDS = [
  ["nothing", 0],
  ["throw", 1],
  ["signal", "SIGTERM"],
  ["own-listener", 5],
] as const;

it(
  "lets an application end as it would without it, and loses nothing of what its jobs had told",
  { timeout: 120_000 },
  async () => {
    const data = dataDirectory();
    for (const [how, end] of ENDS) {
      const [ended, output, errors] = await runToEnd(how, data);
      expect([how, ended, errors]).toEqual([how, end, how === "throw" ? expect.stringContaining("crashes") : ""]);
      const { status, heard } = JSON.parse(output) as { status: string; heard: readonly number[] };
      // Those of the instrumentation for two signals, and the one of node itself for warnings.
      expect([how, status, heard]).toEqual([how, "up", [1, 1, 0, 0, 1]]);
    }
    const monitoring = embedded({ data });
    await monitoring.start();
    for (const [how] of ENDS) {
      expect(await monitoring.job(`job-of-${how}`)).toMatchObject({ running: 0, runs: { success: 1 } });
    }
  },
);
