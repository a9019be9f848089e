import { join } from "node:path";

/** The database inside the data directory. */
export function storeFileOf(dataDir: string): string {
  return join(dataDir, "jobscope.db");
}
