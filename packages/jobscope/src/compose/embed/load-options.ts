import { ConfigError } from "../../config/config-error.ts";
import type { ConfigProblem } from "../../config/config-error.ts";
import { messageOf } from "../../config/error-text.ts";
import { loadConfig } from "../../config/load-config.ts";
import type { MonitorConfig } from "../../config/monitor-config.ts";
import type { MonitoringOptions } from "./monitoring-options.ts";
import { isObject, kindOf, optionProblems } from "./option-problems.ts";

/** What becomes of options. A mistake among the settings of alerting costs the alerts alone. */
export interface LoadedOptions {
  /** Undefined where nothing can be started. */
  readonly config: MonitorConfig | undefined;
  /** Everything that is wrong with the configuration as a whole, and with that of alerting. */
  readonly trouble: string | undefined;
  readonly alertingTrouble: string | undefined;
  readonly warnings: readonly string[];
}

const isOfAlerting = (key: string): boolean => key.startsWith("alerting.") || key === "alerting";

/** Reads and checks the options; never throws. */
export function loadOptions(options: MonitoringOptions): LoadedOptions {
  if (!isObject(options)) {
    const trouble = `the options of the monitor are ${kindOf(options)}; give an object, or none at all`;
    return { config: undefined, trouble, ...FINE };
  }
  const problems = optionProblems(options);
  try {
    const loaded = loadWith(options, () => false);
    return problems.length === 0 ? loaded : unusable(problems);
  } catch (error) {
    if (problems.length > 0) return unusable(problems, error);
    return withoutAlerting(options, error) ?? { config: undefined, trouble: messageOf(error), ...FINE };
  }
}

/** `error`: what else is wrong. */
function unusable(problems: readonly ConfigProblem[], error?: unknown): LoadedOptions {
  const others = error instanceof ConfigError ? error.problems : [];
  return { config: undefined, trouble: new ConfigError([...problems, ...others]).message, ...FINE };
}

const FINE = { alertingTrouble: undefined, warnings: [] } as const;

function withoutAlerting(options: MonitoringOptions, error: unknown): LoadedOptions | undefined {
  if (!(error instanceof ConfigError)) return undefined;
  try {
    const loaded = loadWith(options, isOfAlerting);
    const config = loaded.config && { ...loaded.config, alertingConfig: undefined };
    return { ...loaded, config, alertingTrouble: error.message };
  } catch {
    return undefined;
  }
}

function loadWith(options: MonitoringOptions, leaveOut: (key: string) => boolean): LoadedOptions {
  const { env = process.env, cwd = process.cwd() } = options;
  // The router is where the API is; what the environment says of its address is meant for a monitor of its own.
  const isOfListener = (key: string): boolean => key === "api.addr" && options.api?.addr === undefined;
  const { config, warnings } = loadConfig({
    flags: {},
    options: settingsOf(options),
    env,
    cwd,
    leaveOut: (key) => leaveOut(key) || isOfListener(key),
  });
  const { allowedHosts } = config.api;
  const api = { ...config.api, allowedHosts: allowedHosts.length === 0 ? ["*"] : allowedHosts };
  return { config: { ...config, api }, trouble: undefined, alertingTrouble: undefined, warnings };
}

/** Options that are no settings. */
const OWN_OPTIONS: ReadonlySet<string> = new Set<keyof MonitoringOptions>([
  "allowedHosts",
  "authenticate",
  "keys",
  "instrumentation",
  "logger",
  "onHealthChange",
  "env",
  "cwd",
]);

/** What is a setting among the options, by the names of the file. */
function settingsOf({ otlp, api, ...options }: MonitoringOptions): Readonly<Record<string, unknown>> {
  const settings = Object.entries(options).filter(([name]) => !OWN_OPTIONS.has(name));
  return {
    ...Object.fromEntries(settings),
    ...(otlp !== false && { otlp }),
    api: { ...api, ...(options.allowedHosts && { allowedHosts: options.allowedHosts }) },
  };
}
