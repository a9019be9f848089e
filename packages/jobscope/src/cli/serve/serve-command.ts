import { Command } from "commander";

import { addSettingFlags } from "../options/setting-flags.ts";

export function serveCommand(): Command {
  return addSettingFlags(new Command("serve"))
    .description("run the monitor: receive OTLP/HTTP, keep history, answer the API")
    .action(async (options: Record<string, unknown>) => {
      // Loaded only now, so that `--help` and a mistyped flag answer at once.
      const { serve } = await import("./serve.ts");
      await serve(options);
    });
}
