import { expect, it } from "vitest";

import { Progress } from "./progress.ts";

function progressOn(isTTY: boolean, total: number | undefined) {
  let nowMs = 0;
  let shown = "";
  const progress = new Progress({ total, isTTY, write: (text) => (shown += text), nowMs: () => nowMs });
  const at = (ms: number, bytes: number): string => {
    nowMs = ms;
    shown = "";
    progress.report(bytes);
    return shown;
  };
  const end = (): string => {
    shown = "";
    progress.end();
    return shown;
  };
  return { at, end };
}

it("says nothing of a short input", () => {
  const { at, end } = progressOn(true, 100);
  expect(at(900, 50)).toBe("");
  expect(end()).toBe("");
});

it("rewrites one line on a terminal and takes it away at the end", () => {
  const { at, end } = progressOn(true, 400e6);
  expect(at(2_000, 100e6)).toBe("\r\u{1b}[Ksanitize: 100 MB of 400 MB (25 %), 50 MB/s");
  expect(at(2_100, 110e6)).toBe("");
  expect(at(2_300, 115e6)).toContain("115 MB");
  expect(end()).toBe("\r\u{1b}[K");
});

it("writes a line now and then elsewhere, without a total where a pipe tells none", () => {
  const { at, end } = progressOn(false, undefined);
  expect(at(2_000, 100e6)).toBe("sanitize: 100 MB, 50 MB/s\n");
  expect(at(11_000, 500e6)).toBe("");
  expect(at(12_000, 600e6)).toBe("sanitize: 600 MB, 50 MB/s\n");
  expect(end()).toBe("");
});
