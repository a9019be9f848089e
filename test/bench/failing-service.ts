/** A service whose critical jobs fail, one after the other, each at a time that it prints in milliseconds since the epoch. */
import { setTimeout as sleep } from "node:timers/promises";

import { start, wrapJob } from "@jobscope/instrumentation";

const failures = Number(process.argv[2]);
const everyMs = Number(process.argv[3]);
const serviceName = process.argv[4] ?? "failing";
const handle = start({ serviceName });

for (let number = 0; number < failures; number++) {
  const name = `failing-${number}`;
  const job = wrapJob({ name, criticality: "critical" }, () => {
    process.stdout.write(`failed ${name} ${Date.now()}\n`);
    throw new Error("the bench wants it so");
  });
  try {
    job();
  } catch {
    // The monitor is told of it.
  }
  await sleep(everyMs);
}
process.stdout.write("done\n");
await handle.shutdown();
