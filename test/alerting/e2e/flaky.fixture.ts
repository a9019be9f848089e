/** A service whose critical job fails once and is good three times after, when it is told to on its input. */
import { createInterface } from "node:readline";

import { start, wrapJob } from "@jobscope/instrumentation";

const handle = start({ serviceName: "flaky" });
const nightly = wrapJob({ name: "nightly", criticality: "critical" }, (fails: boolean) => {
  if (fails) throw new TypeError("no such table: invoices");
});

process.stdout.write("ready\n");
for await (const line of createInterface({ input: process.stdin })) {
  if (line === "end") break;
  try {
    nightly(line === "fail");
  } catch {
    // What the monitor is to tell of.
  }
  process.stdout.write(`done ${line}\n`);
}
await handle.shutdown();
process.exit(0);
