import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";

import { createMonitor, loadConfig, type MonitorConfig, MonitorStartError, storeFileOf } from "jobscope";
import { describe, expect, it, onTestFinished } from "vitest";

import { logsBody, runEnd, runIdOf, runStart, spansBody } from "../support/job-events.ts";
import { ask, configOf, dataDirectory, spawnMonitor, startMonitor } from "../support/monitors.ts";
import { post } from "../support/otlp-client.ts";
import { startLoad } from "./support/load.ts";

async function startError(config: MonitorConfig): Promise<MonitorStartError> {
  const error: unknown = await createMonitor(config, { warn: () => {} }).then(
    (monitor) => monitor.stop(),
    (failure: unknown) => failure,
  );
  if (!(error instanceof MonitorStartError)) throw new Error(`no start error, but ${String(error)}`);
  return error;
}

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe("a start", () => {
  it("ends with a run on the wire being an answer of the API", async () => {
    const data = dataDirectory();
    const monitor = await startMonitor(configOf(data));
    const run = { job: "invoice", runId: runIdOf(1), startMs: Date.now() };
    const { status } = await post(monitor.otlpAddress, {
      body: logsBody({ service: "s", instance: "i" }, [runEnd(run, "failure")]),
    });
    expect(status).toBe(200);
    const span = spansBody({ service: "s", instance: "i" }, [{ ...run, index: 41 }]);
    expect(await post(monitor.otlpAddress, { path: "/v1/traces", body: span })).toMatchObject({ status: 200 });
    // No waiting: it was acknowledged, so it is there.
    const runs = await ask(monitor.apiAddress, "/runs");
    expect(runs).toMatchObject({ status: 200, body: { items: [{ run_id: run.runId, state: "failure" }] } });
    const [{ id }] = (runs.body as { items: [{ id: string }] }).items;
    expect(await ask(monitor.apiAddress, `/runs/${encodeURIComponent(id)}`)).toMatchObject({
      status: 200,
      body: { spans: [{ name: "run invoice", trace_id: "2a".padStart(32, "0") }] },
    });
    expect(await ask(monitor.apiAddress, "/health")).toMatchObject({ status: 200, body: { status: "up" } });
    expect((await fetch(`${monitor.apiAddress}/api/scheduler-monitoring/jobs`)).status).toBe(401);
  });

  it("tells on the console what jobs do, where the configuration wants it", async () => {
    const lines: string[] = [];
    const config = configOf(dataDirectory(), { profile: "development" });
    const monitor = await startMonitor(config, { writeLine: (line) => lines.push(line) });
    const run = { job: "invoice", runId: runIdOf(1), startMs: Date.now() };
    const sender = { service: "billing", instance: "i" };
    await post(monitor.otlpAddress, { body: logsBody(sender, [runStart(run)]) });
    await post(monitor.otlpAddress, { body: logsBody(sender, [runEnd(run, "failure", 1_500)]) });
    await expect.poll(() => lines.join("\n")).toMatch(/error billing\/invoice failure after 1\.5 s/);
    expect(lines.join("\n")).toMatch(/info +billing\/invoice started/);
  });

  it("writes a new admin key to a file that only its owner reads, once", async () => {
    const data = dataDirectory();
    const { config } = loadConfig({
      flags: { profile: "test", data, "otlp.addr": "127.0.0.1:0", "api.addr": "127.0.0.1:0" },
      env: {},
      cwd: data,
    });
    const first = await startMonitor(config);
    const key = readFileSync(join(data, "admin-key"), "utf8").trim();
    expect(first.adminKey).toBe(key);
    expect(statSync(join(data, "admin-key")).mode & 0o777).toBe(0o600);
    const withKey = (address: string) =>
      fetch(`${address}/api/scheduler-monitoring/jobs`, { headers: { authorization: `Bearer ${key}` } });
    expect((await withKey(first.apiAddress)).status).toBe(200);
    await first.stop();
    const second = await startMonitor(config);
    expect(second.adminKey).toBeUndefined();
    expect((await withKey(second.apiAddress)).status).toBe(200);
    expect(readFileSync(storeFileOf(data)).includes(key)).toBe(false);
  });

  it.each(["otlp", "api"] as const)(
    "on a taken port of %s names flag and free port, and leaves nothing behind",
    async (which) => {
      const data = dataDirectory();
      const error = await startError(configOf(data, { [`${which}.addr`]: `127.0.0.1:${await takenPort()}` }));
      expect(error).toMatchObject({ code: "port_in_use" });
      expect(error.message).toMatch(new RegExp(`in use.*--${which}-addr 127\\.0\\.0\\.1:\\d+ is free`));
      // The directory is free and whole again.
      const monitor = await startMonitor(configOf(data));
      expect(monitor.health().status).toBe("up");
    },
  );

  it("in a data directory that another process has names that process", async () => {
    const data = dataDirectory();
    const holder = await spawnMonitor(configOf(data));
    const load = startLoad(holder.otlp, { requestsPerSecond: 20, atMs: Date.now() });
    const error = await startError(configOf(data));
    expect(error).toMatchObject({ code: "data_locked" });
    expect(error.message).toContain(data);
    expect(error.message).toContain(`process ${holder.child.pid}`);
    await expect.poll(() => load.acknowledged.size).toBeGreaterThan(3);
    await load.stop();
    expect([...load.statuses.keys()]).toEqual([200]);
    await holder.end("SIGKILL");
    expect((await startMonitor(configOf(data))).health().status).toBe("up");
  });

  it("on a file that is no database names the file and the fix, and does not touch it", async () => {
    const data = dataDirectory();
    writeFileSync(storeFileOf(data), "this is no database, but somebody's notes".repeat(100));
    const before = readFileSync(storeFileOf(data));
    const error = await startError(configOf(data));
    expect(error).toMatchObject({ code: "data_corrupt" });
    expect(error.message).toContain(storeFileOf(data));
    expect(error.message).toMatch(/backup|move the file/);
    expect(readFileSync(storeFileOf(data)).equals(before)).toBe(true);
  });

  it("on a database that is damaged inside names the file and the fix", { timeout: 30_000 }, async () => {
    const data = dataDirectory();
    const monitor = await startMonitor(configOf(data));
    const load = startLoad(monitor.otlpAddress, { requestsPerSecond: 100, atMs: Date.now() });
    await expect.poll(() => load.acknowledged.size).toBeGreaterThan(40);
    await load.stop();
    await monitor.stop();
    const file = openSync(storeFileOf(data), "r+");
    const size = statSync(storeFileOf(data)).size;
    for (let at = 40_960; at < size; at += 4_096) writeSync(file, Buffer.alloc(512, 0xa5), 0, 512, at);
    closeSync(file);
    const error = await startError(configOf(data));
    expect(error).toMatchObject({ code: "data_corrupt" });
    expect(error.message).toContain(storeFileOf(data));
    expect(error.message).toMatch(/backup|move the file/);
  });

  const canMount = process.getuid?.() === 0 && spawnSync("mount", ["--version"]).status === 0;
  it.runIf(canMount || process.getuid?.() !== 0)("in a read-only place names the place and the fix", async () => {
    const data = dataDirectory();
    if (canMount) {
      execFileSync("mount", ["-t", "tmpfs", "-o", "ro,size=1m", "tmpfs", data]);
      onTestFinished(() => void execFileSync("umount", ["-l", data]));
    } else execFileSync("chmod", ["500", data]);
    const error = await startError(configOf(data));
    expect(error).toMatchObject({ code: "data_read_only" });
    expect(error.message).toContain(data);
    expect(error.message).toMatch(canMount ? /read-only file system/ : /permission/);
    expect(existsSync(storeFileOf(data))).toBe(false);
  });

  it.runIf(canMount)("on a full disk says so", async () => {
    const data = dataDirectory();
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", data]);
    onTestFinished(() => void execFileSync("umount", ["-l", data]));
    writeFileSync(join(data, "filler"), Buffer.alloc(60 * 1024));
    const error = await startError(configOf(data));
    expect(error).toMatchObject({ code: "data_full" });
    expect(error.message).toContain(data);
  });
});

describe("a stop", () => {
  it("gives ports and directory free, and can be asked for twice", async () => {
    const data = dataDirectory();
    const monitor = await startMonitor(configOf(data));
    await Promise.all([monitor.stop(), monitor.stop(), monitor.closed]);
    await expect(post(monitor.otlpAddress, { body: "{}" })).rejects.toMatchObject({ code: "ECONNREFUSED" });
    expect(existsSync(`${storeFileOf(data)}-wal`)).toBe(false);
    const { port } = new URL(monitor.otlpAddress);
    const next = await startMonitor(configOf(data, { "otlp.addr": `127.0.0.1:${port}` }));
    expect(next.otlpAddress).toBe(monitor.otlpAddress);
  });
});
