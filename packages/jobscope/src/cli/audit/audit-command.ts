import { Command, InvalidArgumentError, Option } from "commander";

import { addStoreFlags } from "../options/store-settings.ts";

/** Commands around the audit. `exitWith`: told the exit code: 1 where the audit was changed. */
export function auditCommand(exitWith: (exitCode: number) => void): Command {
  const list = addStoreFlags(new Command("list"))
    .option("--actor <name>", "only what this key, account or command did")
    .option("--action <name>", "only this, such as keys.create")
    .addOption(new Option("--outcome <outcome>", "only what ended so").choices(["done", "denied", "failed"]))
    .option("--from <time>", "from this instant on: 2026-11-25T12:00:00Z, 2026-11-25, or how long ago: 24h")
    .option("--to <time>", "before this instant")
    .option("--limit <count>", "newest entries to print", countOf, 100)
    .option("--json", "print them as JSON")
    .description("list who did what, newest first")
    .action(async (options: AuditListFlags) => {
      const { listAudit } = await import("./list-audit.ts");
      listAudit(options);
    });
  const verify = addStoreFlags(new Command("verify"))
    .option("--json", "print the finding as JSON")
    .description("check that no entry was changed, and none removed; exit code 1 if one was")
    .action(async (options: AuditVerifyFlags) => {
      const { verifyAudit } = await import("./verify-audit.ts");
      exitWith(verifyAudit(options));
    });
  return new Command("audit").description("who did what: list it, verify it").addCommand(list).addCommand(verify);
}

export interface AuditListFlags extends Readonly<Record<string, unknown>> {
  readonly actor?: string;
  readonly action?: string;
  readonly outcome?: "done" | "denied" | "failed";
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
  readonly json?: true;
}

export interface AuditVerifyFlags extends Readonly<Record<string, unknown>> {
  readonly json?: true;
}

const MAX_COUNT = 100_000;

function countOf(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= MAX_COUNT) return count;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${MAX_COUNT}.`);
}
