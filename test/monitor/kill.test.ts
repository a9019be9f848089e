import { setTimeout as sleep } from "node:timers/promises";

import { expect, it } from "vitest";

import { configOf, dataDirectory, spawnMonitor } from "../support/monitors.ts";
import { RECORDS_PER_RUN, resend, RUNS_PER_REQUEST, startLoad, storedRequests } from "./support/load.ts";

/** 5,000 records a second. */
const REQUESTS_PER_SECOND = 5_000 / (RECORDS_PER_RUN * RUNS_PER_REQUEST);

it(
  "keeps every acknowledged record once when it is killed during ingest, and takes the rest again without duplicates",
  { timeout: 90_000 },
  async () => {
    const data = dataDirectory();
    const config = configOf(data);
    const atMs = Date.now();
    const monitor = await spawnMonitor(config);
    const load = startLoad(monitor.otlp, { requestsPerSecond: REQUESTS_PER_SECOND, atMs });
    await expect.poll(() => load.acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(50);
    await sleep(500);
    expect(await monitor.end("SIGKILL")).toEqual({ code: null, signal: "SIGKILL" });
    await load.stop();
    expect(load.open.size).toBeGreaterThan(0);

    const after = storedRequests(data, [...load.acknowledged, ...load.open]);
    expect(after.faults).toEqual([]);
    expect([...load.acknowledged].filter((number) => !after.complete.has(number))).toEqual([]);

    // A second life, killed as well while everything unacknowledged comes again.
    const second = await spawnMonitor(config);
    await resend(second.otlp, load, atMs);
    const more = startLoad(second.otlp, { requestsPerSecond: REQUESTS_PER_SECOND, atMs, first: 1_000_000 });
    await expect.poll(() => more.acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(10);
    await second.end("SIGKILL");
    await more.stop();

    const third = await spawnMonitor(config);
    await resend(third.otlp, more, atMs);
    expect(await third.end("SIGTERM")).toEqual({ code: 0, signal: null });
    const numbers = [...load.acknowledged, ...more.acknowledged];
    const end = storedRequests(data, numbers);
    expect(end.faults).toEqual([]);
    expect(end.complete.size).toBe(numbers.length);
    expect(end.runs).toBe(numbers.length * RUNS_PER_REQUEST);
    expect(end.logRows).toBe(numbers.length * RUNS_PER_REQUEST * RECORDS_PER_RUN);
  },
);

it(
  "stops in order under load: what it acknowledged is stored, what it did not is not half there",
  { timeout: 60_000 },
  async () => {
    const data = dataDirectory();
    const monitor = await spawnMonitor(configOf(data));
    const load = startLoad(monitor.otlp, { requestsPerSecond: REQUESTS_PER_SECOND, atMs: Date.now() });
    await expect.poll(() => load.acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(30);
    expect(await monitor.end("SIGTERM")).toEqual({ code: 0, signal: null });
    await load.stop();
    const stored = storedRequests(data, [...load.acknowledged, ...load.open]);
    expect(stored.faults).toEqual([]);
    expect([...stored.complete].toSorted((a, b) => a - b)).toEqual([...load.acknowledged].toSorted((a, b) => a - b));
  },
);
