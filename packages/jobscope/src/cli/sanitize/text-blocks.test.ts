import { expect, it } from "vitest";

import { bytesOf, textBlocks } from "./text-blocks.ts";
import type { TextEncoding } from "./text-blocks.ts";

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
    expect(bytesOf(text, encoding)).toEqual(latin);
  }
});

const MARKED = "\u{feff}a\njane.doe@example.com \ud800 grün 中文\n";

it.each<[TextEncoding, string, number]>([
  ["utf16le", MARKED, 0],
  ["utf16be", MARKED, 0],
  ["utf16le", "2026-11-25 a line\nand another\n", 0],
  ["utf16be", "2026-11-25 a line\nand another", 1],
])("reads %s wherever it is cut, and gives every byte back", async (encoding, text, odd) => {
  const bytes = Buffer.concat([bytesOf(text, encoding), Buffer.alloc(odd, 1)]);
  for (let at = 4; at < bytes.length; at++) {
    const back: Buffer[] = [];
    let read = "";
    for await (const block of textBlocks(chunks(bytes.subarray(0, at), bytes.subarray(at)))) {
      back.push(bytesOf(block.text, block.encoding));
      read += block.text;
    }
    expect(read.startsWith(text)).toBe(true);
    expect(Buffer.concat(back).equals(bytes)).toBe(true);
  }
});

it("keeps a key of UTF-16 in one block", async () => {
  const text = `\u{feff}a\n${key("BEGIN")}MIIE\n`;
  const end = `AAAA\n${key("END")}b\n`;
  expect(await blocksOf(bytesOf(text, "utf16le"), bytesOf(end, "utf16le"))).toEqual([
    "\u{feff}a\n",
    `${key("BEGIN")}MIIE\n${end}`,
  ]);
});

const LINE = "an ordinary line of a log, with password=hunter2-Xyz and more\n";

it.each([
  ["UTF-16 behind UTF-8", [LINE, bytesOf(LINE, "utf16le")]],
  [
    "UTF-16 behind a short line of ASCII",
    [Buffer.concat([Buffer.from("pin=1234\n"), bytesOf(LINE.repeat(9), "utf16le")])],
  ],
  ["ASCII behind UTF-16", [bytesOf(`\u{feff}${LINE}`, "utf16le"), LINE]],
  ["a short line of ASCII behind UTF-16", [bytesOf(`\u{feff}${LINE}`, "utf16le"), "password=hunter2-Xyz\n"]],
  ["UTF-32", [Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0])]],
])("refuses %s, in which nothing would be found", async (_, parts) => {
  await expect(blocksOf(...parts)).rejects.toThrow(/iconv/);
});

it("takes two bytes that look like a mark for none where plain text follows, and kana for no ASCII", async () => {
  const text = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(LINE)]);
  for await (const { encoding } of textBlocks(chunks(text))) expect(encoding).toBe("latin1");
  const kana = `\u{feff}${"あかさたなはくけこ".repeat(20)}\n`;
  expect(await blocksOf(bytesOf(kana, "utf16le"))).toEqual([kana]);
});
