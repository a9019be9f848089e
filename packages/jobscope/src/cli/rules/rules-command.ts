import { Command } from "commander";

/** Commands around alerting files. `exitWith`: told the exit code. */
export function rulesCommand(exitWith: (exitCode: number) => void): Command {
  const check = new Command("check")
    .argument("<file>", "an alerting file (YAML or TypeScript)")
    .description("say what is wrong with an alerting file, and what works but hardly as its author wants")
    .addHelpText("after", `\n${EXIT_CODES}`)
    .action(async (file: string) => {
      const { runCheck } = await import("./run-check.ts");
      exitWith(runCheck(file, process.cwd()));
    });
  const test = new Command("test")
    .argument("<file>", "tests in the format of `promtool test rules`")
    .option("--rules <file>", "the alerting file to test (default: rule_files of the tests)")
    .description("play series to rules and compare the alerts that fire with those expected")
    .addHelpText("after", `\n${EXIT_CODES}`)
    .action(async (file: string, options: { readonly rules?: string }) => {
      const { runTests } = await import("./run-tests.ts");
      exitWith(runTests(file, { rules: options.rules, cwd: process.cwd() }));
    });
  const schema = new Command("schema")
    .description("print the JSON Schema of alerting files, for editors")
    .action(async () => {
      const { alertingJsonSchema } = await import("@jobscope/alerting");
      process.stdout.write(`${JSON.stringify(alertingJsonSchema(), undefined, 2)}\n`);
    });
  return new Command("rules")
    .description("alerting files: check them, test them")
    .addCommand(check)
    .addCommand(test)
    .addCommand(schema);
}

const EXIT_CODES = `Exit codes:
  0  all is well
  1  a warning, or a test that failed
  2  the file cannot be read or used`;
