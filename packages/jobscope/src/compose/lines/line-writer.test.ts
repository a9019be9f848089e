import { Writable } from "node:stream";

import { expect, it } from "vitest";

import { lineWriter } from "./line-writer.ts";

it("holds a bounded number of bytes for a reader that does not read, and says how many lines it left out", () => {
  const written: string[] = [];
  let release: () => void = () => {};
  const slow = new Writable({
    write: (chunk, _encoding, done) => {
      written.push(String(chunk));
      release = done;
    },
  });
  const write = lineWriter(slow);
  const line = "x".repeat(1_000);
  for (let index = 0; index < 2_000; index++) write(line);
  expect(slow.writableLength).toBeLessThan(300_000);
  const before = slow.writableLength;
  while (slow.writableLength > 0) release();
  write("after");
  while (slow.writableLength > 0) release();
  expect(before).toBeGreaterThan(200_000);
  expect(written.at(-2)).toMatch(/^\(1\d{3} lines left out/);
  expect(written.at(-1)).toBe("after\n");
});
