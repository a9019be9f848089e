import { execFileSync, spawnSync } from "node:child_process";
import { rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { storeFileOf } from "jobscope";
import { expect, it, onTestFinished } from "vitest";

import { ask, configOf, dataDirectory, type MonitorProcess, spawnMonitor } from "../support/monitors.ts";
import { resend, startLoad, storedRequests } from "./support/load.ts";

interface Place {
  readonly name: string;
  readonly available: boolean;
  prepare(data: string): void;
  /** Leaves room for some more records, and then no more. */
  fill(data: string, monitor: MonitorProcess): void;
  free(data: string, monitor: MonitorProcess): void;
}

const linux = process.platform === "linux";

const PLACES: readonly Place[] = [
  {
    name: "a full file system",
    available: linux && process.getuid?.() === 0 && spawnSync("mount", ["--version"]).status === 0,
    prepare: (data) => {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=24m", "tmpfs", data]);
      onTestFinished(() => void execFileSync("umount", ["-l", data]));
    },
    fill: (data) => {
      const { bavail, bsize } = statfsSync(data);
      try {
        writeFileSync(join(data, "filler"), Buffer.alloc(Math.max(0, bavail * bsize - 300_000)));
      } catch (error) {
        // The monitor took some of the room meanwhile: then it is full already, which is what was wanted.
        if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
      }
    },
    free: (data) => rmSync(join(data, "filler")),
  },
  {
    name: "a limit on the size of files",
    available: linux && spawnSync("prlimit", ["--version"]).status === 0,
    prepare: () => {},
    fill: (data, { child }) => {
      const size = Number(execFileSync("stat", ["-c", "%s", `${storeFileOf(data)}-wal`]).toString());
      execFileSync("prlimit", [`--pid=${child.pid}`, `--fsize=${size + 300_000}:`]);
    },
    free: (_data, { child }) => void execFileSync("prlimit", [`--pid=${child.pid}`, "--fsize=unlimited:"]),
  },
];

it.for(PLACES.filter(({ available }) => available))(
  "loses and invents nothing on $name, says so, and goes on once there is room",
  { timeout: 60_000 },
  async (place) => {
    const data = dataDirectory();
    place.prepare(data);
    const atMs = Date.now();
    const monitor = await spawnMonitor(configOf(data));
    const load = startLoad(monitor.otlp, { requestsPerSecond: 40, atMs });
    await expect.poll(() => load.acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(5);
    place.fill(data, monitor);
    await expect.poll(() => load.statuses.get(503) ?? 0, { timeout: 20_000 }).toBeGreaterThan(10);
    const health = await ask(monitor.api, "/health");
    expect(health.status).toBe(200);
    expect(JSON.stringify(health.body)).toMatch(/full|size limit|I\/O/);
    place.free(data, monitor);
    const before = load.acknowledged.size;
    await expect.poll(() => load.acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(before + 10);
    await load.stop();
    expect([...load.statuses.keys()].toSorted((a, b) => a - b)).toEqual([200, 503]);
    await expect
      .poll(async () => (await ask(monitor.api, "/health")).body, { timeout: 10_000 })
      .toMatchObject({ status: "up" });

    // Everything that was refused is still with its sender: nothing of it is stored.
    const refused = new Set(load.open);
    const acknowledged = new Set(load.acknowledged);
    await resend(monitor.otlp, load, atMs);
    expect(await monitor.end("SIGTERM")).toEqual({ code: 0, signal: null });
    const stored = storedRequests(data, load.acknowledged);
    expect(stored.faults).toEqual([]);
    expect(stored.complete).toEqual(new Set([...acknowledged, ...refused]));
    expect(stored.logRows).toBe(load.acknowledged.size * 50);
  },
);
