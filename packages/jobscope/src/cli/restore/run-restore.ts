import { resolve } from "node:path";

import { restoreStore } from "@jobscope/store";

import { storeFileOf } from "../../journey/store-file.ts";
import { contentsText } from "../contents-text.ts";
import { copyProgress } from "../copy-progress.ts";
import { interruptible } from "../interruptible.ts";
import { outliveReaders } from "../outlive-readers.ts";
import { storeSettings } from "../store-settings.ts";
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
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ file: path, set_aside: setAside ?? null, ...contents }, null, 2)}\n`);
    return;
  }
  const before = setAside === undefined ? "" : `The database that was there is now ${setAside}.\n`;
  process.stdout.write(
    `${path}: restored ${contentsText(contents)}.\n${before}Start the monitor with: jobscope serve\n`,
  );
}
