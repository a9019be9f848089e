import { mkdtempSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { settleKey } from "./key-file.ts";

it("makes a key for this user alone, keeps it, and replaces one that was not written whole", () => {
  const folder = mkdtempSync(join(tmpdir(), "jobscope-digest-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const first = settleKey(folder, "digest-key");
  const path = join(folder, "digest-key");
  expect(first.byteLength).toBe(32);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(settleKey(folder, "digest-key")).toEqual(first);
  truncateSync(path, 7);
  const second = settleKey(folder, "digest-key");
  expect(second.byteLength).toBe(32);
  expect(second).not.toEqual(first);
  expect(settleKey(folder, "digest-key")).toEqual(second);
});
