import { lintAlerting, lintTargets } from "@jobscope/alerting";

import { EXIT } from "../exit-codes.ts";
import { readRules } from "./read-rules.ts";

/** Prints what is odd about an alerting file; the exit code. */
export function runCheck(file: string, cwd: string): number {
  const config = readRules(file, cwd, "argument <file>");
  const findings = [...lintTargets(config), ...lintAlerting(config)];
  for (const { level, subject, message } of findings)
    process.stdout.write(`${level.padEnd(7)} ${subject}: ${message}\n`);
  const warnings = findings.filter(({ level }) => level === "warning").length;
  const hints = findings.length - warnings;
  const { rules, channels, receivers } = config;
  process.stdout.write(
    `${file}: ${rules.length} rules, ${channels.length} channels, ${receivers.length} receivers; ${warnings} warnings, ${hints} hints\n`,
  );
  return warnings > 0 ? EXIT.failure : EXIT.ok;
}
