/**
 * Prints "N passed, N failed[, N skipped]" from the JSON reports of vitest and fails unless all is well:
 * `node scripts/ci-summary.ts <status of the steps> <report>…`. Each report that is missing or unreadable, and steps
 * that failed without a failed test, count as one failure.
 */
import { readFileSync } from "node:fs";

import { summarise } from "./ci/summary.ts";

const [stepStatus = "1", ...files] = process.argv.slice(2);
const reports = files.map((file) => {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    console.error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
});
const { line, ok } = summarise(reports, stepStatus === "0");
console.log(line);
process.exitCode = ok ? 0 : 1;
