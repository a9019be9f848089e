/**
 * `pnpm bench [words] [--json] [--large]`: runs every bench whose file has one of the words, each in a process of its own,
 * one after another, and prints one table. With `--large` only those that take half an hour and tens of gigabytes of disk. A target that is not met is printed as missed; it is no failure, because a
 * busy machine is not a broken program. A bench that throws is a failure.
 */
import { globSync } from "node:fs";

import type { BenchResult } from "./bench/contract.ts";
import { formatResults } from "./bench/format.ts";
import { isLarge, runBench } from "./bench/run.ts";

const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const asJson = process.argv.includes("--json");
const large = process.argv.includes("--large");
const files = globSync(["packages/*/{src,test}/**/*.bench.ts", "test/bench/*.bench.ts"])
  .filter((file) => isLarge(file) === large)
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .toSorted();

if (files.length === 0) {
  console.error(`No bench matches ${words.join(" ") || "packages/*/src/**/*.bench.ts"}.`);
  process.exitCode = 1;
}

const results: BenchResult[] = [];
for (const file of files) {
  if (!asJson) console.error(`running ${file}`);
  results.push(await runBench(file));
}
console.log(asJson ? JSON.stringify(results, undefined, 2) : formatResults(results));
if (results.some((result) => result.kind === "failed")) process.exitCode = 1;
