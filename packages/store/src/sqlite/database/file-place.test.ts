import { copyFileSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

import { temporaryDirectory } from "../../../test/sqlite-harness.ts";
import type { StoreWriter } from "../../port/write.ts";
import { openSqliteStore } from "../sqlite-store.ts";

let parent = "";
let directory = "";
let path = "";
let store: StoreWriter;
beforeEach(() => {
  parent = temporaryDirectory();
  directory = join(parent, "data");
  path = join(directory, "jobscope.db");
  mkdirSync(directory);
  store = openSqliteStore({ path, durability: "process" });
  store.writeSetting("name", "before");
});
afterEach(() => {
  store.close();
  rmSync(parent, { recursive: true, force: true });
});

const write = (): void => store.writeSetting("name", "after");

it("stores nothing more once its directory is deleted", () => {
  store.assertInPlace();
  rmSync(directory, { recursive: true });
  expect(write).toThrow(expect.objectContaining({ code: "displaced", path }));
  expect(() => store.assertInPlace()).toThrow(/jobscope\.db: .*deleted.*restart/);
});

it("stores nothing more once its log is deleted: what is in there is not in the database", () => {
  rmSync(`${path}-wal`);
  expect(write).toThrow(expect.objectContaining({ code: "displaced", path: `${path}-wal` }));
});

it("stores nothing into a file that another one has replaced", () => {
  const copy = join(parent, "copy.db");
  copyFileSync(path, copy);
  renameSync(copy, path);
  expect(write).toThrow(/replaced.*restart/);
});

it("goes on where the directory is moved back", () => {
  const elsewhere = join(parent, "elsewhere");
  renameSync(directory, elsewhere);
  expect(write).toThrow(expect.objectContaining({ code: "displaced" }));
  renameSync(elsewhere, directory);
  write();
  expect(store.readSetting("name")).toBe("after");
});

it("takes its own file for its own when the log was copied back", () => {
  for (let round = 0; round < 5; round++) {
    store.enforceRetention(
      { runsMs: 1, keepRunsPerJob: 1, runLogsMs: 1, otherLogsMs: 1, metricPointsMs: 1, maxBytes: 1e9 },
      1e12,
    );
    write();
  }
  store.assertInPlace();
});
