import { Command } from "commander";

import { ConfigError } from "../../config/config-error.ts";
import { EXIT } from "../exit-codes.ts";

/** `exitWith`: told the exit code. */
export function sanitizeCommand(exitWith: (exitCode: number) => void): Command {
  return new Command("sanitize")
    .argument("[file]", "what to read (default: standard input)")
    .option(
      "--policy <name|file>",
      "default, strict, gdpr, pci, or a policy file (YAML or JSON); without it JOBSCOPE_SANITIZER_POLICY decides, else default",
    )
    .option("--check", "print where something was found instead of the text; exit code 1 if anything was")
    .option("--json", "print the summary, and with --check each place, as one JSON object a line")
    .description(
      "sanitize a log as services and the monitor do: text to standard output, findings by detector to standard error",
    )
    .addHelpText("after", `\n${HELP}`)
    .action(async (file: string | undefined, options: SanitizeFlags) => {
      try {
        const { runSanitize } = await import("./run-sanitize.ts");
        const found = await runSanitize({ file, ...options });
        exitWith(options.check === true && found > 0 ? EXIT.failure : EXIT.ok);
      } catch (error) {
        if (error instanceof ConfigError || !(error instanceof Error)) throw error;
        // Exit code 1 says that something was found: whatever else ends the command must not be taken for that.
        process.stderr.write(`${error.message}\n`);
        exitWith(EXIT.usage);
      }
    });
}

const HELP = `Reads UTF-8, UTF-16 (written back as it was) and other bytes; what is packed is refused: zcat app.log.gz | jobscope sanitize
Where the policy has rules for keys (strict, gdpr, keys, keepKeys, allowKeys), lines that are a JSON object are judged by their keys;
all other lines have none and are searched as text.
Exit codes:
  0  nothing is wrong: the text was written, or --check found nothing
  1  --check found something
  2  it could not be done: the input cannot be read or searched, the output not written, the policy not used`;

export interface SanitizeFlags {
  readonly policy?: string;
  readonly check?: true;
  readonly json?: true;
}
