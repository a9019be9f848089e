import { currentJob } from "@jobscope/instrumentation";

import type { Database } from "../database.ts";
import type { Mailer } from "../mailer.ts";

/** Reminds a few invited members by e-mail. */
export async function sendReminders(database: Database, mailer: Mailer): Promise<void> {
  const members = database.membersIn("invited", 3);
  for (const member of members) {
    await mailer.send(member.email, "Your invitation is waiting", "Please answer by the end of the month.");
    database.move(member.id, "reminded");
  }
  currentJob()?.items(members.length);
}
