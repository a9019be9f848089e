import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { EXIT } from "../exit-codes.ts";

/** The program of the demo in the clone that this is part of. Throws where this is an installed package. */
export function findDemo(folder: string, root: string): string {
  const program = join(folder, root, "examples/invitation-cycle/demo/main.ts");
  if (existsSync(program)) return program;
  throw new Error(
    "The demo is not part of the installed package: it runs from a clone of the repository. There, with Node.js 20 or " +
      "newer: npx -y pnpm@12.21.0 demo",
  );
}

/** Runs the demo as a process of its own, on this terminal; resolves to its exit code. */
export async function runDemo(program: string, args: readonly string[]): Promise<number> {
  const demo = spawn(process.execPath, [program, ...args], { stdio: "inherit" });
  // Ctrl-C reaches the whole group: the demo ends by it, and this process with the demo.
  const ignore = (): void => {};
  const passOn = (signal: NodeJS.Signals): void => void demo.kill(signal);
  process.on("SIGINT", ignore).on("SIGTERM", passOn);
  try {
    const [code]: (number | string | null)[] = await once(demo, "exit");
    return typeof code === "number" ? code : EXIT.failure;
  } finally {
    process.off("SIGINT", ignore).off("SIGTERM", passOn);
  }
}
