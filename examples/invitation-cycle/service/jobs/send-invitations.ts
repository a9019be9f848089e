import { currentJob } from "@jobscope/instrumentation";

import type { Database } from "../database.ts";
import { pause } from "../pause.ts";

const BATCH_SIZE = 20;
const BATCHES = 5;

/** Invites the members that are still open, in batches, and tells how far it is. */
export async function sendInvitations(database: Database): Promise<void> {
  const job = currentJob();
  if (database.membersIn("open", 1).length === 0) database.startNewCycle();
  for (let batch = 1; batch <= BATCHES; batch++) {
    await job?.step(`batch ${batch}`, async () => {
      const members = database.membersIn("open", BATCH_SIZE);
      for (const member of members) database.move(member.id, "invited");
      await pause(150);
      job?.items(members.length);
    });
    job?.progress(batch / BATCHES, `batch ${batch} of ${BATCHES}`);
  }
}
