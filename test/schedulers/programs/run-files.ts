/**
 * A child process with node-cron tasks given as files, each in its own forked process, on the real clock:
 * `node run-files.ts <bare|instrumented> <telemetry file>`
 */
import { writeFileSync } from "node:fs";

import { instrumentNodeCron } from "@jobscope/instrumentation";
import * as bare from "node-cron";

import { createRecorder } from "../support/recorder.ts";
import { registerTelemetry } from "../support/telemetry.ts";

const [mode = "", telemetryFile = ""] = process.argv.slice(2);
const FILES = ["good", "throws", "exits", "missing"] as const;
const DEADLINE_MS = 15_000;

const telemetry = registerTelemetry();
const { schedule } = mode === "bare" ? bare : instrumentNodeCron(bare);
const { log } = createRecorder();
const lines: string[] = [];
async function until(done: () => boolean): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!done() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Ends once the task ran, its process died, or it could not be started. */
async function runOnce(file: string): Promise<void> {
  let ended = false;
  const end = (line: string): void => {
    if (!ended) lines.push(`${file}: ${line}`);
    ended = true;
  };
  const logger = {
    info: () => {},
    debug: () => {},
    warn: () => {},
    error: (error: string | Error) => end(error instanceof Error ? error.message : error),
  };
  const task = schedule("* * * * * *", `./fixtures/${file}.mjs`, { name: file, logger });
  task.on("execution:finished", (context) => end(`gives ${String(context.execution?.result)}`));
  await until(() => ended);
}

await Promise.all(FILES.map(runOnce));
// Its failed run is told after its error was logged.
await new Promise((resolve) => setTimeout(resolve, 200));
// The forked processes end with this one: their channel closes.
for (const line of lines.toSorted((a, b) => a.localeCompare(b))) log(line.replace(/'[^']*fixtures/, "'fixtures"));
log("alive");
writeFileSync(telemetryFile, JSON.stringify(telemetry.read()));
process.exit(0);
