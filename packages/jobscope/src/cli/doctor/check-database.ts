import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

import { messageOf } from "../../config/error-text.ts";
import { storeFileOf } from "../../journey/store-file.ts";
import { failed, ok } from "./check.ts";
import type { Check } from "./check.ts";

const NAME = "database";
const BUSY_TIMEOUT_MS = 5000;

/** SQLite's own check of the file. Read only: a doctor changes nothing, not even the version of the schema. */
export function checkDatabase(dataDir: string): Check {
  const file = storeFileOf(dataDir);
  if (!existsSync(file)) return ok(NAME, "There is none yet; it is made at the first start.");
  const fix = `Restore a backup of ${file}, or move it away to start with an empty one.`;
  try {
    const problems = quickCheck(file);
    if (problems.length === 0) return ok(NAME, `${file} is sound.`);
    return failed(NAME, `${file} is damaged: ${problems.slice(0, 3).join("; ")}.`, fix);
  } catch (error) {
    return failed(NAME, `${file} cannot be read: ${messageOf(error)}.`, fix);
  }
}

function quickCheck(file: string): readonly string[] {
  const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    const rows = database.prepare("PRAGMA quick_check(10)").all();
    return rows.map((row) => String(Object.values(row)[0])).filter((text) => text !== "ok");
  } finally {
    database.close();
  }
}
