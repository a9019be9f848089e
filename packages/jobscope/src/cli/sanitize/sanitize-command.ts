import { Command } from "commander";

import { EXIT } from "../exit-codes.ts";

/** `exitWith`: told the exit code: 1 when `--check` found something. */
export function sanitizeCommand(exitWith: (exitCode: number) => void): Command {
  return new Command("sanitize")
    .argument("[file]", "what to read (default: standard input)")
    .option("--policy <name|file>", "default, strict, gdpr, pci, or a policy file (YAML or JSON)", "default")
    .option("--check", "print where something was found instead of the text; exit code 1 if anything was")
    .option("--json", "print the summary as JSON")
    .description(
      "sanitize a log as services and the monitor do: text to standard output, findings by detector to standard error",
    )
    .action(async (file: string | undefined, options: SanitizeFlags) => {
      const { runSanitize } = await import("./run-sanitize.ts");
      const found = await runSanitize({ file, ...options });
      exitWith(options.check === true && found > 0 ? EXIT.failure : EXIT.ok);
    });
}

export interface SanitizeFlags {
  readonly policy: string;
  readonly check?: true;
  readonly json?: true;
}
