import { mkdtempSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { settleDigestKey } from "./digest-key.ts";

it("makes a key for this user alone, keeps it, and replaces one that was not written whole", () => {
  const folder = mkdtempSync(join(tmpdir(), "jobscope-digest-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const first = settleDigestKey(folder);
  const path = join(folder, "digest-key");
  expect(first.byteLength).toBe(32);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(settleDigestKey(folder)).toEqual(first);
  truncateSync(path, 7);
  const second = settleDigestKey(folder);
  expect(second.byteLength).toBe(32);
  expect(second).not.toEqual(first);
  expect(settleDigestKey(folder)).toEqual(second);
});
