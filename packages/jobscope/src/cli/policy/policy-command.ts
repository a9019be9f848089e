import { Command, Option } from "commander";

import { EXPORT_FORMATS } from "./export-formats.ts";
import type { ExportFormat } from "./export-formats.ts";

/** Commands around sanitizer policies as files. */
export function policyCommand(): Command {
  const exportCommand = new Command("export")
    .addOption(
      new Option("--format <format>", "for whom to write it: the OpenTelemetry Collector")
        .choices([...EXPORT_FORMATS])
        .makeOptionMandatory(),
    )
    .option("--policy <name|file>", "default, strict, gdpr, pci, or a policy file (YAML or JSON)", "default")
    .option("--out <file>", "where to write it (default: standard output)")
    .description(
      "write a policy for another program; what that one cannot do is listed in the file and on standard error",
    )
    .action(async (options: PolicyExportFlags) => {
      const { runPolicyExport } = await import("./run-policy-export.ts");
      runPolicyExport(options);
    });
  return new Command("policy").description("sanitizer policies: export them").addCommand(exportCommand);
}

export interface PolicyExportFlags {
  readonly format: ExportFormat;
  readonly policy: string;
  readonly out?: string;
}
