import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";

export interface Started {
  readonly name: string;
  readonly pid: number;
  /** Resolves with how it ended. */
  readonly ended: Promise<string>;
  /** SIGKILL: the process cannot say goodbye. */
  killHard(): void;
  /** SIGTERM, and SIGKILL after 6 s. */
  stop(): Promise<void>;
}

export interface Program {
  readonly name: string;
  readonly script: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** File that takes what the process prints. */
  readonly logFile: string;
}

/**
 * Starts a TypeScript program as a process of its own, on the same Node.js, in a process group of its own: Ctrl-C reaches
 * every process of the terminal's group, and the demo is to read its summary from a monitor that still runs.
 */
export function startProcess(program: Program): Started {
  const child = spawn(process.execPath, [program.script, ...(program.args ?? [])], {
    env: { ...process.env, ...program.env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  process.once("exit", () => child.kill("SIGKILL"));
  const log = createWriteStream(program.logFile, { flags: "a" });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const ended = endOf(child).finally(() => log.end());
  return {
    name: program.name,
    pid: child.pid ?? 0,
    ended,
    killHard: () => void child.kill("SIGKILL"),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), 6000);
      await ended;
      clearTimeout(timer);
    },
  };
}

async function endOf(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
    return signal ?? `exit code ${code}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
