import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { CliProcess, runToEnd } from "../../../test/cli-process.ts";

const FREE = ["--otlp-addr", "127.0.0.1:0", "--api-addr", "127.0.0.1:0"];
const API = /API +(http:\S+)/;
const OTLP = /OTLP\/HTTP +(http:\S+)/;

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "jobscope-serve-"))));
afterEach(() => rmSync(cwd, { recursive: true }));

const keyFile = (): string => join(cwd, ".jobscope/admin-key");

async function statusWith(api: string, key: string): Promise<number> {
  const response = await fetch(`${api}/status`, { headers: { authorization: `Bearer ${key}` } });
  await response.arrayBuffer();
  return response.status;
}

describe("serve", () => {
  it("starts, answers with the key it made, and stops in order at SIGTERM", async () => {
    await using cli = new CliProcess(["serve", ...FREE], { cwd });
    const api = (await cli.waitFor(API))[1] ?? "";
    await cli.waitFor(/Ready/);
    const key = readFileSync(keyFile(), "utf8").trim();
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
    expect(cli.stdout + cli.stderr).not.toContain(key);
    expect(await statusWith(api, key)).toBe(200);
    expect(await statusWith(api, `${key}x`)).toBe(401);
    expect((await fetch(`${api}/health/ready`)).status).toBe(200);
    cli.signal("SIGTERM");
    const { code, stderr } = await cli.exit();
    expect([code, stderr]).toEqual([0, "SIGTERM: stopping; once more stops at once.\n"]);
    await expect(fetch(`${api}/health/live`)).rejects.toThrow();
  });

  it("keeps its key over a restart until another one is configured", { timeout: 60_000 }, async () => {
    const keys: string[] = [];
    for (const env of [{}, {}, { JOBSCOPE_ADMIN_KEY: "the-key-that-was-configured" }, {}]) {
      await using cli = new CliProcess(["serve", ...FREE], { cwd, env });
      const api = (await cli.waitFor(API))[1] ?? "";
      await cli.waitFor(/Ready/);
      const made = readFileSync(keyFile(), "utf8").trim();
      keys.push(made);
      const configured = keys.length > 2;
      expect(await statusWith(api, made)).toBe(configured ? 401 : 200);
      expect(await statusWith(api, "the-key-that-was-configured")).toBe(configured ? 200 : 401);
      cli.signal("SIGINT");
      expect((await cli.exit()).code).toBe(0);
    }
    expect(new Set(keys).size).toBe(1);
  });

  it("does not make a key where one is configured", async () => {
    const env = { JOBSCOPE_ADMIN_KEY: "the-key-that-was-configured" };
    await using cli = new CliProcess(["serve", ...FREE], { cwd, env });
    await cli.waitFor(/Ready/);
    expect(existsSync(keyFile())).toBe(false);
    expect(cli.stdout + cli.stderr).not.toContain(env.JOBSCOPE_ADMIN_KEY);
  });

  it("stops at once at a second signal, with the exit code of the signal", async () => {
    await using cli = new CliProcess(["serve", ...FREE], { cwd });
    const otlp = new URL((await cli.waitFor(OTLP))[1] ?? "");
    await cli.waitFor(/Ready/);
    // A request whose body never ends holds up the orderly stop.
    const slow = connect(Number(otlp.port), otlp.hostname);
    slow.on("error", () => {});
    slow.write(
      `POST /v1/logs HTTP/1.1\r\nHost: ${otlp.host}\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{`,
    );
    await once(slow, "connect");
    cli.signal("SIGINT");
    await cli.waitFor(/stopping/, "stderr");
    cli.signal("SIGINT");
    expect((await cli.exit()).code).toBe(130);
    slow.destroy();
  });

  it.each(["otlp", "api"])("names the flag and a free port when the %s port is busy", async (server) => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    try {
      const flag = `--${server}-addr`;
      const { code, stderr, stdout } = await runToEnd(["serve", ...FREE, flag, `127.0.0.1:${port}`], { cwd });
      expect([code, stdout.includes("Ready")]).toEqual([1, false]);
      expect(stderr).toContain(`127.0.0.1:${port} is in use`);
      expect(stderr).toMatch(new RegExp(`${flag} 127\\.0\\.0\\.1:\\d+ is free`));
      expect(stderr).not.toContain("    at ");
    } finally {
      other.close();
    }
  });

  it("names both ports when both are busy, before it makes a data directory", async () => {
    const others = [createServer().listen(0, "127.0.0.1"), createServer().listen(0, "127.0.0.1")];
    await Promise.all(others.map((other) => once(other, "listening")));
    const [otlp, api] = others.map((other) => `127.0.0.1:${(other.address() as AddressInfo).port}`);
    try {
      const { code, stderr } = await runToEnd(["serve", "--otlp-addr", `${otlp}`, "--api-addr", `${api}`], { cwd });
      expect(code).toBe(1);
      expect(stderr).toContain(`OTLP: ${otlp} is in use`);
      expect(stderr).toContain(`API: ${api} is in use`);
      expect(existsSync(join(cwd, ".jobscope"))).toBe(false);
    } finally {
      for (const other of others) other.close();
    }
  });

  it("names the holder of the data directory rather than its ports when it is started twice", async () => {
    await using first = new CliProcess(["serve", ...FREE], { cwd });
    const otlp = new URL((await first.waitFor(OTLP))[1] ?? "").host;
    await first.waitFor(/Ready/);
    const { stderr } = await runToEnd(["serve", ...FREE, "--otlp-addr", otlp], { cwd });
    expect(stderr).toContain(`process ${first.pid}`);
  });

  it("refuses a data directory that another one has, naming the holder", async () => {
    await using first = new CliProcess(["serve", ...FREE], { cwd });
    await first.waitFor(/Ready/);
    const { code, stderr } = await runToEnd(["serve", ...FREE], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain(`process ${first.pid}`);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  // The kernel refuses to make anything there, with the error that usually says: make the parent first.
  it.skipIf(process.platform !== "linux")(
    "refuses a place where nothing can be made, instead of trying for ever",
    async () => {
      await using cli = new CliProcess(["serve", ...FREE, "--data", "/proc/jobscope/data"], { cwd });
      await cli.waitFor(/\/proc\/jobscope: .*\n/, "stderr");
      expect((await cli.exit()).code).toBe(1);
    },
  );

  it("refuses a damaged database with the fix", async () => {
    const cli = new CliProcess(["serve", ...FREE], { cwd });
    await cli.waitFor(/Ready/);
    cli.signal("SIGTERM");
    await cli.exit();
    writeFileSync(
      join(cwd, ".jobscope/jobscope.db"),
      "this is not a database, it only stands where one should be".repeat(100),
    );
    const { code, stderr } = await runToEnd(["serve", ...FREE], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain("jobscope.db");
    expect(stderr).not.toContain("    at ");
  });

  it("acknowledges nothing more once its data directory is deleted, says so, and stops in order", async () => {
    await using cli = new CliProcess(["serve", ...FREE], { cwd });
    const otlp = (await cli.waitFor(OTLP))[1] ?? "";
    const api = (await cli.waitFor(API))[1] ?? "";
    await cli.waitFor(/Ready/);
    const headers = { "content-type": "application/json" };
    const send = (): Promise<Response> => fetch(`${otlp}/v1/logs`, { method: "POST", headers, body: "{}" });
    expect((await send()).status).toBe(200);
    rmSync(join(cwd, ".jobscope"), { recursive: true });
    const refused = await send();
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refused.text()).toMatch(/jobscope\.db: it was deleted or moved .* restart the monitor/);
    await cli.waitFor(/store: .*jobscope\.db: it was deleted or moved .* restart the monitor/, "stderr");
    await expect.poll(async () => (await fetch(`${api}/health/ready`)).status, { timeout: 10_000 }).toBe(503);
    cli.signal("SIGTERM");
    expect((await cli.exit()).code).toBe(0);
  });

  it("goes on when nobody reads its output any more", async () => {
    const probe = createServer().listen(0, "127.0.0.1");
    await once(probe, "listening");
    const { port } = probe.address() as AddressInfo;
    probe.close();
    await once(probe, "close");
    await using cli = new CliProcess(["serve", ...FREE, "--api-addr", `127.0.0.1:${port}`], { cwd });
    cli.closePipes();
    const live = `http://127.0.0.1:${port}/api/scheduler-monitoring/health/live`;
    await expect
      .poll(
        () =>
          fetch(live).then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 15_000 },
      )
      .toBe(200);
    // The greeting was written, in vain, by now.
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await fetch(live)).status).toBe(200);
    cli.signal("SIGTERM");
    expect((await cli.exit()).code).toBe(0);
  });

  it("refuses a wrong configuration with all that is wrong, exit code 2", async () => {
    writeFileSync(join(cwd, "jobscope.config.yaml"), "retention:\n  runs: soon\nprofil: test\n");
    const { code, stderr, stdout } = await runToEnd(["serve", "--otlp-addr", "nowhere"], { cwd });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain('flag --otlp-addr: otlp.addr "nowhere"');
    expect(stderr).toContain("jobscope.config.yaml line 2: retention.runs");
    expect(stderr).toContain("Did you mean profile?");
    expect(existsSync(join(cwd, ".jobscope"))).toBe(false);
  });
});
