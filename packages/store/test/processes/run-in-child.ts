import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** Of util-linux: changes the limits of a running process. Absent elsewhere than on Linux. */
export const PRLIMIT: string = "prlimit";

export interface Child {
  readonly process: ChildProcess;
  /** Resolves with the output so far once it holds `text`; rejects when the child ends before. */
  waitFor(text: string): Promise<string>;
  /** Kills it as `kill -9` does, and waits for the end. */
  kill(): Promise<void>;
  readonly output: () => string;
}

/** Runs the TypeScript module `file` in a process of its own, optionally under a limit on the size of files it writes. */
export function runInChild(file: string, args: readonly string[], fileBlocks?: number): Child {
  const command = [process.execPath, file, ...args];
  const child =
    fileBlocks === undefined
      ? spawn(process.execPath, [file, ...args])
      : spawn("sh", ["-c", `ulimit -S -f ${fileBlocks}; exec "$@"`, "sh", ...command]);
  let output = "";
  const ended = once(child, "close");
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
    child.emit("jobscope:output");
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  return {
    process: child,
    output: () => output,
    waitFor: async (text) => {
      while (!output.includes(text)) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`child ended: ${output}`);
        await Promise.race([once(child, "jobscope:output"), ended]);
      }
      return output;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
