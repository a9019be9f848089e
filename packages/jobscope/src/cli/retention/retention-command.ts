import { Command } from "commander";

import { addStoreFlags, RETENTION_KEYS } from "../options/store-settings.ts";

export function retentionCommand(exitWith: (exitCode: number) => void): Command {
  return addStoreFlags(new Command("retention"), RETENTION_KEYS)
    .option("--dry-run", "say what would be deleted now, and delete nothing")
    .option("--json", "print it as JSON")
    .description("delete what is older than it is kept, or say what that would be")
    .addHelpText("after", `\n${HELP}`)
    .action(async (options: RetentionFlags) => {
      const { runRetention } = await import("./run-retention.ts");
      exitWith(await runRetention(options));
    });
}

const HELP = `A running monitor cleans up by itself each minute, so there is nothing to trigger: this command then says so,
deletes nothing and exits with 1. It cleans where no monitor runs, such as before a backup. Give it the settings of the monitor.
With --dry-run it only reads, and may run beside the monitor.`;

export interface RetentionFlags extends Readonly<Record<string, unknown>> {
  readonly dryRun?: true;
  readonly json?: true;
}
