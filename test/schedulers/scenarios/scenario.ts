import type { FakeClock } from "../support/fake-clock.ts";
import type { Log, Recorder } from "../support/recorder.ts";

export interface Stage {
  readonly log: Log;
  readonly name: Recorder["name"];
  readonly clock: FakeClock;
}

/** `library` is the bare module or what the instrumentation made of it. */
export type Scenario<L> = (library: L, stage: Stage) => void | Promise<void>;

/** Job functions of every kind, each logging how it is called. */
export interface JobFunctions {
  readonly sync: (this: unknown, ...args: unknown[]) => void;
  readonly async: (this: unknown, ...args: unknown[]) => Promise<void>;
  readonly throws: (this: unknown, ...args: unknown[]) => void;
  readonly rejects: (this: unknown, ...args: unknown[]) => Promise<void>;
  readonly thenable: (this: unknown, ...args: unknown[]) => unknown;
}

class CustomError extends Error {
  override readonly name: string = "CustomError";
  readonly code: string = "E_CUSTOM";
}

export function jobFunctions({ log }: Stage): JobFunctions {
  return {
    sync: function sync(this: unknown, ...args) {
      log("sync", this, args);
      return 42;
    },
    async: async function asyncJob(this: unknown, ...args) {
      log("async begins", this, args);
      await Promise.resolve();
      log("async ends");
      // Libraries hand results on to listeners, whatever their types say.
      return "done" as never;
    },
    throws: function throwing(this: unknown, ...args) {
      log("throws", this, args);
      throw new CustomError("thrown");
    },
    rejects: async function rejecting(this: unknown, ...args) {
      log("rejects", this, args);
      await Promise.resolve();
      throw new CustomError("rejected");
    },
    thenable: function thenable(this: unknown, ...args) {
      log("thenable", this, args);
      return {
        then(resolve: (value: unknown) => void) {
          log("then called");
          resolve("thenable value");
        },
        catch() {
          log("catch called");
        },
      };
    },
  };
}
