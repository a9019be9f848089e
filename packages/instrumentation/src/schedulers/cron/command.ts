import type { ChildProcess } from "node:child_process";
import { EventEmitter, errorMonitor } from "node:events";

import type { JobRegistration, RunStart } from "../../model/job-definition.ts";
import type { Callback } from "./cron-types.ts";

/**
 * `onTick` as a shell command: a run lasts from the spawn to the exit of the child. Only listeners that change nothing
 * are added: an `error` listener would stop the crash that a missing command causes, `errorMonitor` does not.
 */
export function observeCommand(
  spawn: Callback,
  registration: JobRegistration,
  start: () => RunStart | undefined,
): Callback {
  return function onTick(this: unknown, ...args: unknown[]): unknown {
    const run = registration.begin(start());
    try {
      const child = Reflect.apply(spawn, this, args);
      if (!isChild(child)) {
        run.succeed();
        return child;
      }
      const emitter: EventEmitter = child;
      emitter.once(errorMonitor, (error: unknown) => run.fail(error));
      child.once("exit", (code: number | null, signal: string | null) => {
        if (code === 0) run.succeed();
        else run.fail(new CommandError(code, signal));
      });
      return child;
    } catch (error) {
      run.fail(error);
      throw error;
    }
  };
}

const isChild = (value: unknown): value is ChildProcess => value instanceof EventEmitter && "pid" in value;

/** A command that ended with another exit code than 0 or by a signal. */
class CommandError extends Error {
  override readonly name: string = "CommandError";
  readonly code: string;

  constructor(code: number | null, signal: string | null) {
    super(
      code === null ? `the command was ended by ${signal ?? "a signal"}` : `the command ended with exit code ${code}`,
    );
    this.code = code === null ? (signal ?? "SIGNAL") : `EXIT_${code}`;
  }
}
