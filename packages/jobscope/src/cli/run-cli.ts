import { Command } from "commander";

import { auditCommand } from "./audit/audit-command.ts";
import { backupCommand } from "./backup/backup-command.ts";
import { toCliFailure } from "./cli-error.ts";
import { demoCommand } from "./demo/demo-command.ts";
import { doctorCommand } from "./doctor/doctor-command.ts";
import { EXIT } from "./exit-codes.ts";
import { exportCommand } from "./export/export-command.ts";
import { keysCommand } from "./keys/keys-command.ts";
import { packageVersion } from "./package-version.ts";
import { policyCommand } from "./policy/policy-command.ts";
import { restoreCommand } from "./restore/restore-command.ts";
import { retentionCommand } from "./retention/retention-command.ts";
import { rulesCommand } from "./rules/rules-command.ts";
import { sanitizeCommand } from "./sanitize/sanitize-command.ts";
import { serveCommand } from "./serve/serve-command.ts";

/** Runs one command line, without the program's own name; resolves to the exit code. Never rejects. */
export async function runCli(args: readonly string[]): Promise<number> {
  const outcome: { exitCode: number } = { exitCode: EXIT.ok };
  const program = createProgram((exitCode) => (outcome.exitCode = exitCode));
  try {
    await program.parseAsync([...args], { from: "user" });
    return outcome.exitCode;
  } catch (error) {
    const failure = toCliFailure(error, isSet(process.env["JOBSCOPE_DEBUG"]));
    if (failure.text !== "") process.stderr.write(`${failure.text}\n`);
    return failure.exitCode;
  }
}

/** `exitWith`: takes the exit code of a command that ran to its end and has something to say by it. */
export function createProgram(exitWith: (exitCode: number) => void): Command {
  const program = new Command("jobscope")
    .description("The monitor for scheduled jobs: OTLP in, run history and admin API out.")
    .version(packageVersion(), "-v, --version")
    .helpCommand(false)
    .showHelpAfterError("Run `jobscope --help` for the commands, `jobscope <command> --help` for flags.")
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();
  const commands = [
    serveCommand(),
    doctorCommand(exitWith),
    demoCommand(exitWith),
    sanitizeCommand(exitWith),
    policyCommand(),
    rulesCommand(exitWith),
    keysCommand(),
    auditCommand(exitWith),
    exportCommand(),
    backupCommand(),
    restoreCommand(),
    retentionCommand(exitWith),
  ];
  for (const command of commands) {
    program.addCommand(command.copyInheritedSettings(program));
    for (const part of command.commands) part.copyInheritedSettings(command);
  }
  return program;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "0" && value !== "false";
}
