import { expect, it } from "vitest";

import { textBlocks } from "./text-blocks.ts";

async function* chunks(...parts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === "string" ? Buffer.from(part) : part;
}

async function blocksOf(...parts: readonly (string | Uint8Array)[]): Promise<readonly string[]> {
  const blocks: string[] = [];
  for await (const { text } of textBlocks(chunks(...parts))) blocks.push(text);
  return blocks;
}

const key = (kind: "BEGIN" | "END"): string => `-----${kind} RSA PRIVATE KEY-----\n`;

it("gives whole lines as soon as they are there, and the rest at the end", async () => {
  expect(await blocksOf("one\ntw", "o\nthree\nfo", "ur")).toEqual(["one\n", "two\nthree\n", "four"]);
  expect(await blocksOf()).toEqual([]);
  expect(await blocksOf("no end")).toEqual(["no end"]);
});

it("keeps a key of several lines in one block, from the start of its line", async () => {
  const body = "MIIE\nAAAA\n";
  expect(await blocksOf(`a\nb ${key("BEGIN")}MI`, "IE\nAAAA\n", `${key("END")}c\nd`)).toEqual([
    "a\n",
    `b ${key("BEGIN")}${body}${key("END")}c\n`,
    "d",
  ]);
});

it("lets a key go whose end does not come", async () => {
  const line = `${"A".repeat(63)}\n`;
  const blocks = await blocksOf(key("BEGIN"), ...Array.from({ length: 2000 }, () => line), "end\n");
  expect(blocks.join("")).toBe(`${key("BEGIN")}${line.repeat(2000)}end\n`);
  expect(blocks[0]?.length).toBeGreaterThan(65_536);
  expect(blocks.length).toBeGreaterThan(100);
});

it("bounds a line without end", async () => {
  const megabyte = "x".repeat(1024 * 1024);
  const blocks = await blocksOf(...Array.from({ length: 10 }, () => megabyte));
  expect(blocks.map(({ length }) => length / megabyte.length)).toEqual([8, 2]);
});

it("does not cut a character in two, and passes bytes that are no UTF-8", async () => {
  const bytes = Buffer.from("grün 😀\n");
  for (let at = 1; at < bytes.length; at++) {
    expect(await blocksOf(bytes.subarray(0, at), bytes.subarray(at))).toEqual(["grün 😀\n"]);
  }
  const latin = Buffer.from([0x67, 0x72, 0xfc, 0x6e, 0x0a]);
  for await (const { text, encoding } of textBlocks(chunks(latin))) {
    expect(Buffer.from(text, encoding)).toEqual(latin);
  }
});
