import type { SettingKey } from "./setting-values.ts";
import type { SettingsOf } from "./setting.ts";
import { ALERTING_SETTINGS } from "./topics/alerting.ts";
import { LISTENER_SETTINGS } from "./topics/listeners.ts";
import { LOGGING_SETTINGS } from "./topics/logging.ts";
import { PROCESS_SETTINGS } from "./topics/process.ts";
import { RETENTION_SETTINGS } from "./topics/retention.ts";
import { TELEMETRY_SETTINGS } from "./topics/telemetry.ts";

export type { SettingKey, SettingValues } from "./setting-values.ts";

/** The one table that flags, environment, file and help come from, in the order in which help and documentation show it. */
export const SETTINGS: SettingsOf<SettingKey> = {
  ...PROCESS_SETTINGS,
  ...LISTENER_SETTINGS,
  ...RETENTION_SETTINGS,
  ...LOGGING_SETTINGS,
  ...ALERTING_SETTINGS,
  ...TELEMETRY_SETTINGS,
};

export const SETTING_KEYS: readonly SettingKey[] = Object.keys(SETTINGS).filter(isSettingKey);

export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(SETTINGS, key);
}

/** `otlp.maxInflated` → `JOBSCOPE_OTLP_MAX_INFLATED` */
export function envNameOf(key: SettingKey): string {
  return `JOBSCOPE_${wordsOf(key).join("_").toUpperCase()}`;
}

/** `otlp.maxInflated` → `--otlp-max-inflated` */
export function flagOf(key: SettingKey): string {
  return `--${wordsOf(key).join("-").toLowerCase()}`;
}

function wordsOf(key: SettingKey): readonly string[] {
  return key.split(/\.|(?=[A-Z])/);
}
