/**
 * A child process with node-cron tasks given as files, each in its own forked process, on the real clock:
 * `node run-files.ts <bare|instrumented> <telemetry file>`
 */
import { writeFileSync } from "node:fs";

import { instrumentNodeCron } from "@jobscope/instrumentation";
import * as bare from "node-cron";

import { createRecorder } from "./recorder.ts";
import { registerTelemetry } from "./telemetry.ts";

const [mode = "", telemetryFile = ""] = process.argv.slice(2);
const FILES = ["good", "throws", "exits", "missing"] as const;
const DEADLINE_MS = 15_000;

const telemetry = registerTelemetry();
const { schedule } = mode === "bare" ? bare : instrumentNodeCron(bare);
const { log } = createRecorder();
const lines: string[] = [];
const logger = {
  info: () => {},
  debug: () => {},
  warn: () => {},
  error: (error: string | Error) => void lines.push(`error ${error instanceof Error ? error.message : error}`),
};

async function until(done: () => boolean): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!done() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Ends once the task ran, its process died, or it could not be started. */
async function runOnce(file: string): Promise<void> {
  const before = lines.length;
  const task = schedule("* * * * * *", `./fixtures/${file}.mjs`, { name: file, logger });
  let ended = false;
  task.on("execution:finished", (context) => {
    if (!ended) lines.push(`${file} finished ${String(context.execution?.result)}`);
    ended = true;
  });
  for (const event of ["execution:failed", "task:failed"] as const) task.on(event, () => void (ended = true));
  await until(() => ended || lines.length > before);
  await task.destroy();
}

await Promise.all(FILES.map(runOnce));
for (const line of [...new Set(lines)].toSorted((a, b) => a.localeCompare(b)))
  log(line.replace(/'[^']*fixtures/, "'fixtures"));
log("alive");
writeFileSync(telemetryFile, JSON.stringify(telemetry.read()));
process.exit(0);
