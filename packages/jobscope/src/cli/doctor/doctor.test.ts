import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openSqliteStore } from "@jobscope/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { CliProcess, runToEnd } from "../../../test/cli-process.ts";
import { storeFileOf } from "../../journey/store-file.ts";
import { judgeClock } from "./check-clock.ts";
import { checkDiskSpace } from "./check-disk-space.ts";
import type { Check } from "./check.ts";
import { runChecks } from "./run-checks.ts";

const FREE = { "otlp.addr": "127.0.0.1:0", "api.addr": "127.0.0.1:0" };
const FREE_FLAGS = ["--otlp-addr", "127.0.0.1:0", "--api-addr", "127.0.0.1:0"];

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "jobscope-doctor-"))));
afterEach(() => rmSync(cwd, { recursive: true }));

/** In this process: the command line around it has tests of its own below. */
function examine(flags: Readonly<Record<string, string>> = {}): Promise<readonly Check[]> {
  return runChecks({ flags: { ...FREE, ...flags }, env: {}, cwd });
}

async function failures(flags?: Readonly<Record<string, string>>): Promise<readonly Check[]> {
  return (await examine(flags)).filter(({ status }) => status === "failed");
}

describe("doctor", () => {
  it("finds nothing wrong on a fresh machine, and leaves nothing behind", async () => {
    const { code, stdout, stderr } = await runToEnd(["doctor", "--json", ...FREE_FLAGS], { cwd });
    const { ok, checks }: { readonly ok: boolean; readonly checks: readonly Check[] } = JSON.parse(stdout);
    expect([code, stderr, ok]).toEqual([0, "", true]);
    expect(checks.filter(({ status }) => status === "failed")).toEqual([]);
    const names = checks.map(({ name }) => name);
    expect(names).toEqual([
      "node",
      "configuration",
      "data_directory",
      "disk_space",
      "database",
      "otlp_port",
      "api_port",
      "clock",
    ]);
    expect(() => rmSync(join(cwd, ".jobscope"))).toThrow(/ENOENT/);
  });

  it("finds a running monitor in order", async () => {
    await using monitor = new CliProcess(["serve", ...FREE_FLAGS], { cwd });
    const otlp = /OTLP\/HTTP +http:\/\/(\S+)/.exec((await monitor.waitFor(/Ready/)).input)?.[1] ?? "";
    const checks = await examine({ "otlp.addr": otlp });
    expect(checks.filter(({ status }) => status === "failed")).toEqual([]);
    const details = Object.fromEntries(checks.map(({ name, detail }) => [name, detail]));
    expect(details["data_directory"]).toContain(`process ${monitor.pid}`);
    expect(details["otlp_port"]).toContain("running monitor");
    expect(details["database"]).toContain("sound");
  });

  it("names a free port for a busy one", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    try {
      const [failure] = await failures({ "api.addr": `127.0.0.1:${port}` });
      expect(failure).toMatchObject({ name: "api_port", detail: expect.stringContaining(String(port)) });
      expect(failure?.fix).toMatch(/--api-addr 127\.0\.0\.1:\d+/);
    } finally {
      other.close();
    }
  });

  it("names an address that is none of this host", async () => {
    const found = await failures({ "otlp.addr": "192.0.2.1:4318", behindProxy: "on" });
    expect(found).toMatchObject([{ name: "otlp_port", fix: expect.stringContaining("--otlp-addr") }]);
  });

  it("finds a database that is none", async () => {
    mkdirSync(join(cwd, ".jobscope"));
    writeFileSync(storeFileOf(join(cwd, ".jobscope")), "not a database at all ".repeat(1000));
    expect(await failures()).toMatchObject([{ name: "database", fix: expect.stringContaining("backup") }]);
  });

  it("finds a page that was overwritten", async () => {
    const folder = join(cwd, ".jobscope");
    mkdirSync(folder);
    const path = storeFileOf(folder);
    const store = openSqliteStore({ path, durability: "process" });
    store.transaction(() => {
      for (let number = 0; number < 2000; number++) store.writeSetting(`name ${number}`, "x".repeat(200));
    });
    store.close();
    const bytes = readFileSync(path);
    bytes.fill(0xff, bytes.length - 40_960, bytes.length - 8192);
    writeFileSync(path, bytes);
    expect(await failures()).toMatchObject([{ name: "database" }]);
  });

  it("finds a file where the directory should be", async () => {
    writeFileSync(join(cwd, "data"), "");
    const [failure] = await failures({ data: "data" });
    expect(failure).toMatchObject({ name: "data_directory", fix: "Name another one with --data." });
  });

  it("finds a file above it", async () => {
    writeFileSync(join(cwd, "data"), "");
    const [failure] = await failures({ data: "data/jobscope" });
    expect(failure).toMatchObject({ name: "data_directory", detail: expect.stringContaining("data is a file") });
  });

  it.skipIf(process.platform !== "linux")("finds a place where nothing can be made", async () => {
    expect(await failures({ data: "/proc/jobscope/data" })).toContainEqual(
      expect.objectContaining({ name: "data_directory", detail: expect.stringContaining("/proc") }),
    );
  });

  it.skipIf(process.getuid?.() === 0)("finds a directory that may not be written", async () => {
    mkdirSync(join(cwd, "locked"), { mode: 0o500 });
    expect(await failures({ data: "locked/data" })).toMatchObject([{ name: "data_directory" }]);
  });

  it("turns each problem of the configuration into a finding", async () => {
    const found = await failures({ "retention.runs": "soon", profile: "prod" });
    expect(found.map(({ name, detail }) => [name, detail.split(":")[0]])).toEqual([
      ["configuration", "flag --profile"],
      ["configuration", "flag --retention-runs"],
    ]);
  });

  it("prints a line for each, and the fix below; exit code 1", async () => {
    const { code, stdout } = await runToEnd(["doctor", ...FREE_FLAGS, "--behind-proxy", "--otlp-addr", "192.0.2.1:1"], {
      cwd,
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ok +node/m);
    expect(stdout).toMatch(/^FAILED +otlp_port.*\n +Fix: Name an address of this host with --otlp-addr/m);
  });
});

describe("the clock", () => {
  const steady = { nowMs: Date.UTC(2026, 10, 25), driftMs: 1, newestMs: undefined, senders: [] };

  it.each([
    ["steady", {}, "ok"],
    ["slightly behind what is stored", { newestMs: steady.nowMs + 30_000 }, "ok"],
    ["set back behind what is stored", { newestMs: steady.nowMs + 3_600_000 }, "warning"],
    ["stepping while it is watched", { driftMs: -5000 }, "warning"],
    ["of a sender 9 minutes off", { senders: [{ instanceId: "i-1", skewMs: 540_000 }] }, "ok"],
    ["of a sender an hour behind", { senders: [{ instanceId: "i-1", skewMs: -3_600_000 }] }, "warning"],
  ])("%s", (_name, facts, status) => {
    const check = judgeClock({ ...steady, ...facts });
    expect(check.status).toBe(status);
    expect(check.fix === undefined).toBe(status === "ok");
  });
});

it("says when the data cannot grow as far as it may", () => {
  expect(checkDiskSpace(cwd, 1).status).toBe("ok");
  expect(checkDiskSpace(cwd, 1e17)).toMatchObject({
    status: "warning",
    fix: expect.stringContaining("--retention-max-size"),
  });
});
