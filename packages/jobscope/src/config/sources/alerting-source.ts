import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

import { AlertingConfigError, parseAlertingConfig } from "@jobscope/alerting";
import type { AlertingConfig, AlertingDefaults, AlertingSource } from "@jobscope/alerting";

import { ConfigError } from "../config-error.ts";
import type { ConfigProblem } from "../config-error.ts";
import type { AlertingSettings } from "../monitor-config.ts";
import type { GivenSettings } from "../resolve-config.ts";
import { channelDefaults } from "./alerting-channels.ts";
import { alertingWarnings } from "./alerting-warnings.ts";
import type { Environment } from "./env-source.ts";
import { reasonNotRead } from "./reason-not-read.ts";
import type { Given } from "./source.ts";

export interface AlertingSourceInput {
  /** `alerting.file`, where it was given. */
  readonly file: Given | undefined;
  readonly values: GivenSettings;
  readonly settings: AlertingSettings;
  readonly env: Environment;
  readonly cwd: string;
}

export interface LoadedAlerting {
  /** Undefined where no alerts are raised. */
  readonly config: AlertingConfig | undefined;
  readonly warnings: readonly string[];
}

/**
 * What the alerting is told: by the file, by single settings where the file says nothing, by the profile where neither does.
 *
 * @throws {ConfigError} that names the file, the rule, the field and the fix.
 */
export function readAlerting({ file, values, settings, env, cwd }: AlertingSourceInput): LoadedAlerting {
  if (!settings.enabled) return { config: undefined, warnings: [] };
  const defaults: AlertingDefaults = {
    ...channelDefaults(values, settings),
    criticalEscalationMs: settings.criticalEscalationMs,
    ...(settings.publicUrl !== undefined && { publicUrl: settings.publicUrl }),
    allowPrivateTargets: values["alerting.allowPrivateTargets"] ?? [],
    ...deadManOf(values),
  };
  const config = readAlertingFile(file, defaults, cwd);
  return { config, warnings: alertingWarnings(config, { settings, hasFile: file !== undefined, env }) };
}

/**
 * An alerting file with its defaults; without one, the defaults alone.
 *
 * @throws {ConfigError} that lists everything that is wrong with it.
 */
export function readAlertingFile(given: Given | undefined, defaults: AlertingDefaults, cwd: string): AlertingConfig {
  try {
    return parseAlertingConfig(given === undefined ? {} : readSource(given, cwd), { defaults });
  } catch (error) {
    if (!(error instanceof AlertingConfigError)) throw error;
    throw refusal(given, "cannot be used", error.message);
  }
}

/** YAML is read as text, so that what is wrong in it has a line; a module is TypeScript or JavaScript. */
function readSource(given: Given, cwd: string): AlertingSource {
  const named = String(given.value);
  const path = resolve(cwd, named);
  try {
    if (!/\.[cm]?[jt]s$/.test(path)) return { text: readFileSync(path, "utf8"), file: named };
    const module: unknown = createRequire(import.meta.url)(path);
    return defaultOf(module);
  } catch (error) {
    throw refusal(
      given,
      "cannot be read",
      `${reasonNotRead(error)} Name a YAML file, or a module with a default export.`,
    );
  }
}

/** Whatever it is, the shape is checked next. */
function defaultOf(module: unknown): AlertingSource {
  const isModule = typeof module === "object" && module !== null && "default" in module;
  return (isModule ? module.default : module) as AlertingSource;
}

function refusal(given: Given | undefined, why: string, fix: string): ConfigError {
  const { key, where, value } = given ?? { key: "alerting.file" as const, where: "settings", value: "" };
  const problem: ConfigProblem = { key, where, given: JSON.stringify(value), why, fix };
  return new ConfigError([problem]);
}

function deadManOf(values: GivenSettings): Pick<AlertingDefaults, "deadMan"> {
  const url = values["alerting.deadMan.url"];
  const intervalMs = values["alerting.deadMan.interval"];
  if (url === undefined) return {};
  return { deadMan: intervalMs === undefined ? { url } : { url, interval: `${intervalMs / 1000}s` } };
}
