import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { SeenTelemetry } from "./telemetry.ts";

export interface ChildResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly signal: string | null;
  readonly telemetry: SeenTelemetry | undefined;
}

const DEADLINE_MS = 60_000;
const HERE = fileURLToPath(new URL("../../..", import.meta.url));
/** Dozens of children load the same modules: compiled once, each starts in half the time. */
const COMPILE_CACHE = join(HERE, "node_modules/.cache/jobscope-compile");
const limit = Math.max(2, availableParallelism());
let running = 0;
const waiting: (() => void)[] = [];

async function slot<T>(run: () => Promise<T>): Promise<T> {
  if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
  try {
    return await run();
  } finally {
    running--;
    waiting.shift()?.();
  }
}

/** Runs a script of `programs/`; its last argument is a file in which it may leave telemetry. */
export async function runChild(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<ChildResult> {
  const folder = mkdtempSync(join(tmpdir(), "jobscope-schedulers-"));
  const telemetryFile = join(folder, "telemetry.json");
  try {
    return await slot(async () => {
      const ended = await spawned([join(import.meta.dirname, "../programs", script), ...args, telemetryFile], env);
      return { ...ended, telemetry: readTelemetry(telemetryFile) };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function spawned(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Omit<ChildResult, "telemetry">> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], {
      env: { ...process.env, NODE_OPTIONS: "", NODE_COMPILE_CACHE: COMPILE_CACHE, FORCE_COLOR: "0", ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: DEADLINE_MS,
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ stdout, stderr, code, signal }));
  });
}

function readTelemetry(file: string): SeenTelemetry | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as SeenTelemetry;
  } catch {
    return undefined;
  }
}

/**
 * stderr as a user reads it: without process ids, random ids, and the frames of stacks, which name the wrapper. Above a
 * fatal error Node prints the line that threw last; that line is the wrapper's, the error and its stack are the job's.
 */
export function comparable(stderr: string): string {
  return stderr
    .replaceAll(HERE, "")
    .replaceAll(/PID: \d+/g, "PID")
    .replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, "<uuid>")
    .replace(/^(node:|file:|\/)[^\n]*:\d+\n[\s\S]*?\^\n\n/m, "")
    .replaceAll(/^ +at .*?( \{)?\n/gm, "$1\n")
    .replaceAll(/\n+/g, "\n");
}
