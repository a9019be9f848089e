import { describe, expect, it } from "vitest";

import { requestPath } from "./request-path.ts";

describe("the path of a request", () => {
  it.each([
    ["/a/b?c=d", "/a/b"],
    ["/keys/jsk_0123abcd_secret-part/rotate", "/keys/***/rotate"],
    ["/jobs/xJSI_0123abcd_secret.part?x", "/jobs/x***"],
    ["/jobs/%6ask_0123abcd_secret", "/jobs/***"],
    ["/jobs/%256ask_0123abcd_secret", "/jobs/***"],
    ["/jobs/jsk%5F0123", "/jobs/***"],
    ["/jobs/a%zzb", "/jobs/a%zzb"],
    ["http://user:secret@host:1/a/b?c", "/a/b"],
    ["https://jsk_1@host", ""],
  ])("of %s is shown as %s", (originalUrl, shown) => {
    expect(requestPath({ originalUrl })).toBe(shown);
  });
});
