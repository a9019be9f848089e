import { Command } from "commander";

import { addStoreFlags } from "../options/store-settings.ts";

export function restoreCommand(): Command {
  return addStoreFlags(new Command("restore"))
    .requiredOption("--from <file>", "a file that `jobscope backup` wrote")
    .option("--json", "print what was restored as JSON")
    .description("make a backup the database of a data directory; the one that was there is kept beside it")
    .addHelpText("after", `\n${HELP}`)
    .action(async (options: RestoreFlags) => {
      const { runRestore } = await import("./run-restore.ts");
      await runRestore(options);
    });
}

const HELP = `The monitor must be stopped: the command takes the lock of the data directory and says who has it.
The backup is checked first, so that nothing changes where it is damaged or none. The database that is replaced stays
as jobscope.db.before-restore-<UTC time>: delete it once all is well, or restore from it to go back.
Keys are those of the backup, the admin key included, unless JOBSCOPE_ADMIN_KEY names another.`;

export interface RestoreFlags extends Readonly<Record<string, unknown>> {
  readonly from: string;
  readonly json?: true;
}
