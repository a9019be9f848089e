import { expect, it } from "vitest";

import { fileError } from "./private-file.ts";

it.each([
  ["EACCES", "read_only", "write permission"],
  ["EPERM", "read_only", "write permission"],
  ["EROFS", "read_only", "read-only file system"],
  ["ENOSPC", "full", "disk is full"],
  ["EDQUOT", "full", "quota"],
  ["EIO", "cannot_open", "EIO"],
])("says what to do about %s", (code, storeCode, text) => {
  const error = fileError("/data", Object.assign(new Error(`${code}: it failed`), { code }));
  expect(error.code).toBe(storeCode);
  expect(error.message).toMatch(/^\/data: /);
  expect(error.message).toContain(text);
});
