import { expect, test } from "vitest";

import { StringTable, type WireBytes } from "./string-table.ts";

function read(table: StringTable, text: string): string {
  const bytes = Buffer.from(`..${text}..`);
  return table.read(bytes as WireBytes, 2, bytes.length - 4);
}

test("strings with the same hash and length are told apart", () => {
  // A known collision of FNV-1a with 32 bits.
  const table = new StringTable();
  for (const text of ["declinate", "macallums", "declinate", "declinate"]) expect(read(table, text)).toBe(text);
});

test("more strings than slots, each read twice", () => {
  const table = new StringTable();
  const texts = Array.from({ length: 10_000 }, (_, index) => `é-${index}`);
  for (const text of [...texts, ...texts.toReversed()]) expect(read(table, text)).toBe(text);
});

test("the empty string and the longest that is kept", () => {
  const table = new StringTable();
  for (const text of ["", "x".repeat(64), "", "x".repeat(64)]) expect(read(table, text)).toBe(text);
});
