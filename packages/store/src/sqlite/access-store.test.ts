import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { allPages, allRuns, commitLogs, type OpenStore, withCursor } from "../../test/contract/harness.ts";
import { runInChild } from "../../test/processes/run-in-child.ts";
import { logOf, T0 } from "../../test/samples.ts";
import { openTemporaryStore, temporaryDirectory } from "../../test/sqlite-harness.ts";
import { StoreError } from "../model/store-error.ts";
import type { AuditEntry, StoredKey } from "../port/access.ts";
import { openAccessStore } from "./access-store.ts";

const KEY: StoredKey = {
  id: "k1",
  kind: "ingest",
  name: "billing",
  prefix: "jsi_abc",
  hash: "sha256$s$d",
  role: "",
  createdMs: T0,
  createdBy: "command line",
};
const ENTRY: AuditEntry = {
  atMs: T0,
  actor: "command line",
  role: "admin",
  action: "keys.create",
  target: "k1",
  outcome: "done",
  detail: "",
  address: "",
  requestId: "",
  count: 1,
};

let store: OpenStore & { readonly path: string };
beforeEach(() => (store = openTemporaryStore()));
afterEach(() => store.close());

/** What somebody could do who has the file: past every trigger. */
function tamper(sql: string): void {
  const database = new DatabaseSync(store.path);
  database.exec("DROP TRIGGER IF EXISTS audit_stands; DROP TRIGGER IF EXISTS audit_stays");
  database.exec(sql);
  database.close();
}

describe("beside a store that is open", () => {
  it("writes what the reader sees at once, in one transaction", () => {
    const access = openAccessStore({ path: store.path });
    const before = store.reader.keysVersion();
    access.transaction(() => {
      access.writeKey(KEY);
      access.appendAudit([ENTRY]);
      expect(access.keys()).toHaveLength(1);
    });
    expect(store.reader.keysVersion()).toBeGreaterThan(before);
    expect(store.reader.keys()).toEqual([KEY]);
    expect(() =>
      access.transaction(() => {
        access.writeKey({ ...KEY, id: "k2" });
        throw new RangeError("no");
      }),
    ).toThrow(new RangeError("no"));
    expect(access.keys()).toEqual([KEY]);
    access.writeKeyUses([{ id: "k1", atMs: T0 + 1 }]);
    expect(access.keys()).toEqual([{ ...KEY, lastUsedMs: T0 + 1 }]);
    access.close();
    store.writer.appendAudit([ENTRY]);
    expect(store.reader.checkAudit()).toEqual({ ok: true, entries: 2 });
  });

  it("numbers without gaps although three processes append while records are written", async () => {
    const file = fileURLToPath(new URL("../../test/processes/audit-writer.fixture.ts", import.meta.url));
    const children = ["a", "b"].map((actor) => runInChild(file, [store.path, actor, "60"]));
    const ended = Promise.all(children.map((child) => child.waitFor("done\n")));
    let groups = 0;
    while (children.some(({ process }) => process.exitCode === null)) {
      store.writer.transaction(() => {
        commitRecords(groups++);
        store.writer.appendAudit([{ ...ENTRY, actor: "c" }]);
      });
      await new Promise((resolve) => setImmediate(resolve));
    }
    await ended;
    const entries = allPages((cursor) => store.reader.audit(withCursor({ limit: 100 }, cursor)));
    expect(store.reader.checkAudit()).toEqual({ ok: true, entries: 120 + groups });
    expect(entries.filter(({ actor }) => actor === "a").map(({ requestId }) => Number(requestId))).toEqual(
      Array.from({ length: 60 }, (_, n) => 59 - n),
    );
    expect(store.reader.health().rows["logs"]).toBe(groups);
  });

  it("waits for a lock only as long as it may", () => {
    const access = openAccessStore({ path: store.path, busyTimeoutMs: 20 });
    store.writer.transaction(() => {
      expect(() => access.writeKey(KEY)).toThrow(expect.objectContaining({ name: "StoreError", code: "busy" }));
    });
    access.writeKey(KEY);
    access.close();
  });

  const commitRecords = (n: number): void => {
    store.writer.writeRecords(
      { signal: "logs", records: [logOf({ timeMs: T0 + n })], rejected: 0, rejectedReason: "" },
      T0,
    );
  };
});

describe("without a monitor", () => {
  it("makes no database, and takes none that is not ours or has another schema", () => {
    const folder = temporaryDirectory();
    const path = join(folder, "jobscope.db");
    const codeOf = (): unknown => {
      try {
        openAccessStore({ path }).close();
        return undefined;
      } catch (error) {
        return error instanceof StoreError ? error.code : error;
      }
    };
    expect(codeOf()).toBe("cannot_open");
    expect(existsSync(path)).toBe(false);
    new DatabaseSync(path).exec("CREATE TABLE theirs (a)");
    expect(codeOf()).toBe("foreign");
    rmSync(folder, { recursive: true });
    const versions = new DatabaseSync(store.path);
    versions.exec("DELETE FROM schema_versions WHERE version = (SELECT max(version) FROM schema_versions)");
    expect(() => openAccessStore({ path: store.path })).toThrow(/start the monitor of this version once/);
    versions.exec("INSERT INTO schema_versions VALUES (99, 0)");
    expect(() => openAccessStore({ path: store.path })).toThrow(/newer version/);
    versions.close();
  });

  it("leaves all in place for the monitor that starts after it", () => {
    commitLogs(store.writer, [logOf()]);
    const { path } = store;
    store.reader.health();
    const closed = store.reopen();
    const access = openAccessStore({ path });
    access.writeKey(KEY);
    access.close();
    expect(closed.reader.keys()).toEqual([KEY]);
    expect(allRuns(closed.reader)).toEqual([]);
    expect(closed.reader.health().rows["logs"]).toBe(1);
    closed.close();
    store = openTemporaryStore();
  });
});

describe("a change of history", () => {
  beforeEach(() => {
    store.writer.appendAudit(Array.from({ length: 1_200 }, (_, n) => ({ ...ENTRY, atMs: T0 + n, detail: `${n}` })));
  });

  it("is refused by the database itself", () => {
    const database = new DatabaseSync(store.path);
    expect(() => database.exec("UPDATE audit SET actor = 'nobody' WHERE sequence = 3")).toThrow(/never changed/);
    expect(() => database.exec(`INSERT INTO audit SELECT 5000, ${Date.now()}, 'a', 'b', 'c', 'd', '{}'`)).not.toThrow();
    expect(() => database.exec("DELETE FROM audit WHERE sequence = 5000")).toThrow(/stay for a year/);
    database.close();
  });

  it.each([
    ["an entry", 'UPDATE audit SET data = replace(data, \'"detail":"700"\', \'"detail":"701"\')', 701],
    ["what entries are found by", "UPDATE audit SET actor = 'nobody' WHERE sequence = 3", 3],
    ["a digest", "UPDATE audit SET digest = 'x' WHERE sequence = 1200", 1_200],
    ["a row in the middle", "DELETE FROM audit WHERE sequence = 600", 600],
    ["the oldest rows", "DELETE FROM audit WHERE sequence <= 500", 1],
    ["the newest rows", "DELETE FROM audit WHERE sequence > 700", 701],
  ])("shows: %s", (_, sql, brokenAt) => {
    expect(store.reader.checkAudit()).toEqual({ ok: true, entries: 1_200 });
    tamper(sql);
    expect(store.reader.checkAudit()).toEqual({ ok: false, entries: brokenAt - 1, brokenAt });
  });

  it("shows where nothing is left, and also after more was written", () => {
    tamper("DELETE FROM audit");
    expect(store.reader.checkAudit()).toEqual({ ok: false, entries: 0, brokenAt: 1 });
    store.writer.appendAudit([ENTRY]);
    expect(store.reader.audit({ limit: 1 }).items).toMatchObject([{ sequence: 1_201 }]);
    expect(store.reader.checkAudit()).toEqual({ ok: false, entries: 0, brokenAt: 1 });
  });

  it("shows where what is behind the last entry was written anew", () => {
    tamper("UPDATE meta SET value = '1200:x' WHERE name = 'audit_head'");
    expect(store.reader.checkAudit()).toMatchObject({ ok: false, brokenAt: 1_200 });
    tamper("UPDATE meta SET value = '1100:x' WHERE name = 'audit_head'");
    expect(store.reader.checkAudit()).toMatchObject({ ok: false, brokenAt: 1_101 });
  });
});
