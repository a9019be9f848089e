import { StoreError } from "../../model/store-error.ts";
import type { IntegrityReport } from "../../port/write.ts";
import type { Connection } from "./connection.ts";
import { textOf } from "./row.ts";
import { toStoreError } from "./sqlite-errors.ts";

/** Damage makes more damage: the first hundred findings are enough. */
const MAX_PROBLEMS = 100;

/** Reads every page and checks its structure; indexes are not compared with their tables. Some seconds per GB. */
export function checkIntegrity(connection: Connection): IntegrityReport {
  try {
    const rows = connection.all(`PRAGMA quick_check(${MAX_PROBLEMS})`);
    const problems = rows.map((row) => textOf(row, "quick_check")).filter((finding) => finding !== "ok");
    return { ok: problems.length === 0, problems };
  } catch (error) {
    const translated = toStoreError(error, connection.path);
    if (translated instanceof StoreError && translated.code === "corrupt") {
      return { ok: false, problems: [translated.message] };
    }
    throw translated;
  }
}
