import { currentJob } from "@jobscope/instrumentation";

import type { Database } from "../database.ts";
import { pause } from "../pause.ts";

/** Slow, in two steps. */
export async function monthlyReport(database: Database): Promise<void> {
  const job = currentJob();
  const counts = await job?.step("collect", async () => {
    await pause(1500);
    return database.countByState();
  });
  job?.logger.info("collected", { states: Object.keys(counts ?? {}).length });
  await job?.step("render", () => pause(1000));
}
