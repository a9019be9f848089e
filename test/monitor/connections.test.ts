import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { describe, expect, it, onTestFinished } from "vitest";

import { logsBody, runEnd, runIdOf } from "../support/job-events.ts";
import { ask, configOf, dataDirectory, makeKey, type MonitorProcess, spawnMonitor } from "../support/monitors.ts";
import { post } from "../support/otlp-client.ts";
import { slowTestsRun } from "../support/slow.ts";

const CONNECTIONS = 10_000;
const MAX_OPEN = 4_000;
const FILES = Number(execFileSync("sh", ["-c", "ulimit -n"], { encoding: "utf8" }).replace("unlimited", "Infinity"));
const canFlood = FILES > CONNECTIONS + 1_000 && process.platform === "linux";
if (!canFlood) {
  process.stderr.write(`SKIPPED: 10,000 connections need Linux and ulimit -n above 11,000; here it is ${FILES}\n`);
}

interface Flood {
  /** What it told last. */
  state(): { readonly open: number; readonly refused: number };
}

const FLOOD = fileURLToPath(new URL("./support/flood.fixture.ts", import.meta.url));

/** Resolves once it has tried to open every connection; it goes on until the test ends. */
async function flood(url: string, kind: "held" | "reader", { count = CONNECTIONS, request = "" } = {}): Promise<Flood> {
  const args = [FLOOD, URL.parse(url)?.port ?? "", String(count), kind, request];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  const lines = createInterface({ input: child.stdout });
  let last = { open: 0, refused: 0 };
  lines.on("line", (line) => (last = JSON.parse(line) as typeof last));
  await once(lines, "line");
  return { state: () => last };
}

const megabytesOf = ({ child }: MonitorProcess): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) / 1_024;

/** What others get meanwhile, each on a connection of its own. */
async function expectOthersAreAnswered({ api, otlp }: MonitorProcess): Promise<void> {
  for (let n = 0; n < 5; n++) {
    expect(await ask(api, "/status")).toMatchObject({ status: 200 });
    const run = { job: "invoice", runId: runIdOf(n), startMs: Date.now() };
    const body = logsBody({ service: "s", instance: "i" }, [runEnd(run, "success")]);
    expect(await post(otlp, { body, headers: { connection: "close" } })).toMatchObject({ status: 200 });
  }
}

/** Sends one header line and then nothing; resolves to what it gets when the other side is tired of it. */
async function halfARequest(url: string): Promise<string> {
  const socket = connect(Number(URL.parse(url)?.port), "127.0.0.1");
  socket.write("POST /v1/logs HTTP/1.1\r\nHost: localhost\r\n");
  return text(socket);
}

describe.runIf(canFlood && slowTestsRun())("10,000 connections from one client", { timeout: 60_000 }, () => {
  it("that are merely held, or send headers bit by bit, keep nobody else out, and cost little memory", async () => {
    const monitor = await spawnMonitor(configOf(dataDirectory()));
    const half = halfARequest(monitor.otlp);
    await expectOthersAreAnswered(monitor);
    const before = megabytesOf(monitor);
    const attack = await flood(monitor.api, "held");
    await expectOthersAreAnswered(monitor);
    await expect.poll(() => attack.state().open, { timeout: 20_000 }).toBeLessThanOrEqual(MAX_OPEN);
    expect(megabytesOf(monitor) - before).toBeLessThan(300);
    const { body } = await ask(monitor.api, "/health");
    const { components } = body as { components: { name: string; details?: { evicted_connections?: number } }[] };
    expect(components.find(({ name }) => name === "api")?.details?.evicted_connections).toBeGreaterThan(5_000);
    // Where there is room, too, nobody holds a connection with half a request for long.
    expect(await half).toMatch(/^HTTP\/1.1 408 /);
  });
});

describe("clients that hold a connection", { timeout: 60_000 }, () => {
  it("keep nobody else out when they ask and never read", async () => {
    const monitor = await spawnMonitor(configOf(dataDirectory()));
    const { key } = await makeKey(monitor.api, { name: "never reads", role: "viewer" });
    const path = "/api/scheduler-monitoring/runs?limit=100";
    const one = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\n\r\n`;
    await expectOthersAreAnswered(monitor);
    const before = megabytesOf(monitor);
    await flood(monitor.api, "reader", { count: 20, request: one.repeat(10) });
    await expectOthersAreAnswered(monitor);
    expect(megabytesOf(monitor) - before).toBeLessThan(150);
  });
});
