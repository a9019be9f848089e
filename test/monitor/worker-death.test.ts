import type { Worker } from "node:worker_threads";

import { expect, it } from "vitest";

import { ask, configOf, dataDirectory, startMonitor } from "../support/monitors.ts";
import { resend, startLoad, storedRequests } from "./support/load.ts";
import { workersOf } from "./support/workers.ts";

it(
  "goes on after its core died under load: nothing acknowledged is lost, nothing is stored twice",
  { timeout: 60_000 },
  async () => {
    const data = dataDirectory();
    const atMs = Date.now();
    const { spawn, workers } = workersOf();
    const monitor = await startMonitor(configOf(data), { spawn });
    const load = startLoad(monitor.otlpAddress, { requestsPerSecond: 60, atMs });
    await expect.poll(() => load.acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(20);
    await terminate(workers.get("core-worker"));
    await expect.poll(() => load.statuses.get(503) ?? 0, { timeout: 20_000 }).toBeGreaterThan(0);
    expect(monitor.health().components.find(({ name }) => name === "core")?.status).not.toBe("up");
    const before = load.acknowledged.size;
    await expect.poll(() => load.acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(before + 20);
    await load.stop();
    expect(monitor.health()).toMatchObject({ status: "degraded" });
    expect(monitor.health().components.find(({ name }) => name === "core")).toMatchObject({
      status: "degraded",
      reason: expect.stringContaining("died"),
      details: { restarts: 1 },
    });
    await resend(monitor.otlpAddress, load, atMs);
    await monitor.stop();
    const stored = storedRequests(data, load.acknowledged);
    expect(stored.faults).toEqual([]);
    expect(stored.complete.size).toBe(load.acknowledged.size);
    expect(stored.logRows).toBe(load.acknowledged.size * 50);
  },
);

it(
  "answers the API again after the reading thread died, and takes records meanwhile",
  { timeout: 60_000 },
  async () => {
    const { spawn, workers } = workersOf();
    const monitor = await startMonitor(configOf(dataDirectory()), { spawn });
    const load = startLoad(monitor.otlpAddress, { requestsPerSecond: 20, atMs: Date.now() });
    await terminate(workers.get("read-worker"));
    expect(monitor.health()).toMatchObject({ status: "degraded" });
    expect((await ask(monitor.apiAddress, "/runs")).status).toBe(503);
    expect((await ask(monitor.apiAddress, "/health")).status).toBe(200);
    await expect.poll(async () => (await ask(monitor.apiAddress, "/runs")).status, { timeout: 10_000 }).toBe(200);
    await load.stop();
    expect([...load.statuses.keys()]).toEqual([200]);
  },
);

async function terminate(worker: Worker | undefined): Promise<void> {
  if (worker === undefined) throw new Error("the worker was not started");
  await worker.terminate();
}
