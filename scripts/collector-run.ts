/**
 * `pnpm collector:run`: runs the collector with otel-collector/config.yaml, and builds it first where it is missing.
 * Further arguments go to it: `pnpm collector:run --config another.yaml`, `--set key=value`.
 */
import { spawn } from "node:child_process";

import { COLLECTOR_CONFIG } from "./collector/binary.ts";
import { buildCollector } from "./collector/build.ts";

try {
  const binary = await buildCollector((line) => console.error(line));
  const collector = spawn(binary, ["--config", COLLECTOR_CONFIG, ...process.argv.slice(2)], { stdio: "inherit" });
  // Ctrl-C reaches the whole group; a signal sent to this process alone is passed on.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => collector.kill(signal));
  collector.once("exit", (code) => {
    process.exitCode = code ?? 1;
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
