import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

import { meetsTarget } from "../../scripts/bench/contract.ts";
import { formatResults, formatValue } from "../../scripts/bench/format.ts";
import { runBench } from "../../scripts/bench/run.ts";

const folder = mkdtempSync(join(tmpdir(), "jobscope-bench-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function benchFile(name: string, source: string): string {
  const file = join(folder, name);
  writeFileSync(file, source);
  return file;
}

test("a bench runs in its own process and its figures come back", async () => {
  const source = `export const bench = { name: "pid", run: async () => [{ name: "pid", value: process.pid, unit: "" }] };`;
  const result = await runBench(benchFile("pid.bench.mjs", source));
  expect(result).toMatchObject({ kind: "measured", name: "pid" });
  expect(result.kind === "measured" && result.figures[0]?.value).not.toBe(process.pid);
});

test.each([
  [
    "one that throws",
    `export const bench = { name: "x", run: async () => { throw new Error("no luck"); } };`,
    /no luck/,
  ],
  ["one that exits", `export const bench = { name: "x", run: async () => process.exit(3) };`, /exit code 3/],
  ["a file without a bench", "export const other = 1;", /exports no `bench`/],
])("%s is a failure with its reason", async (name, source, reason) => {
  const result = await runBench(benchFile(`${name.replaceAll(" ", "-")}.bench.mjs`, source));
  expect(result).toMatchObject({ kind: "failed", reason: expect.stringMatching(reason) });
});

test.each([
  ["<= 15", 15, true],
  ["< 15", 15, false],
  [">= 300_000", 300_000, true],
  ["> 300000", 1, false],
])("target %s of %d: %s", (target, value, met) => {
  expect(meetsTarget({ name: "x", unit: "", value, target })).toBe(met);
});

test("a target that is no comparison is an error that says how to write one", () => {
  expect(() => meetsTarget({ name: "x", unit: "", value: 1, target: "fast" })).toThrow(/x: the target "fast".*<= 15/);
});

test("the table names each figure, its target and the verdict, and counts them", () => {
  const figures = [
    { name: "speed", value: 123_456.7, unit: "spans/s", target: ">= 300000" },
    { name: "cost", value: 1.23456, unit: "µs", target: "<= 15" },
  ];
  const text = formatResults([
    { kind: "measured", file: "a.bench.ts", name: "reader", figures },
    { kind: "failed", file: "b.bench.ts", reason: "no luck" },
  ]);
  expect(text).toMatch(/speed\s+123,457\s+spans\/s\s+>= 300000\s+MISSED/);
  expect(text).toMatch(/cost\s+1.23\s+µs\s+<= 15\s+met/);
  expect(text).toContain("FAILED: no luck");
  expect(text).toContain("targets: 1 met, 1 missed; benches that failed: 1");
});

test("values are rounded to what a run can tell", () => {
  expect([0.001234, 12.345, 1_234_567.8].map(formatValue)).toEqual(["0.00123", "12.3", "1,234,568"]);
});
