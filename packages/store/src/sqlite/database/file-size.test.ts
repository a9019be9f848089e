import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { afterEach, describe, expect, it } from "vitest";

import { commitLogs } from "../../../test/contract/harness.ts";
import { logOf, T0 } from "../../../test/samples.ts";
import { openTemporaryStore, temporaryDirectory } from "../../../test/sqlite-harness.ts";
import type { RetentionPolicy, StoreWriter } from "../../port/write.ts";
import { MIGRATIONS } from "./schema.ts";

const HOUR = 3_600_000;
const POLICY: RetentionPolicy = {
  runsMs: HOUR,
  keepRunsPerJob: 20,
  runLogsMs: HOUR,
  otherLogsMs: HOUR,
  metricPointsMs: HOUR,
  maxBytes: 5_000_000_000,
};

const directories: string[] = [];
afterEach(() => {
  for (const made of directories.splice(0)) rmSync(made, { recursive: true, force: true });
});

let written = 0;
function writeLogs(writer: StoreWriter, count: number, receivedMs: number): void {
  const body = "x".repeat(400);
  const logs = Array.from({ length: count }, () => logOf({ timeMs: T0 + (written += 1), body }));
  commitLogs(writer, logs, receivedMs);
}

/** Cleans up while records keep coming, as in life. */
function cleanUpWhileWriting(writer: StoreWriter, nowMs: number): void {
  for (let calls = 0; calls < 200; calls += 1) {
    const { more } = writer.enforceRetention(POLICY, nowMs);
    if (!more) return;
    writeLogs(writer, 20, nowMs);
  }
  throw new Error("clean-up does not end");
}

describe("the file after retention", () => {
  it("shrinks to near its live size, in place, while records keep coming", () => {
    const store = openTemporaryStore();
    for (let group = 0; group < 40; group += 1) writeLogs(store.writer, 1_000, T0);
    writeLogs(store.writer, 4_000, T0 + 2 * HOUR);
    const full = store.reader.health().bytes;
    cleanUpWhileWriting(store.writer, T0 + 2 * HOUR);
    const { bytes, rows } = store.reader.health();
    const live = store.writer.enforceRetention(POLICY, T0 + 2 * HOUR).bytes;
    const file = statSync(store.path).size;
    store.close();
    expect(rows["logs"]).toBeGreaterThanOrEqual(4_000);
    expect(rows["logs"]).toBeLessThan(8_000);
    expect(bytes).toBeLessThan(full / 4);
    expect(file).toBeLessThanOrEqual(live * 1.5);
  });

  it("uses the free pages of a file made without auto-vacuum again, and does not delete live rows for its size", () => {
    const directory = temporaryDirectory();
    directories.push(directory);
    makeOldDatabase(join(directory, "jobscope.db"));
    const store = openTemporaryStore(directory);
    for (let group = 0; group < 20; group += 1) writeLogs(store.writer, 1_000, T0);
    const full = store.reader.health().bytes;
    cleanUpWhileWriting(store.writer, T0 + 2 * HOUR);
    writeLogs(store.writer, 4_000, T0 + 2 * HOUR);
    const kept = store.reader.health().rows["logs"] ?? 0;
    const capped = store.writer.enforceRetention({ ...POLICY, maxBytes: full * 0.9 }, T0 + 2 * HOUR);
    expect(capped).toMatchObject({ capped: false, deleted: {} });
    const { bytes, rows } = store.reader.health();
    expect(rows["logs"]).toBe(kept);
    // The word index merges its parts as it goes: give or take some pages.
    expect(bytes).toBeLessThan(full * 1.02);
    store.close();
  });
});

/** The first schema in a file that was made without incremental auto-vacuum. */
function makeOldDatabase(path: string): void {
  const database = new DatabaseSync(path);
  database.exec("PRAGMA auto_vacuum = NONE");
  database.exec(MIGRATIONS[0] ?? "");
  database.exec("CREATE TABLE schema_versions (version INTEGER PRIMARY KEY, applied_ms REAL NOT NULL) STRICT");
  database.exec("INSERT INTO schema_versions VALUES (1, 0); INSERT INTO meta VALUES ('cursor_secret', 'old')");
  database.exec("PRAGMA application_id = 0x4a6f6253");
  database.close();
}
