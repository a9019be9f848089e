import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface ProgramOptions {
  /** Absolute path of the script. */
  readonly script: string;
  readonly args?: readonly string[];
  /** Options of Node.js itself. */
  readonly nodeArgs?: readonly string[];
  /** Added to the environment of this process; OTEL_* and NODE_OPTIONS of this process are not handed on. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Most of a short program's time is compiling; they all compile the same. */
const COMPILE_CACHE = join(import.meta.dirname, "../node_modules/.cache/compile");

/** A Node.js program in a process of its own, told what to do by lines on its input. Disposing kills it. */
export class ChildProgram implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams;
  /** Resolves once it has ended and its output is complete. */
  readonly ended: Promise<ProgramEnd>;
  stdout = "";
  stderr = "";

  constructor(options: ProgramOptions) {
    this.#child = spawn(process.execPath, [...(options.nodeArgs ?? []), options.script, ...(options.args ?? [])], {
      env: { ...inherited(), ...options.env },
      ...(options.cwd !== undefined && { cwd: options.cwd }),
      stdio: "pipe",
    });
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => (this.stdout += text));
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    // A program that has ended reads no more.
    this.#child.stdin.on("error", () => {});
    this.ended = once(this.#child, "close").then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
    }));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** One line on its standard input. */
  tell(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  /** Nothing more will be said to it. */
  closeInput(): void {
    this.#child.stdin.end();
  }

  /** Resolves once the output matches. @throws Error with all output, when it ends first or `timeoutMs` have passed. */
  async says(pattern: RegExp, timeoutMs = 20_000): Promise<RegExpExecArray> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const match = pattern.exec(this.stdout);
      if (match !== null) return match;
      if (!this.running || performance.now() > deadline) {
        const state = this.running ? "runs" : `ended with ${this.#child.exitCode ?? this.#child.signalCode}`;
        throw new Error(`The program ${state} and did not say ${pattern}:\n${this.stdout}\n${this.stderr}`);
      }
      await sleep(20);
    }
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<ProgramEnd> {
    this.#child.kill(signal);
    return await this.ended;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.running) this.#child.kill("SIGKILL");
    await this.ended;
  }
}

function inherited(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([key]) => !key.startsWith("OTEL_") && !key.startsWith("VITEST"));
  return { ...Object.fromEntries(kept), NODE_OPTIONS: "", NODE_COMPILE_CACHE: COMPILE_CACHE };
}
