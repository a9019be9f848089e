import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const MAIN = join(import.meta.dirname, "../src/cli/main.ts");
const DEADLINE_MS = 15_000;

export interface Exit {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line as its user meets it: a process of its own, output through pipes. Disposing ends it. */
export class CliProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  stdout = "";
  stderr = "";

  constructor(
    args: readonly string[],
    options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
  ) {
    const { PATH, NODE_COMPILE_CACHE } = process.env;
    const env = { PATH, NODE_COMPILE_CACHE, NODE_NO_WARNINGS: "1", ...options.env };
    this.#child = spawn(process.execPath, [MAIN, ...args], {
      cwd: options.cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#exited = once(this.#child, "close");
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => (this.stdout += text));
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves once the output matches; throws with all of it when the process ends first or nothing comes. */
  async waitFor(pattern: RegExp, stream: "stdout" | "stderr" = "stdout"): Promise<RegExpExecArray> {
    const deadline = Date.now() + DEADLINE_MS;
    while (Date.now() < deadline) {
      const match = pattern.exec(this[stream]);
      if (match !== null) return match;
      if (this.#child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`no ${pattern} in ${stream}; exit ${this.#child.exitCode}\n${this.stdout}\n${this.stderr}`);
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Nobody reads its output any more. */
  closePipes(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  async exit(): Promise<Exit> {
    await this.#exited;
    return { code: this.#child.exitCode, stdout: this.stdout, stderr: this.stderr };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill("SIGKILL");
    await this.#exited;
  }
}

/** Runs it to its end. */
export async function runToEnd(...parameters: ConstructorParameters<typeof CliProcess>): Promise<Exit> {
  await using cli = new CliProcess(...parameters);
  return await cli.exit();
}
