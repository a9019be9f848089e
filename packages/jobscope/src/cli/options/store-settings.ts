import type { RetentionPolicy } from "@jobscope/store";
import type { Command } from "commander";
import { Option } from "commander";

import { checkSettings, winnersOf } from "../../config/check-settings.ts";
import { ConfigError } from "../../config/config-error.ts";
import { resolveConfig } from "../../config/resolve-config.ts";
import { flagOf, SETTINGS } from "../../config/settings/settings.ts";
import type { SettingKey } from "../../config/settings/settings.ts";
import { readEnvironment } from "../../config/sources/env-source.ts";
import { readConfigFile } from "../../config/sources/file-source.ts";
import { readFlags } from "../../config/sources/flag-source.ts";
import { settingFlags } from "./setting-flags.ts";

/** What a command beside the monitor needs to know. */
export interface StoreSettings {
  readonly dataDir: string;
  readonly retention: RetentionPolicy;
}

const DATA: readonly SettingKey[] = ["data"];
export const RETENTION_KEYS: readonly SettingKey[] = [
  "profile",
  "retention.runs",
  "retention.keepRunsPerJob",
  "retention.runLogs",
  "retention.otherLogs",
  "retention.maxSize",
  "monitoring.metricRetention",
];

/** Adds `--config`, `--data` and the flags of further settings. */
export function addStoreFlags(command: Command, further: readonly SettingKey[] = []): Command {
  command.addOption(
    new Option("--config <file>", "configuration file (default ./jobscope.config.yaml, .yml or .json)"),
  );
  for (const key of [...DATA, ...further]) {
    command.addOption(new Option(`${flagOf(key)} <${SETTINGS[key].placeholder}>`, SETTINGS[key].help));
  }
  return command;
}

/**
 * Reads only the settings that are needed, from where the monitor reads them: a command beside it must not stumble over
 * what is wrong with others, such as a secret that is not in the environment of this shell.
 *
 * @throws {ConfigError}
 */
export function storeSettings(
  options: Readonly<Record<string, unknown>>,
  further: readonly SettingKey[] = [],
): StoreSettings {
  const keys = [...DATA, ...further];
  const flags = settingFlags(options);
  const { env } = process;
  const file = readConfigFile(flags["config"] ?? (env["JOBSCOPE_CONFIG"] || undefined), process.cwd());
  const sources = [readFlags(flags), readEnvironment(env), file];
  const problems = sources
    .flatMap((source) => source.problems)
    .filter(({ key }) => key === "config" || keys.some((name) => name === key));
  if (problems.length > 0) throw new ConfigError(problems);
  const given = sources.flatMap((source) => source.given).filter(({ key }) => keys.includes(key));
  const checked = checkSettings(winnersOf(given));
  if (checked.problems.length > 0) throw new ConfigError(checked.problems);
  return resolveConfig(checked.values, { nodeEnv: env["NODE_ENV"], cwd: process.cwd() });
}
