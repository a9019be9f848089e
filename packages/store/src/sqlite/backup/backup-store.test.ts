import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { contentsOf } from "../../../test/contract/harness.ts";
import { generateHistory } from "../../../test/generated-history.ts";
import { runInChild } from "../../../test/processes/run-in-child.ts";
import { temporaryDirectory } from "../../../test/sqlite-harness.ts";
import { lockDataDirectory } from "../database/data-directory.ts";
import { openSqliteReader } from "../sqlite-reader.ts";
import { openSqliteStore } from "../sqlite-store.ts";
import { backupStore } from "./backup-store.ts";
import type { BackupProgress } from "./copy-database.ts";
import { restoreStore } from "./restore-store.ts";

const NOW = Date.UTC(2026, 10, 25, 12);
const PROCESSES = join(import.meta.dirname, "../../../test/processes");

let directory: string;
let path: string;
let target: string;
beforeEach(() => {
  directory = temporaryDirectory();
  path = join(directory, "data", "jobscope.db");
  target = join(directory, "backup.db");
  mkdirSync(join(directory, "data"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function fill(file: string, runs: number): void {
  const writer = openSqliteStore({ path: file, durability: "process" });
  generateHistory(writer, { runs, nowMs: NOW, recordsEvery: 4 });
  writer.close();
}

function contents(file: string): unknown {
  const reader = openSqliteReader({ path: file });
  try {
    return contentsOf(reader, NOW);
  } finally {
    reader.close();
  }
}

const namesIn = (folder: string): string[] => readdirSync(folder).toSorted();
const damage = (file: string): void => {
  const bytes = readFileSync(file);
  bytes.fill(0xff, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 40_960);
  writeFileSync(file, bytes);
};

describe("a backup", () => {
  it("holds what the database held, private, and says how far it is", async () => {
    fill(path, 3_000);
    const told: BackupProgress[] = [];
    const made = await backupStore({ path, target, onProgress: (progress) => told.push(progress) });
    expect(contents(target)).toEqual(contents(path));
    expect(made.rows).toMatchObject({ runs: 3_000, slots: 3_000 });
    expect(made.bytes).toBe(statSync(target).size);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    expect(told.some(({ phase }) => phase === "copy")).toBe(true);
    expect(told.at(-1)).toMatchObject({ phase: "verify" });
    expect(told.at(-1)?.done).toBe(told.at(-1)?.total);
  });

  it("is one state of a database that is being written, and holds all that was committed before it began", async () => {
    fill(path, 3_000);
    const child = runInChild(join(PROCESSES, "busy-writer.fixture.ts"), [path]);
    try {
      await child.waitFor("commit 20\n");
      const before = Number(/commit (\d+)\n$/.exec(child.output())?.[1]);
      const made = await backupStore({ path, target });
      const after = Number(/commit (\d+)\n$/.exec(await child.waitFor(`commit ${before + 20}\n`))?.[1]);
      // Each commit of the other process adds ten runs and as many changes.
      const added = (made.rows["runs"] ?? 0) - 3_000;
      expect(added % 10).toBe(0);
      expect(added / 10).toBeGreaterThanOrEqual(before);
      expect(added / 10).toBeLessThanOrEqual(after + 1);
    } finally {
      await child.kill();
    }
    expect(namesIn(directory)).toEqual(["backup.db", "data"]);
  });

  it("refuses to take the place of a file, or of the database, unless it is forced", async () => {
    fill(path, 10);
    writeFileSync(target, "precious");
    await expect(backupStore({ path, target })).rejects.toMatchObject({ code: "exists", path: target });
    expect(readFileSync(target, "utf8")).toBe("precious");
    for (const own of [path, `${path}-wal`, join(directory, "data", "..", "data", "jobscope.db")]) {
      await expect(backupStore({ path, target: own, force: true })).rejects.toThrow(/is the database itself/);
    }
    await backupStore({ path, target, force: true });
    expect(contents(target)).toEqual(contents(path));
  });

  it.each([
    ["copy", 0],
    ["verify", 3],
  ])("that is broken off in %s leaves nothing", async (phase, done) => {
    fill(path, 3_000);
    const controller = new AbortController();
    const onProgress = (progress: BackupProgress): void => {
      if (progress.phase === phase && progress.done >= done) controller.abort(new Error("enough"));
    };
    await expect(backupStore({ path, target, signal: controller.signal, onProgress })).rejects.toThrow("enough");
    expect(namesIn(directory)).toEqual(["data"]);
    await backupStore({ path, target });
  });

  it("of a damaged database is refused, and leaves nothing", async () => {
    fill(path, 3_000);
    damage(path);
    await expect(backupStore({ path, target })).rejects.toMatchObject({ code: "corrupt" });
    expect(namesIn(directory)).toEqual(["data"]);
  });

  it("says when there is nothing to back up, or nowhere to write it", async () => {
    await expect(backupStore({ path, target })).rejects.toMatchObject({ code: "cannot_open", path });
    fill(path, 10);
    const nowhere = join(directory, "missing", "backup.db");
    await expect(backupStore({ path, target: nowhere })).rejects.toMatchObject({ code: "cannot_open" });
    if (process.getuid?.() === 0) return;
    mkdirSync(join(directory, "closed"));
    chmodSync(join(directory, "closed"), 0o500);
    await expect(backupStore({ path, target: join(directory, "closed", "b.db") })).rejects.toMatchObject({
      code: "read_only",
    });
  });

  it("killed half-way leaves the target absent and the database whole; the next one removes what it left", async () => {
    fill(path, 3_000);
    const child = runInChild(join(PROCESSES, "stuck-backup.fixture.ts"), [path, target]);
    await child.waitFor("half\n");
    await child.kill();
    expect(existsSync(target)).toBe(false);
    expect(namesIn(directory).some((name) => name.endsWith(".partial"))).toBe(true);
    await backupStore({ path, target });
    expect(namesIn(directory)).toEqual(["backup.db", "data"]);
    expect(contents(target)).toEqual(contents(path));
  });

  it.skipIf(process.platform !== "linux")("on a disk that is full says so, and leaves nothing", async () => {
    fill(path, 3_000);
    const blocks = Math.floor(statSync(path).size / 1_024);
    const child = runInChild(join(PROCESSES, "stuck-backup.fixture.ts"), [path, target, "run"], blocks);
    const output = await child.waitFor("\n");
    expect(output).toMatch(/^(full|io) .*backup\.db/);
    expect(namesIn(directory)).toEqual(["data"]);
  });
});

describe("a restore", () => {
  it("makes the backup the database, keeps the one before, and can be taken back", async () => {
    fill(path, 200);
    await backupStore({ path, target });
    const [old, more] = [contents(path), join(directory, "data", "more.db")];
    fill(more, 700);
    const later = contents(more);
    const { setAside } = await restoreStore({ source: more, path, nowMs: NOW });
    expect(setAside).toBe(`${path}.before-restore-2026-11-25T12-00-00Z`);
    expect(contents(path)).toEqual(later);
    expect(contents(setAside ?? "")).toEqual(old);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const again = await restoreStore({ source: target, path, nowMs: NOW });
    expect(again.setAside).toBe(`${setAside}-2`);
    expect(contents(path)).toEqual(old);
    const writer = openSqliteStore({ path, durability: "process" });
    expect(writer.checkIntegrity()).toEqual({ ok: true, problems: [] });
    generateHistory(writer, { runs: 100, nowMs: NOW + 1_000_000_000 });
    writer.close();
  });

  it("works into a directory that is not there yet, and leaves the backup alone", async () => {
    fill(path, 100);
    await backupStore({ path, target });
    chmodSync(target, 0o400);
    const fresh = join(directory, "fresh", "jobscope.db");
    const before = statSync(target);
    expect(await restoreStore({ source: target, path: fresh })).toMatchObject({ setAside: undefined });
    expect(contents(fresh)).toEqual(contents(path));
    expect(statSync(target).mtimeMs).toBe(before.mtimeMs);
    expect(namesIn(directory)).toEqual(["backup.db", "data", "fresh"]);
  });

  it("takes commits that are only in the log of the database before aside with it", async () => {
    fill(path, 100);
    await backupStore({ path, target });
    const child = runInChild(join(PROCESSES, "busy-writer.fixture.ts"), [path]);
    await child.waitFor("commit 5\n");
    await child.kill();
    const commits = Number(/commit (\d+)\n$/.exec(child.output())?.[1]);
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
    const { setAside } = await restoreStore({ source: target, path });
    const reader = openSqliteReader({ path: setAside ?? "" });
    expect(reader.health().rows["runs"]).toBeGreaterThanOrEqual(100 + commits * 10);
    reader.close();
    expect(contents(path)).toEqual(contents(target));
  });

  it("replaces a database that cannot be read any more", async () => {
    fill(path, 100);
    await backupStore({ path, target });
    writeFileSync(path, "no database ".repeat(1_000));
    const { setAside } = await restoreStore({ source: target, path });
    expect(readFileSync(setAside ?? "", "utf8")).toContain("no database");
    expect(contents(path)).toEqual(contents(target));
  });

  it("is refused while somebody has the directory, by name", async () => {
    fill(path, 10);
    await backupStore({ path, target });
    const child = runInChild(join(PROCESSES, "lock-holder.fixture.ts"), [join(directory, "data")]);
    try {
      await child.waitFor("locked");
      const before = readFileSync(path);
      const refusal = restoreStore({ source: target, path });
      await expect(refusal).rejects.toMatchObject({ code: "locked" });
      await expect(refusal).rejects.toThrow(`process ${child.process.pid}`);
      expect(readFileSync(path).equals(before)).toBe(true);
    } finally {
      await child.kill();
    }
  });

  describe("refuses what is no backup, and changes nothing:", () => {
    const broken: readonly (readonly [string, string, () => void])[] = [
      ["a file that is not there", "cannot_open", () => rmSync(target)],
      ["a directory", "cannot_open", () => (rmSync(target), mkdirSync(target))],
      ["an empty file", "cannot_open", () => writeFileSync(target, "")],
      ["a text", "corrupt", () => writeFileSync(target, "hello ".repeat(5_000))],
      ["a damaged one", "corrupt", () => damage(target)],
      ["one cut short", "corrupt", () => writeFileSync(target, readFileSync(target).subarray(0, 300_000))],
      ["another program's", "foreign", () => change(target, "PRAGMA application_id = 7")],
      ["a newer version's", "newer_schema", () => change(target, "INSERT INTO schema_versions VALUES (999, 0)")],
    ];
    it.each(broken)("%s", async (_name, code, spoil) => {
      fill(path, 3_000);
      await backupStore({ path, target });
      spoil();
      const before = readFileSync(path);
      await expect(restoreStore({ source: target, path })).rejects.toMatchObject({ code });
      expect(readFileSync(path).equals(before)).toBe(true);
      expect(namesIn(join(directory, "data")).filter((name) => /partial|before/.test(name))).toEqual([]);
      lockDataDirectory(join(directory, "data")).release();
    });
  });
});

function change(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}
