import { Command } from "commander";

import { findDemo, runDemo } from "./run-demo.ts";

/** Five levels above the folder of this file, in the sources as in the build. */
const ROOT = "../../../../..";

/** `exitWith`: told the exit code of the demo. */
export function demoCommand(exitWith: (exitCode: number) => void): Command {
  return new Command("demo")
    .description("watch real jobs succeed, fail, overlap, miss, hang and die (in a clone of the repository)")
    .argument("[arguments...]", "go to the demo: `--for 30s` ends it by itself, with a table and an exit code")
    .allowUnknownOption()
    .action(async (args: readonly string[]) => exitWith(await runDemo(findDemo(import.meta.dirname, ROOT), args)));
}
