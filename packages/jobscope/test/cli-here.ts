import { vi } from "vitest";

import { runCli } from "../src/cli/run-cli.ts";

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command line in this process: what it does and writes, without the half second that a process of its own takes. */
export async function cliHere(...args: readonly string[]): Promise<Outcome> {
  const written = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((stream) =>
    vi.spyOn(process[stream], "write").mockImplementation((text, ...rest: readonly unknown[]) => {
      written[stream] += String(text);
      const onWritten = rest.at(-1);
      if (typeof onWritten === "function") onWritten();
      return true;
    }),
  );
  const before = [process.stdout, process.stderr].map((stream) => [stream, stream.listeners("error")] as const);
  try {
    return { code: await runCli(args), ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
    // A command adds listeners to the streams of its process, which here outlives it.
    for (const [stream, listeners] of before) {
      for (const listener of stream.listeners("error")) {
        if (!listeners.includes(listener)) stream.off("error", listener as () => void);
      }
    }
  }
}
