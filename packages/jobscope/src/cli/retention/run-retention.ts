import { setImmediate } from "node:timers/promises";

import { lockDataDirectory, openSqliteStore, planRetention, StoreError } from "@jobscope/store";
import type { DataDirectoryLock, RetentionPolicy } from "@jobscope/store";

import { storeFileOf } from "../../journey/store-file.ts";
import { EXIT } from "../exit-codes.ts";
import { interruptible } from "../interruptible.ts";
import { RETENTION_KEYS, storeSettings } from "../options/store-settings.ts";
import type { StoreSettings } from "../options/store-settings.ts";
import { megabytes } from "../output/contents-text.ts";
import { terminalProgress } from "../output/progress.ts";
import { planJson, planText } from "./plan-text.ts";
import type { RetentionFlags } from "./retention-command.ts";

/** Resolves to the exit code. @throws {StoreError} where the database cannot be read or cleaned. */
export async function runRetention(options: RetentionFlags): Promise<number> {
  const settings = storeSettings(options, RETENTION_KEYS);
  const json = options.json === true;
  const path = storeFileOf(settings.dataDir);
  const plan = planRetention(path, settings.retention, Date.now());
  if (options.dryRun === true) {
    process.stdout.write(json ? planJson(plan) : planText(plan));
    return EXIT.ok;
  }
  const lock = lockUnlessRunning(settings);
  if (typeof lock === "string") {
    if (json) process.stdout.write(`${JSON.stringify({ cleaned: false, reason: lock }, null, 2)}\n`);
    else process.stderr.write(`${lock}\n`);
    return EXIT.failure;
  }
  try {
    const expected = plan.kinds.reduce((sum, { rows }) => sum + rows, 0);
    const deleted = await interruptible((signal) => clean(path, settings.retention, { signal, expected }));
    process.stdout.write(json ? `${JSON.stringify({ cleaned: true, ...deleted }, null, 2)}\n` : doneText(deleted));
    return EXIT.ok;
  } finally {
    lock.release();
  }
}

/** The lock, or who has it and what that means. */
function lockUnlessRunning({ dataDir }: StoreSettings): DataDirectoryLock | string {
  try {
    return lockDataDirectory(dataDir);
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== "locked") throw error;
    const [holder = ""] = error.message.split("; ", 1);
    return `${holder}.\nA running monitor cleans up by itself each minute: there is nothing to do. See what it will delete with --dry-run.`;
  }
}

interface Cleaned {
  /** Rows by table. */
  readonly deleted: Readonly<Record<string, number>>;
  readonly bytes: number;
}

async function clean(
  path: string,
  policy: RetentionPolicy,
  { signal, expected }: { readonly signal: AbortSignal; readonly expected: number },
): Promise<Cleaned> {
  const progress = terminalProgress({ label: "retention", unit: "rows", total: expected });
  const store = openSqliteStore({ path, durability: "process" });
  const deleted: Record<string, number> = {};
  const nowMs = Date.now();
  try {
    for (;;) {
      const report = store.enforceRetention(policy, nowMs);
      for (const [table, rows] of Object.entries(report.deleted)) deleted[table] = (deleted[table] ?? 0) + rows;
      if (!report.more) return { deleted, bytes: report.bytes };
      progress.report(Object.values(deleted).reduce((sum, rows) => sum + rows, 0));
      // Signals are heard between two chunks.
      await setImmediate();
      signal.throwIfAborted();
    }
  } finally {
    progress.end();
    store.close();
  }
}

function doneText({ deleted, bytes }: Cleaned): string {
  const counts = Object.entries(deleted).map(([table, rows]) => `${rows} ${table.replaceAll("_", " ")}`);
  const what = counts.length === 0 ? "Nothing was old enough to go" : `Deleted ${counts.join(", ")}`;
  return `${what}; the file has ${megabytes(bytes)}.\n`;
}
