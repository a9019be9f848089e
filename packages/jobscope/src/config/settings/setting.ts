import type { SettingType } from "./setting-types.ts";
import type { SettingKey, SettingValues } from "./setting-values.ts";

export interface Setting<T> {
  readonly type: SettingType<T>;
  /** For `--help` and the documentation. */
  readonly help: string;
  /** What stands for the value there. */
  readonly placeholder: string;
  /** Its value is never shown, and it comes from the environment alone: flags show in process lists, files get committed. */
  readonly secret?: true;
  /** Its flag without a value means this. */
  readonly bareFlag?: string;
}

/** A part of the table of settings. */
export type SettingsOf<K extends SettingKey> = { readonly [Key in K]: Setting<SettingValues[Key]> };

/** The part of all settings whose keys begin with `Topic.`. */
export type SettingsBelow<Topic extends string> = SettingsOf<Extract<SettingKey, `${Topic}.${string}`>>;
