import { DURABILITIES, PROFILES } from "../../monitor-config.ts";
import { oneOf, onOff, path, secret } from "../setting-types.ts";
import type { SettingsOf } from "../setting.ts";

/** The monitor as a whole. */
export const PROCESS_SETTINGS: SettingsOf<"profile" | "data" | "durability" | "adminKey" | "behindProxy"> = {
  profile: { type: oneOf(PROFILES), help: `set of defaults: ${PROFILES.join(", ")}`, placeholder: "name" },
  data: { type: path(), help: "data directory (default ./.jobscope)", placeholder: "dir" },
  durability: {
    type: oneOf(DURABILITIES),
    help: "what a committed record survives: process (kill -9, default) or power (power cut)",
    placeholder: "level",
  },
  adminKey: { type: secret(), help: "admin key of the API", placeholder: "key", secret: true },
  behindProxy: {
    type: onOff(),
    help: "TLS ends at a proxy in front: plain HTTP may be listened for on addresses that others reach",
    placeholder: "on|off",
    bareFlag: "on",
  },
};
