import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { backupStore, fileStamp } from "@jobscope/store";

import { storeFileOf } from "../../journey/store-file.ts";
import { interruptible } from "../interruptible.ts";
import { followUp } from "../options/follow-up.ts";
import { storeSettings } from "../options/store-settings.ts";
import { contentsText } from "../output/contents-text.ts";
import { copyProgress } from "../output/copy-progress.ts";
import type { BackupFlags } from "./backup-command.ts";

/** @throws {Error} that says what could not be done, with nothing written. */
export async function runBackup(options: BackupFlags): Promise<void> {
  const { dataDir } = storeSettings(options);
  const target = targetOf(options, Date.now());
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
      : `${target}: ${contentsText(contents)}, verified.\nRestore it with: ${followUp(["restore", "--from", target], { options, dataDir })}\n`,
  );
}

/** Where it goes. @throws {Error} where that cannot be, before anything is read. */
function targetOf({ to, force }: BackupFlags, nowMs: number): string {
  const path = resolve(to);
  if (isDirectory(path)) return join(path, `jobscope-${fileStamp(nowMs)}.db`);
  // Whoever ends it with a slash means a directory, and would look there in vain for a file of that name.
  const folder = /[/\\]$/.test(to) ? path : dirname(path);
  if (!isDirectory(folder))
    throw new Error(`--to ${to}: there is no directory ${folder}; make it first, or name another.`);
  if (existsSync(path) && force !== true) {
    throw new Error(`${path} is there already; name another file, or replace it with --force.`);
  }
  return path;
}

const isDirectory = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
