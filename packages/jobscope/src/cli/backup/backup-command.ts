import { Command } from "commander";

import { addStoreFlags } from "../options/store-settings.ts";

export function backupCommand(): Command {
  return addStoreFlags(new Command("backup"))
    .requiredOption("--to <file>", "where to write it; in a directory that is there it gets a name with the time")
    .option("--force", "replace a file that is there")
    .option("--json", "print what was written as JSON")
    .description("write a verified copy of the database, while the monitor runs or not")
    .addHelpText("after", `\n${HELP}`)
    .action(async (options: BackupFlags) => {
      const { runBackup } = await import("./run-backup.ts");
      await runBackup(options);
    });
}

const HELP = `The copy is one state of the database: all that was acknowledged before it began, keys and audit included.
It is checked page by page, written to disk, and gets its name only then; whatever stops it leaves no file.
While it runs, the write-ahead log of the database grows by what is received in that time.
Whoever reads the file reads all data: it is made for this user alone (0600); keep it so.`;

export interface BackupFlags extends Readonly<Record<string, unknown>> {
  readonly to: string;
  readonly force?: true;
  readonly json?: true;
}
