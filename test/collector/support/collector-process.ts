import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";

import { freePort, waitFor } from "@jobscope/testkit";

import { collectorBinaryPath, COLLECTOR_CONFIG, isCollectorBuilt } from "../../../scripts/collector/binary.ts";
import { buildCollector } from "../../../scripts/collector/build.ts";

/**
 * Whether the tests that need the collector run. Where it is not built they are skipped, and say so; with `CI=true` it is
 * built, and what hinders the build is a failure.
 */
export async function collectorAvailable(): Promise<boolean> {
  if (isCollectorBuilt()) return true;
  if (process.env["CI"] === "true") {
    await buildCollector((line) => console.error(line));
    return true;
  }
  console.warn("SKIPPED: the tests with the real collector. Build it first: pnpm collector:build (needs Go 1.26).");
  return false;
}

export interface CollectorOptions {
  readonly monitorEndpoint: string;
  readonly queueDir: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Configuration files beside the shipped one. */
  readonly configs?: readonly string[];
}

export interface CollectorProcess {
  /** `http://127.0.0.1:<port>`, where it takes OTLP/HTTP. */
  readonly endpoint: string;
  /** Everything it has logged so far. */
  log(): string;
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<void>;
}

/** Starts the collector with its shipped configuration on free ports and resolves once it takes data. */
export async function startCollector(options: CollectorOptions): Promise<CollectorProcess> {
  const [http, grpc, health, metrics] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const child = spawn(collectorBinaryPath(), configArguments(options.configs), {
    env: {
      ...process.env,
      JOBSCOPE_MONITOR_ENDPOINT: options.monitorEndpoint,
      COLLECTOR_QUEUE_DIR: options.queueDir,
      COLLECTOR_OTLP_HTTP_ADDR: `127.0.0.1:${http}`,
      COLLECTOR_OTLP_GRPC_ADDR: `127.0.0.1:${grpc}`,
      COLLECTOR_HEALTH_ADDR: `127.0.0.1:${health}`,
      COLLECTOR_METRICS_PORT: String(metrics),
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stdout.on("data", (chunk: Buffer) => (log += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  try {
    await waitFor("the collector to be ready", () => {
      if (child.exitCode !== null) throw new Error(`The collector ended with code ${child.exitCode}:\n${log}`);
      return log.includes("Everything is ready");
    });
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return { endpoint: `http://127.0.0.1:${http}`, log: () => log, stop: (signal) => stop(child, signal ?? "SIGTERM") };
}

async function stop(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

const configArguments = (configs: readonly string[] = []): string[] =>
  [COLLECTOR_CONFIG, ...configs].flatMap((config) => ["--config", config]);

/** What `validate` says about the shipped configuration, and others beside it, under these variables. */
export function validateCollector(
  env: Readonly<Record<string, string>>,
  configs?: readonly string[],
): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(collectorBinaryPath(), ["validate", ...configArguments(configs)], {
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  return { status, output: `${stdout}${stderr}` };
}
