import { expect, it } from "vitest";

import { Progress } from "./progress.ts";
import type { ProgressOptions } from "./progress.ts";

function progressOn(options: Partial<ProgressOptions>) {
  let nowMs = 0;
  let shown = "";
  const progress = new Progress({
    label: "sanitize",
    unit: "bytes",
    total: undefined,
    isTTY: true,
    columns: 200,
    write: (text) => (shown += text),
    nowMs: () => nowMs,
    ...options,
  });
  const at = (ms: number, done: number): string => {
    nowMs = ms;
    shown = "";
    progress.report(done);
    return shown;
  };
  const end = (): string => {
    shown = "";
    progress.end();
    return shown;
  };
  return { at, end };
}

it("says nothing of short work", () => {
  const { at, end } = progressOn({ total: 100 });
  expect(at(900, 50)).toBe("");
  expect(end()).toBe("");
});

it("rewrites one line on a terminal, with rate and what is left, and takes it away at the end", () => {
  const { at, end } = progressOn({ total: 400e6 });
  expect(at(2_000, 100e6)).toBe("\r\u{1b}[Ksanitize: [#####---------------] 100 of 400 MB (25 %), 50 MB/s, 6 s left");
  expect(at(2_100, 110e6)).toBe("");
  expect(at(2_300, 115e6)).toContain("115 of 400 MB");
  expect(end()).toBe("\r\u{1b}[K");
  expect(end()).toBe("");
});

it("writes a line now and then elsewhere where that is wanted, without a total where a pipe tells none", () => {
  const { at, end } = progressOn({ isTTY: false, lines: true });
  expect(at(2_000, 100e6)).toBe("sanitize: 100 MB, 50 MB/s\n");
  expect(at(11_000, 500e6)).toBe("");
  expect(at(12_000, 600e6)).toBe("sanitize: 600 MB, 50 MB/s\n");
  expect(end()).toBe("");
  expect(progressOn({ isTTY: false }).at(20_000, 100e6)).toBe("");
});

it("counts rows, tells minutes and hours, and never fills the line", () => {
  const rows = { label: "export", unit: "runs", total: 1_000_000 };
  expect(progressOn(rows).at(2_000, 2_000)).toContain("2000 of 1000000 runs (0 %), 1000 runs/s, 17 min left");
  expect(progressOn(rows).at(2_000, 20)).toContain("27.8 h left");
  expect(progressOn(rows).at(2_000, 1_200_000)).toBe("\r\u{1b}[Kexport: 1200000 runs, 600000 runs/s");
  expect(progressOn(rows).at(2_000, 1_000_000)).not.toContain("left");
  expect(progressOn({ ...rows, columns: 40 }).at(2_000, 2_000)).toHaveLength(39 + "\r\u{1b}[K".length);
});
