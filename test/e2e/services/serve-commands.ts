import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

import { runJob } from "@jobscope/instrumentation";

import { block } from "./act.ts";
import { oddValues } from "./odd-values.ts";

const released = Promise.withResolvers<void>();

const COMMANDS: Readonly<Record<string, (first: number, second: number) => unknown>> = {
  /** `block <ms>` */
  block,
  /** `long <ms>`: one run of the job "long". */
  long: (ms) => runJob({ name: "long" }, () => sleep(ms)),
  /** `burst <count>`: runs that begin in one turn, and end in one at `release`. */
  burst: (count) => {
    for (let begun = 0; begun < count; begun++) void runJob({ name: "burst" }, () => released.promise);
  },
  release: () => released.resolve(),
  /** `rate <per second> <seconds>`: runs that are long enough to send a start and an end each. */
  rate: async (perSecond, seconds) => {
    const started = performance.now();
    for (let sent = 0; sent < perSecond * seconds;) {
      const due = Math.min(perSecond * seconds, ((performance.now() - started) / 1000) * perSecond);
      for (; sent < due; sent++) void runJob({ name: "steady" }, () => sleep(1000));
      await sleep(10);
    }
    await sleep(1200);
    console.log("rate done");
  },
  /** `attempts <count>`: one piece of work whose every attempt but the last one fails. */
  attempts: async (count) => {
    let previousRunId: string | undefined;
    for (let attempt = 1; attempt <= count; attempt++) {
      const options = {
        name: "retried",
        attempt,
        maxAttempts: count,
        ...(previousRunId !== undefined && { previousRunId }),
      };
      try {
        runJob(options, (job) => {
          previousRunId = job.runId;
          if (attempt < count) throw new RangeError(`attempt ${attempt} failed`);
        });
      } catch {
        // The next attempt follows.
      }
    }
  },
  odd: oddValues,
};

/** Does what lines on the input say; when the input ends, whoever started the process is gone, and it ends too. */
export function serveCommands(): void {
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    const [command = "", first = "0", second = "0"] = line.split(" ");
    const run = COMMANDS[command];
    if (run === undefined) throw new Error(`there is no command ${line}`);
    void run(Number(first), Number(second));
  });
  lines.on("close", () => process.exit(0));
}
