import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { AccessEntry } from "@jobscope/query-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { AccessLog } from "./access-log.ts";
import { DailyFiles } from "./daily-files.ts";

const DAY = 86_400_000;
const T0 = Date.UTC(2026, 10, 25, 12);

const entryOf = (fields: Partial<AccessEntry> = {}): AccessEntry => ({
  atMs: T0,
  method: "GET",
  path: "/api/scheduler-monitoring/jobs",
  status: 200,
  durationMs: 1.23456,
  bytes: 17,
  principal: "k1",
  address: "203.0.113.0",
  requestId: "r1",
  ...fields,
});

let root: string;
let folder: string;
let nowMs: number;
let warnings: string[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "jobscope-access-"));
  folder = join(root, "logs");
  nowMs = T0;
  warnings = [];
});
afterEach(() => rmSync(root, { recursive: true }));

const filesOf = ({ days = 30, maxBytes = 1e9 } = {}): DailyFiles =>
  new DailyFiles({ folder, name: "access", days, maxBytes });
const logOf = (files: Pick<DailyFiles, "append"> = filesOf()): AccessLog =>
  new AccessLog({ files, nowMs: () => nowMs, warn: (line) => warnings.push(line) });

describe("the access log", () => {
  it("holds one line of JSON for each request, in a file that others cannot read", async () => {
    const log = logOf();
    log.write(entryOf());
    log.write(entryOf({ path: '/a"\n{}', status: 401, principal: "" }));
    await log.flush();
    const file = join(folder, "access-2026-11-25.log");
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        time: "2026-11-25T12:00:00.000Z",
        method: "GET",
        path: "/api/scheduler-monitoring/jobs",
        status: 200,
        duration_ms: 1.235,
        bytes: 17,
        principal: "k1",
        address: "203.0.113.0",
        request_id: "r1",
      },
      expect.objectContaining({ path: '/a"\n{}', status: 401, principal: "" }),
    ]);
    expect([statSync(file).mode & 0o777, statSync(folder).mode & 0o777]).toEqual([0o600, 0o700]);
  });

  it("is written by itself after a moment", async () => {
    const log = logOf();
    log.write(entryOf());
    await expect.poll(() => readdirSync(root), { timeout: 5_000 }).toEqual(["logs"]);
    await log.flush();
    expect(log.stats).toEqual({ leftOut: 0, trouble: undefined });
  });

  it("is written again where its folder was deleted", async () => {
    const log = logOf();
    log.write(entryOf());
    await log.flush();
    rmSync(folder, { recursive: true });
    log.write(entryOf());
    await log.flush();
    expect(readdirSync(folder)).toHaveLength(1);
    expect(log.stats.leftOut).toBe(0);
  });

  it("does not make a data directory again that was deleted", async () => {
    const files = new DailyFiles({ folder: join(root, "data", "logs"), name: "access", days: 30, maxBytes: 1e9 });
    const log = logOf(files);
    log.write(entryOf());
    await log.flush();
    expect(log.stats).toMatchObject({ leftOut: 1, trouble: expect.stringContaining("ENOENT") });
    expect(readdirSync(root)).toEqual([]);
  });

  it("counts what it cannot write, says so once, and goes on with a line of its own", async () => {
    writeFileSync(folder, "in the way");
    const log = logOf();
    for (let n = 0; n < 3; n++) {
      log.write(entryOf());
      await log.flush();
    }
    expect(log.stats).toMatchObject({ leftOut: 3, trouble: expect.stringContaining("ENOTDIR") });
    expect(warnings).toEqual([expect.stringContaining("requests are answered all the same")]);
    rmSync(folder);
    log.write(entryOf());
    await log.flush();
    expect(log.stats).toEqual({ leftOut: 3, trouble: undefined });
    expect(warnings[1]).toContain("3 lines were left out");
    expect(readFileSync(join(folder, "access-2026-11-25.log"), "utf8")).toMatch(/^\n\{.*\}\n$/);
  });

  it("holds no more in memory than it may while the disk is slow", async () => {
    const { promise: disk, resolve } = Promise.withResolvers<void>();
    const written: string[] = [];
    const append = async (text: string): Promise<void> => {
      await disk;
      written.push(text);
    };
    const log = logOf({ append });
    log.write(entryOf());
    const first = log.flush();
    for (let n = 0; n < 20_000; n++) log.write(entryOf({ path: "/x".repeat(100) }));
    expect(log.stats.leftOut).toBeGreaterThan(10_000);
    resolve();
    await first;
    await log.flush();
    const lines = written.join("").trimEnd().split("\n").length;
    expect(lines + log.stats.leftOut).toBe(20_001);
    expect(written.join("").length).toBeLessThan(1_100_000);
    const { leftOut } = log.stats;
    log.write(entryOf());
    await log.flush();
    expect(log.stats.leftOut).toBe(leftOut);
  });
});

describe("files by day", () => {
  it("go when they are too old, and no others", async () => {
    mkdirSync(folder);
    for (const name of ["notes.txt", "access-2020-01-01.log.gz", "jobs-2020-01-01.log"]) {
      writeFileSync(join(folder, name), "");
    }
    const files = filesOf({ days: 3 });
    for (let day = 0; day < 6; day++) await files.append("a line\n", T0 + day * DAY);
    const days = readdirSync(folder).filter((name) => name.startsWith("access-") && name.endsWith(".log"));
    expect(days).toEqual(["access-2026-11-28.log", "access-2026-11-29.log", "access-2026-11-30.log"]);
    expect(readdirSync(folder)).toHaveLength(6);
  });

  it("are bounded each, and the oldest go before all together are too large", async () => {
    const files = filesOf({ maxBytes: 1_000_000 });
    const line = `${"x".repeat(9_999)}\n`;
    for (let n = 0; n < 400; n++) {
      await files.append(line, T0);
      if (n % 20 === 0) expect(total()).toBeLessThanOrEqual(1_000_000);
    }
    expect(total()).toBeGreaterThan(800_000);
    const names = readdirSync(folder);
    expect(names.length).toBeLessThan(20);
    expect(names).not.toContain("access-2026-11-25.log");
    expect(Math.max(...names.map((name) => statSync(join(folder, name)).size))).toBeLessThan(80_000);
    // A new process goes on in the newest one.
    await filesOf({ maxBytes: 1_000_000 }).append(line, T0);
    expect(readdirSync(folder).length).toBeLessThanOrEqual(names.length);
  });

  const total = (): number => readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

  it(
    "reject where the folder may not be written, and work once it may",
    { skip: process.getuid?.() === 0 },
    async () => {
      const files = filesOf();
      await files.append("1\n", T0);
      chmodSync(folder, 0o500);
      await expect(files.append("2\n", T0 + DAY)).rejects.toThrow("EACCES");
      chmodSync(folder, 0o700);
      await files.append("3\n", T0 + DAY);
      expect(readFileSync(join(folder, "access-2026-11-26.log"), "utf8")).toBe("3\n");
    },
  );
});
