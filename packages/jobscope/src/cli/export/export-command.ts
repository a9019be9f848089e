import type { ExportFormat, ExportType } from "@jobscope/query-api";
import { Command, Option } from "commander";

import { addStoreFlags } from "../options/store-settings.ts";

/** As the API has them; written out, so that `--help` need not load it. */
export const TYPES: readonly ExportType[] = ["runs", "slots", "alerts", "errors", "audit"];
export const FORMATS: readonly ExportFormat[] = ["json", "ndjson", "csv"];

/** Filters, by the name of the query parameter; which of them a type takes, the API's own check says. */
export const FILTERS: Readonly<Record<string, string>> = {
  environment: "deployment.environment.name; empty: those that set none",
  namespace: "service.namespace; empty: those that set none",
  service: "service.name",
  job: "exact name of the job",
  job_id: "id of a job",
  state: "states, separated by commas: success,failure",
  result: "results of finished runs, separated by commas",
  error_type: "runs and errors with this type of error",
  source: "errors: of failed runs (run), or of records that belong to none (log)",
  severity: "alerts of this severity",
  active: "true: alerts that fire now; false: the history",
  rule: "alerts of this rule",
  actor: "audit: what this key, account or command did",
  action: "audit: only this, such as keys.create",
  outcome: "audit: what ended so: done, denied, failed",
};

export function exportCommand(): Command {
  const command = addStoreFlags(new Command("export"))
    .addOption(new Option("--type <type>", "what to export").choices([...TYPES]).makeOptionMandatory())
    .addOption(
      new Option("--format <format>", "of the file (default: by the name of --out, else json)").choices([...FORMATS]),
    )
    .option("--out <file>", "where to write it; - is standard output", "-")
    .option("--force", "replace a file that is there")
    .option("--from <time>", "from this instant on: 2026-11-25T12:00:00Z, 2026-11-25, or how long ago: 24h")
    .option("--to <time>", "before this instant");
  for (const [name, help] of Object.entries(FILTERS)) {
    command.addOption(new Option(`${flagOfFilter(name)} <value>`, help).helpGroup("Filters:"));
  }
  return command
    .description("write runs, slots, alerts, errors or the audit to a file, as GET export of the API does")
    .addHelpText("after", `\n${HELP}`)
    .action(async (options: ExportFlags) => {
      const { runExport } = await import("./run-export.ts");
      await runExport(options);
    });
}

const HELP = `Texts that a spreadsheet would take for a formula begin with ' in CSV; take one ' off such a text to have the original.
It reads the database, beside a running monitor or without one, page by page: what arrives meanwhile may be in it or not.
A file gets its name only when it is whole.`;

export interface ExportFlags extends Readonly<Record<string, unknown>> {
  readonly type: ExportType;
  readonly format?: ExportFormat;
  readonly out: string;
  readonly force?: true;
  readonly from?: string;
  readonly to?: string;
}

/** `job_id` → `--job-id` */
export function flagOfFilter(name: string): string {
  return `--${name.replaceAll("_", "-")}`;
}
