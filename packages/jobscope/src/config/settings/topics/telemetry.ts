import { TRACKING_DETAILS } from "../../monitor-config.ts";
import { oneOf, path } from "../setting-types.ts";
import type { SettingsBelow } from "../setting.ts";
import { AGE, INTERVAL } from "../time-spans.ts";

/** What becomes of telemetry on its way in. */
export const TELEMETRY_SETTINGS: SettingsBelow<"sanitizer" | "monitoring"> = {
  "sanitizer.policy": {
    type: path("a preset or the path of a policy file"),
    help: "what is sanitized of records that arrive unsanitized: default, strict, gdpr, pci, or a policy file",
    placeholder: "name|file",
  },
  "monitoring.metricRetention": { type: AGE, help: "how long metric points are kept", placeholder: "time" },
  "monitoring.detail": {
    type: oneOf(TRACKING_DETAILS),
    help: `${TRACKING_DETAILS.join(", ")} (acted on in a later version)`,
    placeholder: "level",
  },
  "monitoring.collectionInterval": {
    type: INTERVAL,
    help: "how often the monitor collects its own figures (acted on in a later version)",
    placeholder: "time",
  },
};
