import { size, wholeNumber } from "../setting-types.ts";
import type { SettingsBelow } from "../setting.ts";
import { AGE } from "../time-spans.ts";

/** How long records are kept. */
export const RETENTION_SETTINGS: SettingsBelow<"retention"> = {
  "retention.runs": {
    type: AGE,
    help: "how long runs and slots are kept (default 90d; profile test 24h)",
    placeholder: "time",
  },
  "retention.keepRunsPerJob": {
    type: wholeNumber(0, 10_000),
    help: "last runs of each job that stay whatever their age (default 20)",
    placeholder: "count",
  },
  "retention.runLogs": { type: AGE, help: "how long logs and spans of runs are kept", placeholder: "time" },
  "retention.otherLogs": {
    type: AGE,
    help: "how long other logs and spans are kept (default 24h; profile test 1h)",
    placeholder: "time",
  },
  "retention.maxSize": {
    type: size({ min: "50MB", max: "100TB" }),
    help: "size of the data at which the oldest goes (default 5GB)",
    placeholder: "size",
  },
};
