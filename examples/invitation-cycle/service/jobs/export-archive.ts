import { currentJob } from "@jobscope/instrumentation";

import { pause } from "../pause.ts";

/** Long; its process is killed while it runs. */
export async function exportArchive(): Promise<void> {
  const job = currentJob();
  for (let part = 1; part <= 100; part++) {
    await pause(1000);
    job?.progress(part / 100, `part ${part} of 100`);
  }
}
