import { duration } from "./setting-types.ts";
import type { SettingType } from "./setting-types.ts";

/** How long something is kept, milliseconds. */
export const AGE: SettingType<number> = duration({ min: "1m", max: "3650d" });
/** How often something is done, milliseconds. */
export const INTERVAL: SettingType<number> = duration({ min: "1s", max: "24h" });
