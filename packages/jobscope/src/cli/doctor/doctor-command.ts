import { Command } from "commander";

import { EXIT } from "../exit-codes.ts";
import { addSettingFlags, settingFlags } from "../options/setting-flags.ts";
import type { Check } from "./check.ts";

/** `exitWith`: told the exit code: 1 when a check failed. */
export function doctorCommand(exitWith: (exitCode: number) => void): Command {
  return addSettingFlags(new Command("doctor").option("--json", "print the checks as JSON"))
    .description("check Node.js, configuration, data directory, database, ports and clock; each failure names its fix")
    .action(async (options: Record<string, unknown>) => {
      const { runChecks } = await import("./run-checks.ts");
      const flags = settingFlags(options);
      const checks = await runChecks({ flags, env: process.env, cwd: process.cwd() });
      const sound = checks.every(({ status }) => status !== "failed");
      process.stdout.write(
        options["json"] === true ? `${JSON.stringify({ ok: sound, checks }, null, 2)}\n` : report(checks),
      );
      exitWith(sound ? EXIT.ok : EXIT.failure);
    });
}

const MARKS: Readonly<Record<Check["status"], string>> = { ok: "ok     ", warning: "WARNING", failed: "FAILED " };

function report(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.map(({ name, status, detail, fix }) => {
    const advice = fix === undefined ? "" : `\n${" ".repeat(width + 10)}Fix: ${fix}`;
    return `${MARKS[status]}  ${name.padEnd(width)} ${detail}${advice}`;
  });
  return `${lines.join("\n")}\n`;
}
