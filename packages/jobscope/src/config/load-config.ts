import { checkSettings, winnersOf } from "./check-settings.ts";
import { ConfigError } from "./config-error.ts";
import type { MonitorConfig } from "./monitor-config.ts";
import { exposureProblems } from "./refuse-exposure.ts";
import { resolveConfig } from "./resolve-config.ts";
import { formatAddress } from "./settings/address.ts";
import type { SettingKey } from "./settings/settings.ts";
import { readAlerting } from "./sources/alerting-source.ts";
import { readEnvironment } from "./sources/env-source.ts";
import type { Environment } from "./sources/env-source.ts";
import { readConfigFile } from "./sources/file-source.ts";
import { readFlags } from "./sources/flag-source.ts";
import type { Flags } from "./sources/flag-source.ts";
import { readOptions } from "./sources/options-source.ts";
import { readPolicy } from "./sources/policy-source.ts";
import type { Given, Source } from "./sources/source.ts";
import { tlsProblems } from "./sources/tls-source.ts";

export interface ConfigInput {
  /** By key of the setting; `config` names the file. */
  readonly flags: Flags;
  /** As a program gives them, nested or with dots in their keys; before everything else. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly env: Environment;
  /** Relative paths start here, and the file is looked for here. */
  readonly cwd: string;
  /** Settings that count as not given, and are not checked. */
  readonly leaveOut?: (key: string) => boolean;
}

export interface LoadedConfig {
  readonly config: MonitorConfig;
  /** For the terminal: nothing that stops the start, something to look at. */
  readonly warnings: readonly string[];
}

/**
 * Reads options, flags, environment and file, in this order of precedence, over the defaults of the profile, and checks
 * everything once. Throws {@link ConfigError} listing all that is wrong.
 */
export function loadConfig({ flags, options = {}, env, cwd, leaveOut = () => false }: ConfigInput): LoadedConfig {
  const file = readConfigFile(flags["config"] ?? (env["JOBSCOPE_CONFIG"] || undefined), cwd);
  const sources = [readOptions(options), readFlags(flags), readEnvironment(env), file].map(without(leaveOut));
  const winners = winnersOf(sources.flatMap((source) => source.given));
  const checked = checkSettings(winners);
  const problems = [...sources.flatMap((source) => source.problems), ...checked.problems];
  if (problems.length > 0) throw new ConfigError(problems);
  const sanitizerPolicy = readPolicy(winners.get("sanitizer.policy"), cwd);
  const resolved = resolveConfig(checked.values, { nodeEnv: env["NODE_ENV"], cwd });
  const alerting = readAlerting({
    file: winners.get("alerting.file"),
    values: checked.values,
    settings: resolved.alerting,
    env,
    cwd,
  });
  const config: MonitorConfig = { ...resolved, sanitizerPolicy, alertingConfig: alerting.config };
  refuseOnePort(config, winners);
  refuseExposure(config, winners);
  return {
    config,
    warnings: [...sources.flatMap((source) => source.warnings), ...alerting.warnings],
  };
}

const without =
  (leaveOut: (key: string) => boolean) =>
  ({ given, problems, warnings }: Source): Source => ({
    given: given.filter(({ key }) => !leaveOut(key)),
    problems: problems.filter(({ key }) => !leaveOut(key)),
    warnings,
  });

function refuseOnePort({ otlp, api }: MonitorConfig, given: ReadonlyMap<SettingKey, Given>): void {
  if (api.port === 0 || api.port !== otlp.port || api.host !== otlp.host) return;
  const where = given.get("api.addr")?.where ?? given.get("otlp.addr")?.where ?? "configuration";
  const fix = `Give each its own, such as --api-addr 127.0.0.1:${api.port === 65_535 ? 65_534 : api.port + 1}.`;
  throw new ConfigError([
    { key: "api.addr", where, given: formatAddress(api), why: "is the address of OTLP too", fix },
  ]);
}

function refuseExposure(config: MonitorConfig, given: ReadonlyMap<SettingKey, Given>): void {
  const whereOf = (key: SettingKey): string | undefined => given.get(key)?.where;
  const problems = [...tlsProblems(config.tls, whereOf), ...exposureProblems(config, whereOf)];
  if (problems.length > 0) throw new ConfigError(problems);
}
