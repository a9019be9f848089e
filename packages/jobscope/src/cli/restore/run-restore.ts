import { basename, resolve } from "node:path";

import { openAccessStore, restoreStore, StoreError } from "@jobscope/store";

import { storeFileOf } from "../../journey/store-file.ts";
import { cliAudit } from "../access/cli-audit.ts";
import { interruptible } from "../interruptible.ts";
import { storeSettings } from "../options/store-settings.ts";
import { outliveReaders } from "../outlive-readers.ts";
import { contentsText } from "../output/contents-text.ts";
import { copyProgress } from "../output/copy-progress.ts";
import type { RestoreFlags } from "./restore-command.ts";

/** @throws {StoreError} that says what could not be done, with the database as it was. */
export async function runRestore(options: RestoreFlags): Promise<void> {
  outliveReaders([process.stdout, process.stderr]);
  const path = storeFileOf(storeSettings(options).dataDir);
  using progress = copyProgress("restore");
  const { contents, setAside } = await interruptible((signal) =>
    restoreStore({ source: resolve(options.from), path, signal, onProgress: progress.report }),
  );
  progress.end();
  note(path, `from ${basename(options.from)}, at change ${contents.sequence}`);
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ file: path, set_aside: setAside ?? null, ...contents }, null, 2)}\n`);
    return;
  }
  const before = setAside === undefined ? "" : `The database that was there is now ${setAside}.\n`;
  process.stdout.write(
    `${path}: restored ${contentsText(contents)}.\n${before}Start the monitor with: jobscope serve\n`,
  );
}

/** History was replaced: that belongs into the audit, the restored one. */
function note(path: string, detail: string): void {
  try {
    const store = openAccessStore({ path });
    try {
      store.appendAudit([cliAudit({ atMs: Date.now(), action: "store.restore", target: "", detail })]);
    } finally {
      store.close();
    }
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== "older_schema") throw error;
    process.stderr.write("The backup is of an older version, so that the restore itself is not in its audit.\n");
  }
}
