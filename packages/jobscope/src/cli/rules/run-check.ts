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
  const parts = [
    counted(rules.length, "rule"),
    counted(channels.length, "channel"),
    counted(receivers.length, "receiver"),
  ];
  process.stdout.write(`${file}: ${parts.join(", ")}; ${counted(warnings, "warning")}, ${counted(hints, "hint")}\n`);
  return warnings > 0 ? EXIT.failure : EXIT.ok;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
