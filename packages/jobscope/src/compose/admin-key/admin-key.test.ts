import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { matchesApiKey } from "@jobscope/query-api";
import { expect, it } from "vitest";

import { settleAdminKey } from "./settle-admin-key.ts";
import type { AdminKey } from "./settle-admin-key.ts";
import { ADMIN_KEY_FILE, showAdminKey } from "./show-admin-key.ts";

/** The settings of one data directory, with everything that happened to it in order. */
function directory() {
  const values = new Map<string, string>();
  const events: string[] = [];
  const start = (configured?: string): Promise<AdminKey> =>
    settleAdminKey({
      configured,
      settings: {
        readSetting: async (name) => values.get(name),
        writeSetting: async (name, value) => {
          events.push("stored");
          values.set(name, value);
        },
      },
      announce: (key) => events.push(`announced ${key}`),
      audit: async ({ atMs, actor, action }) => events.push(`audited ${action} by ${actor} at ${atMs}`),
      nowMs: () => 7,
    });
  return { values, events, start };
}

it("makes a key of 256 random bits at the first start and keeps its hash alone", async () => {
  const { values, events, start } = directory();
  const first = await start();
  const key = first.created ?? "";
  expect(key).toMatch(/^jsk_[\w-]{43}$/);
  expect(JSON.stringify([...values])).not.toContain(key);
  expect(matchesApiKey(key, first.hash)).toBe(true);
  expect(await start()).toEqual({ hash: first.hash });
  // Stored first, a crash in between would leave a key that nobody knows.
  expect(events).toEqual([`announced ${key}`, "stored"]);
  expect((await directory().start()).created).not.toBe(key);
});

it("takes the configured key, and replaces the hash when it changes", async () => {
  const { values, events, start } = directory();
  await start();
  events.length = 0;
  const one = await start("configured-key-number-1");
  expect(one).not.toHaveProperty("created");
  expect([...values.values()].map((hash) => matchesApiKey("configured-key-number-1", hash))).toEqual([true]);
  expect((await start("configured-key-number-1")).hash).toBe(one.hash);
  // Before the hash: no key takes the place of another without a line of the audit.
  expect(events).toEqual(["audited keys.replace_admin by admin-key at 7", "stored"]);
  const two = await start("configured-key-number-2");
  expect(matchesApiKey("configured-key-number-1", two.hash)).toBe(false);
  expect(await start()).toEqual({ hash: two.hash });
});

it("shows the key on a terminal, and without one in a file of this user alone", () => {
  const folder = mkdtempSync(join(tmpdir(), "jobscope-key-"));
  let shown = "";
  const terminal = (isTTY: boolean): Parameters<typeof showAdminKey>[2] => ({
    isTTY,
    write: (text) => (shown += text),
  });
  try {
    expect(showAdminKey("jsk_x", folder, terminal(true))).toBe("terminal");
    expect(shown).toContain("jsk_x");
    shown = "";
    const path = join(folder, ADMIN_KEY_FILE);
    writeFileSync(path, "old", { mode: 0o644 });
    expect(showAdminKey("jsk_x", folder, terminal(false))).toBe("file");
    expect(shown).not.toContain("jsk_x");
    expect(shown).toContain(path);
    expect(readFileSync(path, "utf8")).toBe("jsk_x\n");
    expect(statSync(path).mode & 0o777).toBe(0o600);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
