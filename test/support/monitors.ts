import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { createMonitor, loadConfig, type Monitor, type MonitorConfig, type MonitorDeps } from "jobscope";
import { onTestFinished } from "vitest";

import { ADMIN_KEY } from "./admin-key.ts";

/** A data directory that goes with the test. */
export function dataDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "jobscope-monitor-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export function configOf(data: string, flags: Readonly<Record<string, string>> = {}): MonitorConfig {
  const all = { profile: "test", data, "otlp.addr": "127.0.0.1:0", "api.addr": "127.0.0.1:0", ...flags };
  return loadConfig({ flags: all, env: { JOBSCOPE_ADMIN_KEY: ADMIN_KEY }, cwd: data }).config;
}

/** A monitor in this process, stopped when the test ends. */
export async function startMonitor(config: MonitorConfig, deps: MonitorDeps = {}): Promise<Monitor> {
  const monitor = await createMonitor(config, { writeLine: () => {}, warn: () => {}, ...deps });
  onTestFinished(() => monitor.stop());
  return monitor;
}

export interface MonitorProcess {
  readonly child: ChildProcess;
  readonly otlp: string;
  readonly api: string;
  /** Sends a signal and waits for the end; resolves to exit code and signal. */
  end(signal: NodeJS.Signals): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

const SERVE = fileURLToPath(new URL("./serve.fixture.ts", import.meta.url));

/** A monitor in a process of its own, killed when the test ends. */
export async function spawnMonitor(config: MonitorConfig): Promise<MonitorProcess> {
  const child = spawn(process.execPath, [SERVE, JSON.stringify(config)], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  const lines = createInterface({ input: child.stdout });
  const line = once(lines, "line") as Promise<[string]>;
  const [text] = await Promise.race([
    line,
    exited.then(([code, signal]) => Promise.reject(new Error(`the monitor ended at its start: ${code ?? signal}`))),
  ]);
  const { otlp, api } = JSON.parse(text) as { otlp: string; api: string };
  return {
    child,
    otlp,
    api,
    end: async (signal) => {
      child.kill(signal);
      const [code, by] = await exited;
      return { code, signal: by };
    },
  };
}

/** One question to the API with the admin key. */
export async function ask(api: string, path: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${api}/api/scheduler-monitoring${path}`, {
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
  });
  return { status: response.status, body: await response.json() };
}

/** A new key, made through the API. */
export async function makeKey(api: string, wish: object): Promise<{ readonly id: string; readonly key: string }> {
  const response = await fetch(`${api}/api/scheduler-monitoring/keys`, {
    method: "POST",
    headers: { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" },
    body: JSON.stringify(wish),
  });
  if (response.status !== 201) throw new Error(`no key: ${response.status} ${await response.text()}`);
  return (await response.json()) as { id: string; key: string };
}
