/** Sends runs with their log lines at a steady rate until its input ends: `steady-load.ts <OTLP address> <records/s>`. */
import { once } from "node:events";

import { RECORDS_PER_RUN, RUNS_PER_REQUEST, startLoad } from "../monitor/support/load.ts";

const [, , otlp = "", recordsPerSecond = ""] = process.argv;
const load = startLoad(otlp, {
  requestsPerSecond: Number(recordsPerSecond) / (RECORDS_PER_RUN * RUNS_PER_REQUEST),
  atMs: Date.now(),
});
console.log("sending");
process.stdin.resume();
await once(process.stdin, "end");
await load.stop();
const refused = [...load.statuses].filter(([status]) => status !== 200).reduce((sum, [, count]) => sum + count, 0);
console.log(`acknowledged ${load.acknowledged.size} refused ${refused}`);
