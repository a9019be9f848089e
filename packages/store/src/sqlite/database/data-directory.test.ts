import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { runInChild } from "../../../test/processes/run-in-child.ts";
import { temporaryDirectory } from "../../../test/sqlite-harness.ts";
import { StoreError } from "../../model/store-error.ts";
import { lockDataDirectory } from "./data-directory.ts";

const HOLDER = fileURLToPath(new URL("../../../test/processes/lock-holder.fixture.ts", import.meta.url));

let parent = "";
let directory = "";
beforeEach(() => {
  parent = temporaryDirectory();
  directory = join(parent, "data", "jobscope");
});
afterEach(() => {
  rmSync(parent, { recursive: true, force: true });
});

const refusal = (work: () => unknown): StoreError => {
  try {
    work();
  } catch (error) {
    if (error instanceof StoreError) return error;
  }
  throw new Error("it was not refused");
};

describe("lockDataDirectory", () => {
  it("makes the directory private, and makes an existing one private", () => {
    lockDataDirectory(directory).release();
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    const open = join(parent, "open");
    mkdirSync(open, { mode: 0o755 });
    lockDataDirectory(open).release();
    expect(statSync(open).mode & 0o777).toBe(0o700);
    expect(statSync(join(open, "lock")).mode & 0o777).toBe(0o600);
  });

  it("keeps the lock until it is released, also where nobody keeps what was returned", () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc") as () => void;
    lockDataDirectory(directory);
    collectGarbage();
    expect(refusal(() => lockDataDirectory(directory)).code).toBe("locked");
  });

  it("makes the directories above it private too, and leaves those that were there as they were", () => {
    mkdirSync(join(parent, "there"), { mode: 0o755 });
    lockDataDirectory(join(parent, "there", "a", "b")).release();
    expect(statSync(join(parent, "there")).mode & 0o777).toBe(0o755);
    expect(statSync(join(parent, "there", "a")).mode & 0o777).toBe(0o700);
  });

  it("refuses a second holder in this process until the first lets go", () => {
    const first = lockDataDirectory(directory);
    const error = refusal(() => lockDataDirectory(directory));
    expect(error.code).toBe("locked");
    expect(error.message).toContain(`process ${process.pid}`);
    expect(refusal(() => lockDataDirectory(directory)).code).toBe("locked");
    first.release();
    lockDataDirectory(directory).release();
  });

  it("names the process that has it, and takes over at once when that is killed", async () => {
    const child = runInChild(HOLDER, [directory]);
    await child.waitFor("locked\n");
    const error = refusal(() => lockDataDirectory(directory));
    expect(error).toMatchObject({ code: "locked", path: directory });
    expect(error.message).toMatch(
      new RegExp(`process ${child.process.pid} on \\S+ since \\d{4}-.*another data directory`),
    );
    await child.kill();
    const lock = lockDataDirectory(directory);
    expect(JSON.parse(readFileSync(join(directory, "lock-holder.json"), "utf8"))).toMatchObject({ pid: process.pid });
    lock.release();
  });

  it("does not take a living process for the holder because it has the old holder's process id", () => {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "lock"), "");
    const stale = { pid: process.pid, host: "elsewhere", since: "2026-01-01T00:00:00.000Z" };
    writeFileSync(join(directory, "lock-holder.json"), JSON.stringify(stale));
    lockDataDirectory(directory).release();
  });

  it("says what is wrong with a place that cannot be a directory", () => {
    const file = join(parent, "file");
    writeFileSync(file, "");
    for (const path of [file, join(file, "data"), join(file, "deep", "data")]) {
      const error = refusal(() => lockDataDirectory(path));
      expect(error).toMatchObject({ code: "cannot_open", path: file });
      expect(error.message).toMatch(/file: is a file, .*name another data directory/);
    }
  });
});
