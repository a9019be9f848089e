import { ConfigError } from "../../config/config-error.ts";
import { loadConfig } from "../../config/load-config.ts";
import type { ConfigInput, LoadedConfig } from "../../config/load-config.ts";
import type { MonitorConfig } from "../../config/monitor-config.ts";
import { checkClock } from "./check-clock.ts";
import { checkDataDirectory } from "./check-data-directory.ts";
import { checkDatabase } from "./check-database.ts";
import { checkDiskSpace } from "./check-disk-space.ts";
import { checkPort } from "./check-port.ts";
import { failed, ok, warning } from "./check.ts";
import type { Check } from "./check.ts";

/** Looks at everything a start needs. With a configuration that cannot be used there is nothing further to look at. */
export async function runChecks(input: ConfigInput): Promise<readonly Check[]> {
  const node = ok("node", `Node.js ${process.versions.node}.`);
  const loaded = tryLoading(input);
  if (loaded instanceof ConfigError) return [node, ...loaded.problems.map(problemCheck)];
  const warnings = loaded.warnings.map((text) =>
    warning("configuration", text, "Correct it, or leave it if it is meant so."),
  );
  const configuration = ok("configuration", `Valid; profile ${loaded.config.profile}.`);
  return [node, configuration, ...warnings, ...(await checkMachine(loaded.config))];
}

function tryLoading(input: ConfigInput): LoadedConfig | ConfigError {
  try {
    return loadConfig(input);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

function problemCheck({ where, key, given, why, fix }: ConfigError["problems"][number]): Check {
  return failed("configuration", `${where}: ${key}${given === undefined ? "" : ` ${given}`} ${why}.`, fix);
}

async function checkMachine(config: MonitorConfig): Promise<readonly Check[]> {
  const { check: directory, inUse } = checkDataDirectory(config.dataDir);
  return [
    directory,
    checkDiskSpace(config.dataDir, config.retention.maxBytes),
    checkDatabase(config.dataDir),
    await checkPort({ name: "otlp_port", flag: "--otlp-addr", address: config.otlp, inUse }),
    await checkPort({ name: "api_port", flag: "--api-addr", address: config.api, inUse }),
    await checkClock(config.dataDir),
  ];
}
