/** A real service under the real instrumentation, through the real collector, into the real monitor, out of its API. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort, waitFor } from "@jobscope/testkit";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { ADMIN_KEY } from "../support/admin-key.ts";
import { collectorAvailable, startCollector } from "./support/collector-process.ts";

const available = await collectorAvailable();
const MONITOR = join(import.meta.dirname, "../../packages/jobscope/src/cli/main.ts");
const SERVICE = join(import.meta.dirname, "service.fixture.ts");

interface Run {
  readonly [key: string]: unknown;
}

describe.skipIf(!available)("service → collector → monitor", () => {
  let folder: string;
  let children: ChildProcess[] = [];
  let stopCollector: (() => Promise<void>) | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "jobscope-e2e-"));
  });
  afterEach(async () => {
    await Promise.all(children.map((child) => end(child)));
    await stopCollector?.();
    children = [];
    rmSync(folder, { recursive: true, force: true });
  });

  function run(
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): { child: ChildProcess; said: () => string } {
    const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...env } });
    children.push(child);
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    return { child, said: () => output };
  }

  async function startMonitor(otlp: number, api: number): Promise<void> {
    const addresses = ["--otlp-addr", `127.0.0.1:${otlp}`, "--api-addr", `127.0.0.1:${api}`];
    const { child, said } = run([MONITOR, "serve", ...addresses, "--data", join(folder, "data")], {
      JOBSCOPE_ADMIN_KEY: ADMIN_KEY,
    });
    await waitFor("the monitor", () => {
      if (child.exitCode !== null) throw new Error(`the monitor ended with code ${child.exitCode}:\n${said()}`);
      return ask(api, "status").then(
        () => true,
        () => false,
      );
    });
  }

  async function runService(endpoint: string, runs: number): Promise<void> {
    const { child, said } = run([SERVICE, String(runs)], { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
    const [code] = await once(child, "close");
    expect(code, said()).toBe(0);
  }

  test("every run arrives with its result, though the monitor was down while the service ran", async () => {
    const [otlp, api] = await Promise.all([freePort(), freePort()]);
    const collector = await startCollector({
      monitorEndpoint: `http://127.0.0.1:${otlp}`,
      queueDir: join(folder, "queue"),
    });
    stopCollector = () => collector.stop();

    await runService(collector.endpoint, 20);
    await startMonitor(otlp, api);
    await waitFor("the backlog", async () => (await runsOf(api, "numbered")).length >= 20);
    await runService(collector.endpoint, 5);
    await waitFor("what came after it", async () => (await runsOf(api, "numbered")).length >= 25);
    await waitFor("both runs of the scheduled job", async () => (await runsOf(api, "tick")).length >= 2);

    const runs = await runsOf(api, "numbered");
    const results = runs.map((one) => one["result"] ?? one["state"]);
    expect(runs).toHaveLength(25);
    expect(results.filter((result) => result === "success")).toHaveLength(23);
    expect(results.filter((result) => result === "failure")).toHaveLength(2);
  });
});

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

async function ask(api: number, path: string): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${api}/api/scheduler-monitoring/${path}`, {
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

async function runsOf(api: number, job: string): Promise<readonly Run[]> {
  const page = await ask(api, `runs?job=${job}&limit=100`);
  return (page as { readonly items: readonly Run[] }).items;
}
