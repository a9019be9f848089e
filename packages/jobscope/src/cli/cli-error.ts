import { CommanderError } from "commander";

import { ConfigError } from "../config/config-error.ts";
import { messageOf } from "../config/error-text.ts";
import { EXIT } from "./exit-codes.ts";
import { Interrupted } from "./interruptible.ts";

export interface CliFailure {
  /** For standard error; empty where it has been written already. */
  readonly text: string;
  readonly exitCode: number;
}

/** One readable paragraph and an exit code for whatever ended a command; the stack only for who asks for it. */
export function toCliFailure(error: unknown, debug: boolean): CliFailure {
  if (error instanceof CommanderError) return { text: "", exitCode: error.exitCode === 0 ? EXIT.ok : EXIT.usage };
  if (debug && error instanceof Error) return { text: error.stack ?? error.message, exitCode: codeOf(error) };
  return { text: messageOf(error), exitCode: codeOf(error) };
}

function codeOf(error: unknown): number {
  if (error instanceof Interrupted) return error.exitCode;
  return error instanceof ConfigError ? EXIT.usage : EXIT.failure;
}
