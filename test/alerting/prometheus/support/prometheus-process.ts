import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort, waitFor } from "@jobscope/testkit";

import { fetchPackage, prometheusBinaryPath } from "../../../../scripts/prometheus/binary.ts";

/**
 * Whether the tests that need a real Prometheus run. Where it was not fetched they are skipped, and say so; with `CI=true` it
 * is fetched, and what hinders that is a failure.
 */
export function prometheusAvailable(): boolean {
  if (existsSync(prometheusBinaryPath())) return true;
  if (process.env["CI"] === "true") {
    fetchPackage("prometheus");
    return true;
  }
  console.warn(
    "SKIPPED: the tests with a real Prometheus. Fetch it first: node scripts/prometheus-fetch.ts (needs apt-get).",
  );
  return false;
}

export interface PrometheusOptions {
  /** A rule file, as JSON: YAML takes it. */
  readonly rules: unknown;
  /** `host:port` of the Alertmanager. */
  readonly alertmanager: string;
  readonly args: readonly string[];
}

export interface RawSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly { readonly atMs: number; readonly value: number }[];
}

export interface PrometheusProcess {
  readonly url: string;
  /** Raw samples of the last `seconds`, with the timestamps at which they were written. */
  rawSamples(selector: string, seconds: number): Promise<readonly RawSeries[]>;
  getJson(path: string): Promise<unknown>;
  /** kill -9, and another process on the same database. */
  killAndRestart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts Prometheus on a free port, with an empty database in a temporary directory, and resolves once it is ready. */
export async function startPrometheus(options: PrometheusOptions): Promise<PrometheusProcess> {
  const directory = mkdtempSync(join(tmpdir(), "jobscope-prometheus-"));
  const port = await freePort();
  writeFileSync(join(directory, "rules.yml"), JSON.stringify(options.rules));
  writeFileSync(join(directory, "prometheus.yml"), JSON.stringify(configOf(options.alertmanager)));
  const url = `http://127.0.0.1:${port}`;
  const args = [
    `--config.file=${join(directory, "prometheus.yml")}`,
    `--storage.tsdb.path=${join(directory, "data")}`,
    `--web.listen-address=127.0.0.1:${port}`,
    "--web.enable-remote-write-receiver",
    ...options.args,
  ];
  let kill = await run(args, url);
  const getJson = async (path: string): Promise<unknown> => {
    const response = await fetch(`${url}${path}`);
    if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  return {
    url,
    getJson,
    rawSamples: async (selector, seconds) => rawSeries(await getJson(rawPath(selector, seconds))),
    killAndRestart: async () => {
      await kill();
      kill = await run(args, url);
    },
    stop: async () => {
      await kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** One life of the process, ready; gives how it is ended. */
async function run(args: readonly string[], url: string): Promise<() => Promise<void>> {
  const child = spawn(prometheusBinaryPath(), args, { stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "exit");
  let log = "";
  child.stdout.on("data", (chunk: Buffer) => (log += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const kill = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await ended;
  };
  try {
    await waitFor("Prometheus to be ready", () => {
      if (child.exitCode !== null) throw new Error(`Prometheus ended with code ${child.exitCode}:\n${log}`);
      return fetch(`${url}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    });
  } catch (error) {
    await kill();
    throw error;
  }
  return kill;
}

const configOf = (alertmanager: string): unknown => ({
  rule_files: ["rules.yml"],
  alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] },
});

const rawPath = (selector: string, seconds: number): string =>
  `/api/v1/query?query=${encodeURIComponent(`${selector}[${seconds}s]`)}`;

interface Matrix {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly values: readonly (readonly [number, string])[];
    }[];
  };
}

const rawSeries = (answer: unknown): readonly RawSeries[] =>
  (answer as Matrix).data.result.map(({ metric, values }) => ({
    labels: metric,
    samples: values.map(([seconds, value]) => ({ atMs: Math.round(seconds * 1000), value: Number(value) })),
  }));
