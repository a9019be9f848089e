/** A service with one job under node-cron and one wrapped function that it runs as many times as its argument says. */
import { instrumentNodeCron, start, wrapJob } from "@jobscope/instrumentation";
import * as nodeCron from "node-cron";

const runs = Number(process.argv[2]);
const handle = start({ serviceName: "collected" });
const { schedule } = instrumentNodeCron(nodeCron);

const tick = schedule("* * * * * *", () => undefined, { name: "tick" });
const numbered = wrapJob({ name: "numbered" }, (n: number) => {
  if (n === 1) throw new Error("the second run fails");
});

for (let n = 0; n < runs; n++) {
  try {
    numbered(n);
  } catch {
    // The failure is what the monitor shall see.
  }
}
await tick.execute();
await tick.destroy();
await handle.shutdown();
