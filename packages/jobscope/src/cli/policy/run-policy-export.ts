import { writeFileSync } from "node:fs";
import { resolve } from "node:path";

import { parsePolicy } from "@jobscope/sanitizer";

import { ConfigError } from "../../config/config-error.ts";
import { readPolicy } from "../../config/sources/policy-source.ts";
import { collectorExport } from "./otelcol/collector-config.ts";
import type { PolicyExportFlags } from "./policy-command.ts";

/**
 * Writes the policy as processors of the collector, and what they cannot do to standard error.
 *
 * @throws {ConfigError} if the policy cannot be used or the file cannot be written.
 */
export function runPolicyExport({ policy: named, out }: PolicyExportFlags): void {
  const policy = parsePolicy(
    readPolicy({ key: "sanitizer.policy", where: "flag --policy", value: named }, process.cwd()),
  );
  const { yaml, limits } = collectorExport(policy);
  if (out === undefined) process.stdout.write(yaml);
  else writeOut(out, yaml);
  const list = limits.map((limit) => `- ${limit}\n`).join("");
  process.stderr.write(`policy export: ${policy.name} for otelcol. What of it the collector does not do:\n${list}`);
}

function writeOut(out: string, yaml: string): void {
  try {
    writeFileSync(resolve(out), yaml);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new ConfigError([
      {
        key: "out",
        where: "flag --out",
        given: JSON.stringify(out),
        why: `cannot be written: ${error.message}`,
        fix: "Name a file in a folder that exists and that you may write to, or leave --out away for standard output.",
      },
    ]);
  }
}
