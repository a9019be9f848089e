import { envNameOf, SETTING_KEYS } from "../settings/settings.ts";
import { suggest } from "../settings/suggest.ts";
import type { Source } from "./source.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Names with our prefix that are no settings of the monitor. */
const OTHER_NAMES: readonly string[] = ["JOBSCOPE_CONFIG", "JOBSCOPE_DEBUG", "JOBSCOPE_LOG_LEVEL"];

/**
 * Settings from `JOBSCOPE_*`. An empty value counts as not set, as everywhere in OpenTelemetry. A name that is unknown
 * but near a known one gets a warning, not an error: an instrumented service may share this environment and has
 * variables of its own.
 */
export function readEnvironment(env: Environment): Source {
  const names = SETTING_KEYS.map(envNameOf);
  const given = SETTING_KEYS.flatMap((key) => {
    const value = env[envNameOf(key)];
    return value === undefined || value === "" ? [] : [{ key, value, where: `environment ${envNameOf(key)}` }];
  });
  const known = [...names, ...OTHER_NAMES];
  const strangers = Object.keys(env).filter((name) => name.startsWith("JOBSCOPE_") && !known.includes(name));
  const warnings = strangers.flatMap((name) => {
    const guess = suggest(name, known);
    return guess === undefined ? [] : [`Environment variable ${name} is not known here. Did you mean ${guess}?`];
  });
  return { given, problems: [], warnings };
}
