import { fork } from "node:child_process";
import { join } from "node:path";

import type { BenchResult } from "./contract.ts";

const CHILD = join(import.meta.dirname, "child.ts");
/** A bench is a matter of seconds; one that hangs must not hang the others. */
const TIMEOUT_MS = 15 * 60_000;
const LARGE_TIMEOUT_MS = 120 * 60_000;

/** Not run unless asked for. */
export function isLarge(file: string): boolean {
  return file.endsWith(".large.bench.ts");
}

/** Runs one bench file in a process of its own; what it writes to stdout goes to stderr here. */
export function runBench(file: string): Promise<BenchResult> {
  return new Promise((resolve) => {
    const child = fork(CHILD, [file], {
      execArgv: ["--expose-gc"],
      stdio: ["ignore", 2, 2, "ipc"],
      timeout: isLarge(file) ? LARGE_TIMEOUT_MS : TIMEOUT_MS,
    });
    let answer: BenchResult | undefined;
    child.on("message", (message: BenchResult) => {
      answer = message;
    });
    child.once("error", (error) => resolve({ kind: "failed", file, reason: error.message }));
    child.once("exit", (code, signal) => {
      resolve(answer ?? { kind: "failed", file, reason: `ended with ${signal ?? `exit code ${String(code)}`}` });
    });
  });
}
