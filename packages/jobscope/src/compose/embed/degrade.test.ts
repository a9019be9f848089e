import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Worker } from "node:worker_threads";

import express from "express";
import { expect, it, onTestFinished } from "vitest";

import type { SpawnWorker } from "../../journey/http-thread/worker-supervisor.ts";
import { spawnWorker } from "../../journey/http-thread/worker-supervisor.ts";
import type { MonitorComponent } from "../health/monitor-component.ts";
import type { Monitoring } from "./create-monitoring.ts";
import { createMonitoringWith } from "./create-monitoring.ts";
import type { MonitoringOptions } from "./monitoring-options.ts";

const TIMEOUT = { timeout: 90_000 };

async function serve(handler: RequestListener): Promise<string> {
  const server = createServer(handler).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface World {
  readonly monitoring: Monitoring;
  readonly data: string;
  readonly lines: readonly string[];
  readonly workers: ReadonlyMap<string, Worker>;
  /** Threads that cannot be started at the moment. */
  readonly missing: Set<string>;
  component(name: MonitorComponent["name"]): MonitorComponent | undefined;
  ask(path: string): Promise<number>;
  /** Sends the end of a run; the status of the answer. */
  send(run: number, result?: string): Promise<number>;
}

async function world(options: MonitoringOptions = {}, prepare: (data: string) => void = () => {}): Promise<World> {
  const data = mkdtempSync(join(tmpdir(), "jobscope-degrade-"));
  prepare(data);
  const workers = new Map<string, Worker>();
  const missing = new Set<string>();
  const lines: string[] = [];
  const spawn: SpawnWorker = (name, workerData) => {
    if (missing.has(name)) throw new Error(`there is no thread for ${name}`);
    const worker = spawnWorker(name, workerData);
    workers.set(name, worker);
    return worker;
  };
  const note = (line: string): void => void lines.push(line);
  const monitoring = createMonitoringWith(
    {
      profile: "test",
      data,
      otlp: { addr: "127.0.0.1:0" },
      instrumentation: false,
      authenticate: () => ({ id: "ada", role: "admin" }),
      env: {},
      logger: { info: note, warn: note, error: note },
      ...options,
    },
    { spawn, retryPausesMs: [200] },
  );
  onTestFinished(async () => {
    await monitoring.stop();
    rmSync(data, { recursive: true, force: true });
  });
  const base = await serve(express().use(monitoring.router));
  const component = (name: string): MonitorComponent | undefined =>
    monitoring.health().components.find((one) => one.name === name);
  return {
    monitoring,
    data,
    lines,
    workers,
    missing,
    component,
    ask: async (path) => (await fetch(`${base}/api/scheduler-monitoring${path}`)).status,
    send: (run, result) => sendRun(String(component("otlp")?.details?.["address"]), run, result),
  };
}

const text = (key: string, stringValue: string): unknown => ({ key, value: { stringValue } });

async function sendRun(otlp: string, run: number, result = "success"): Promise<number> {
  const attributes = [
    text("job.name", "invoice"),
    text("job.system.name", "custom"),
    text("job.criticality", "critical"),
    text("job.run.id", `019aaf3e-5b6c-7d3a-9a61-${String(run).padStart(12, "0")}`),
    text("job.run.result", result),
    { key: "job.run.duration", value: { doubleValue: 0.25 } },
    text("log.record.uid", `run-${run}-end`),
    ...(result === "failure" ? [text("error.type", "Error")] : []),
  ];
  const timeUnixNano = `${Date.now()}000000`;
  const logRecords = [{ timeUnixNano, observedTimeUnixNano: timeUnixNano, eventName: "job.run.end", attributes }];
  const resource = { attributes: [text("service.name", "billing"), text("service.instance.id", "i")] };
  const body = JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ scope: { name: "test" }, logRecords }] }] });
  const headers = { "content-type": "application/json" };
  return (await fetch(`${otlp}/v1/logs`, { method: "POST", headers, body })).status;
}

it("takes records and answers 503 without its reader, which comes as soon as it can", TIMEOUT, async () => {
  const { monitoring, missing, component, ask, send, lines } = await world();
  missing.add("read-worker");
  expect(await monitoring.start()).toMatchObject({ status: "degraded", state: "running" });
  expect(component("reader")).toMatchObject({ status: "down", reason: expect.stringContaining("no thread") });
  expect([await send(1), await ask("/runs"), await ask("/health")]).toEqual([200, 503, 200]);
  missing.clear();
  await expect.poll(() => monitoring.health().status, { timeout: 30_000 }).toBe("up");
  expect(await ask("/runs")).toBe(200);
  expect(lines.filter((line) => line.startsWith("reader could not start"))).toHaveLength(1);
});

it("says why it is worse, and that it is better, when a thread dies and comes again", TIMEOUT, async () => {
  const changes: string[] = [];
  const { monitoring, workers, component, ask, send } = await world({
    onHealthChange: ({ status }) => void changes.push(status),
  });
  await monitoring.start();
  const sinceMs = component("reader")?.sinceMs ?? 0;
  await workers.get("read-worker")?.terminate();
  expect(component("reader")).toMatchObject({ status: "down", reason: expect.stringContaining("ended") });
  expect([await send(1), await ask("/runs")]).toEqual([200, 503]);
  await expect.poll(() => ask("/runs"), { timeout: 30_000 }).toBe(200);
  expect(component("reader")?.sinceMs).toBeGreaterThan(sinceMs);

  await workers.get("core-worker")?.terminate();
  expect(monitoring.health().status).toBe("down");
  expect(await ask("/health/ready")).toBe(503);
  await expect.poll(() => send(2), { timeout: 30_000 }).toBe(200);
  expect(component("core")).toMatchObject({ status: "degraded", reason: expect.stringContaining("died") });
  expect(changes).toEqual(expect.arrayContaining(["up", "degraded", "down"]));
});

it("starts nothing without its core, and everything when there is one", TIMEOUT, async () => {
  const { monitoring, missing, component, ask, send, lines } = await world();
  missing.add("core-worker");
  expect(await monitoring.start()).toMatchObject({ status: "down", state: "retrying" });
  expect(component("core")?.reason).toContain("no thread for core-worker");
  expect(await ask("/runs")).toBe(503);
  await sleep(700);
  expect(lines.filter((line) => line.startsWith("the monitor could not start"))).toHaveLength(1);
  missing.clear();
  await expect.poll(() => monitoring.health(), { timeout: 30_000 }).toMatchObject({ status: "up", state: "running" });
  expect([await send(1), await ask("/runs")]).toEqual([200, 200]);
});

it("can be stopped while it waits to start", TIMEOUT, async () => {
  const { monitoring, missing } = await world();
  missing.add("core-worker");
  await monitoring.start();
  await monitoring.stop();
  missing.clear();
  await sleep(600);
  expect(monitoring.health()).toMatchObject({ status: "down", state: "stopped" });
});

it("tells by the other channels where mail cannot be sent, and of the mail in its health", TIMEOUT, async () => {
  const told: string[] = [];
  const hook = await serve((request, response) => {
    request.on("data", (chunk: Buffer) => told.push(chunk.toString())).on("end", () => response.writeHead(200).end());
  });
  // A port that nobody listens on any more.
  const gone = createServer().listen(0, "127.0.0.1");
  await once(gone, "listening");
  const { port } = gone.address() as AddressInfo;
  gone.close();
  const { monitoring, component, ask, send } = await world({
    alerting: {
      enabled: true,
      email: { server: `smtp://127.0.0.1:${port}`, from: "jobscope@example.com", to: ["ops@example.com"] },
      webhook: { url: `${hook}/alerts` },
      allowPrivateTargets: [new URL(hook).host, `127.0.0.1:${port}`],
    },
  });
  expect(await monitoring.start()).toMatchObject({ status: "up" });
  expect(await send(1, "failure")).toBe(200);
  await expect.poll(() => told.join(""), { timeout: 30_000 }).toContain("invoice");
  await expect
    .poll(() => component("alerting"), { timeout: 30_000 })
    .toMatchObject({ status: "degraded", reason: expect.stringMatching(/channel email .*(refused|ECONNREFUSED)/i) });
  expect([await send(2), await ask("/runs"), monitoring.health().status]).toEqual([200, 200, "degraded"]);
});

it("answers where the access log cannot be written, and says so", TIMEOUT, async () => {
  const { monitoring, component, ask, lines } = await world({ api: { accessLog: "files" } }, (data) =>
    writeFileSync(join(data, "logs"), "somebody's file, where a folder should be"),
  );
  await monitoring.start();
  expect(await ask("/runs")).toBe(200);
  await expect.poll(() => lines.join("\n")).toMatch(/access log/);
  expect(component("core")?.status).toBe("up");
});
