import type { Database } from "../database.ts";
import { pause } from "../pause.ts";

/** Takes longer than its period, so that its scheduler skips every other start. */
export async function refreshStatistics(database: Database): Promise<void> {
  await pause(3000);
  database.countByState();
}
