import { statSync } from "node:fs";
import { join, resolve } from "node:path";

import { backupStore, fileStamp } from "@jobscope/store";

import { storeFileOf } from "../../journey/store-file.ts";
import { interruptible } from "../interruptible.ts";
import { storeSettings } from "../options/store-settings.ts";
import { outliveReaders } from "../outlive-readers.ts";
import { contentsText } from "../output/contents-text.ts";
import { copyProgress } from "../output/copy-progress.ts";
import type { BackupFlags } from "./backup-command.ts";

/** @throws {StoreError} that says what could not be done, with nothing written. */
export async function runBackup(options: BackupFlags): Promise<void> {
  outliveReaders([process.stdout, process.stderr]);
  const { dataDir } = storeSettings(options);
  const target = fileIn(resolve(options.to), Date.now());
  using progress = copyProgress("backup");
  const contents = await interruptible((signal) =>
    backupStore({
      path: storeFileOf(dataDir),
      target,
      force: options.force,
      signal,
      onProgress: progress.report,
    }),
  );
  progress.end();
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ file: target, ...contents }, null, 2)}\n`
      : `${target}: ${contentsText(contents)}, verified.\nRestore it with: jobscope restore --from ${target}\n`,
  );
}

function fileIn(path: string, nowMs: number): string {
  const isDirectory = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return isDirectory ? join(path, `jobscope-${fileStamp(nowMs)}.db`) : path;
}
