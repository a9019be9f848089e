import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import type { LogRecord } from "@jobscope/otlp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { allRuns, commit, commitLogs, logsRequest, runChange } from "../../../test/contract/harness.ts";
import { logOf, runOf, T0 } from "../../../test/samples.ts";
import { temporaryDirectory } from "../../../test/sqlite-harness.ts";
import { StoreError } from "../../model/store-error.ts";
import type { StoreWriter } from "../../port/write.ts";
import { openSqliteReader } from "../sqlite-reader.ts";
import { openSqliteStore } from "../sqlite-store.ts";
import { Connection } from "./connection.ts";
import { migrate } from "./migrate.ts";
import { MIGRATIONS } from "./schema.ts";

let directory = "";
let path = "";
beforeEach(() => {
  directory = temporaryDirectory();
  path = join(directory, "jobscope.db");
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const open = () => openSqliteStore({ path, durability: "process" });

function withDatabase(work: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(path);
  work(database);
  database.close();
}

const refusal = (work: () => unknown): StoreError => {
  try {
    work();
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  throw new Error("it was not refused");
};

function migrateWith(...sql: readonly string[]): void {
  const connection = new Connection(path, new DatabaseSync(path));
  try {
    migrate(connection, [...MIGRATIONS, ...sql]);
  } finally {
    connection.close();
  }
}

const hundredLogs = (from: number) =>
  Array.from({ length: 100 }, (_, n) => logOf({ timeMs: T0 + from + n, body: "x".repeat(500) }));

describe("opening a database", () => {
  it("makes a private file with incremental auto-vacuum and a write-ahead log", () => {
    const writer = open();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(`${path}-wal`).mode & 0o777).toBe(0o600);
    writer.close();
    withDatabase((database) => {
      expect(database.prepare("PRAGMA auto_vacuum").get()).toEqual({ auto_vacuum: 2 });
      expect(database.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
    });
  });

  it("refuses a file of a later version, unharmed", () => {
    open().close();
    withDatabase((database) => database.exec("INSERT INTO schema_versions VALUES (999, 0)"));
    for (const opening of [open, () => openSqliteReader({ path })]) {
      const error = refusal(opening);
      expect(error).toMatchObject({ code: "newer_schema", path });
      expect(error.message).toContain("schema 999");
    }
  });

  it("refuses the database of another program", () => {
    withDatabase((database) => database.exec("CREATE TABLE theirs (x)"));
    expect(refusal(open)).toMatchObject({ code: "foreign", path });
    expect(refusal(() => openSqliteReader({ path })).code).toBe("foreign");
    withDatabase((database) => {
      expect(database.prepare("SELECT name FROM sqlite_schema").all()).toEqual([{ name: "theirs" }]);
    });
  });

  it("migrates forwards in one transaction, all or nothing", () => {
    open().close();
    expect(() => {
      migrateWith("CREATE TABLE extra (x)", "not SQL");
    }).toThrow(/syntax error/);
    open().close();
    migrateWith("CREATE TABLE extra (x)");
    expect(refusal(open).code).toBe("newer_schema");
  });

  it.each([
    ["no database at all", (bytes: Buffer) => Buffer.from("x".repeat(bytes.length))],
    ["a damaged start", (bytes: Buffer) => Buffer.concat([Buffer.alloc(200, 1), bytes.subarray(200)])],
  ])("says of %s what to do", (_, damage) => {
    open().close();
    writeFileSync(path, damage(readFileSync(path)));
    const error = refusal(open);
    expect(error).toMatchObject({ code: "corrupt", path });
    expect(error.message).toMatch(/restore a backup or move the file away/);
  });

  it("finds damage inside the file by the integrity check", () => {
    const writer = open();
    commitLogs(
      writer,
      Array.from({ length: 2_000 }, (_, n) => logOf({ timeMs: T0 + n, body: "x".repeat(200) })),
    );
    expect(writer.checkIntegrity()).toEqual({ ok: true, problems: [] });
    writer.close();
    const bytes = readFileSync(path);
    bytes.fill(0xff, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 40_000);
    writeFileSync(path, bytes);
    const damaged = open();
    const report = damaged.checkIntegrity();
    damaged.close();
    expect(report.ok).toBe(false);
    expect(report.problems.length).toBeGreaterThan(0);
  });

  it("says that a missing directory is missing", () => {
    expect(
      refusal(() => openSqliteStore({ path: join(directory, "none", "x.db"), durability: "process" })),
    ).toMatchObject({
      code: "cannot_open",
    });
    expect(refusal(() => openSqliteReader({ path: join(directory, "none.db") }))).toMatchObject({
      code: "cannot_open",
    });
  });

  it.skipIf(process.getuid?.() === 0)("says that a file may not be written", () => {
    open().close();
    chmodSync(path, 0o400);
    expect(refusal(open)).toMatchObject({ code: "read_only", path });
  });
});

const commitAll = (writer: StoreWriter, number: number, logs: readonly LogRecord[]): void => {
  writer.writeChanges([runChange(runOf({ runId: `r${number}` }))]);
  writer.writeRecords(logsRequest(logs), T0);
};

describe("a database that cannot grow", () => {
  it("rolls back, says that it is full, can be cleaned up, and works on", () => {
    const writer = openSqliteStore({ path, durability: "process", maxPages: 300 });
    const reader = openSqliteReader({ path });
    const write = (from: number): void => {
      writer.transaction(() => {
        commitAll(writer, from, hundredLogs(from));
      });
    };
    let groups = 0;
    const error = refusal(() => {
      for (; groups < 100; groups += 1) write(groups * 100);
    });
    expect(error).toMatchObject({ code: "full", path });
    expect(error.message).toContain("free space");
    expect(reader.health().rows).toMatchObject({ runs: groups, logs: groups * 100 });
    expect(allRuns(reader)).toHaveLength(groups);
    const policy = {
      runsMs: 0,
      keepRunsPerJob: 20,
      runLogsMs: 0,
      otherLogsMs: 0,
      metricPointsMs: 0,
      maxBytes: Infinity,
    };
    expect(writer.enforceRetention(policy, T0 + 1).deleted["logs"]).toBe(groups * 100);
    commit(writer, runChange(runOf({ runId: "afterwards" })));
    expect(allRuns(reader)).toHaveLength(groups + 1);
    reader.close();
    writer.close();
  });

  it("says that another connection keeps it locked", () => {
    const writer = openSqliteStore({ path, durability: "process", busyTimeoutMs: 20 });
    const other = new DatabaseSync(path);
    other.exec("BEGIN IMMEDIATE");
    expect(refusal(() => commitLogs(writer, [logOf()]))).toMatchObject({ code: "busy", path });
    other.exec("ROLLBACK");
    other.close();
    expect(commitLogs(writer, [logOf()])).toEqual({ stored: 1, duplicates: 0 });
    writer.close();
  });
});
