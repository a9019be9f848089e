import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { matchesApiKey } from "@jobscope/query-api";
import { expect, it } from "vitest";

import { ADMIN_KEY_SETTING, resolveAdminKey } from "./admin-key.ts";
import { ADMIN_KEY_FILE, showAdminKey } from "./show-admin-key.ts";

function settings(): Parameters<typeof resolveAdminKey>[0] & { readonly values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    values,
    readSetting: (name) => values.get(name),
    writeSetting: (name, value) => void values.set(name, value),
  };
}

it("makes a key of 256 random bits at the first start and keeps its hash alone", () => {
  const store = settings();
  const first = resolveAdminKey(store, undefined);
  expect(first.source).toBe("created");
  expect(first.created).toMatch(/^jsk_[\w-]{43}$/);
  expect(JSON.stringify([...store.values])).not.toContain(first.created);
  expect(matchesApiKey(first.created ?? "", first.hash)).toBe(true);
  expect(resolveAdminKey(store, undefined)).toEqual({ hash: first.hash, source: "stored" });
  expect(resolveAdminKey(settings(), undefined).created).not.toBe(first.created);
});

it("takes the configured key, and replaces the hash when it changes", () => {
  const store = settings();
  resolveAdminKey(store, undefined);
  const one = resolveAdminKey(store, "configured-key-number-1");
  expect(one).toMatchObject({ source: "configured" });
  expect(one).not.toHaveProperty("created");
  expect(matchesApiKey("configured-key-number-1", store.values.get(ADMIN_KEY_SETTING) ?? "")).toBe(true);
  expect(resolveAdminKey(store, "configured-key-number-1").hash).toBe(one.hash);
  const two = resolveAdminKey(store, "configured-key-number-2");
  expect(matchesApiKey("configured-key-number-1", two.hash)).toBe(false);
  expect(resolveAdminKey(store, undefined)).toEqual({ hash: two.hash, source: "stored" });
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
