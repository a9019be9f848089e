import { statSync } from "node:fs";
import { basename, resolve } from "node:path";

import { openAccessStore, restoreStore, StoreError } from "@jobscope/store";

import { storeFileOf } from "../../journey/store-file.ts";
import { cliAudit } from "../access/cli-audit.ts";
import { interruptible } from "../interruptible.ts";
import { followUp } from "../options/follow-up.ts";
import { storeSettings } from "../options/store-settings.ts";
import { contentsText } from "../output/contents-text.ts";
import { copyProgress } from "../output/copy-progress.ts";
import type { RestoreFlags } from "./restore-command.ts";

/** @throws {Error} that says what could not be done, with the database as it was. */
export async function runRestore(options: RestoreFlags): Promise<void> {
  const { dataDir } = storeSettings(options);
  const path = storeFileOf(dataDir);
  const source = resolve(options.from);
  if (statSync(source, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new Error(`--from ${options.from} is a directory; name the file in it that \`jobscope backup\` wrote.`);
  }
  using progress = copyProgress("restore");
  const { contents, setAside } = await interruptible((signal) =>
    restoreStore({ source, path, signal, onProgress: progress.report }),
  );
  progress.end();
  note(path, `from ${basename(options.from)}, at change ${contents.sequence}`);
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ file: path, set_aside: setAside ?? null, ...contents }, null, 2)}\n`);
    return;
  }
  const before = setAside === undefined ? "" : `The database that was there is now ${setAside}.\n`;
  process.stdout.write(
    `${path}: restored ${contentsText(contents)}.\n${before}Start the monitor with: ${followUp(["serve"], { options, dataDir })}\n`,
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
