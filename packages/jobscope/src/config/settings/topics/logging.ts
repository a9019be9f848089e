import type { LogCategory } from "@jobscope/semconv";

import { LOG_LEVELS, LOG_OUTPUTS } from "../../monitor-config.ts";
import { oneOf, someOf, wholeNumber } from "../setting-types.ts";
import type { Setting, SettingsBelow } from "../setting.ts";

const days = (category: LogCategory): Setting<number> => ({
  type: wholeNumber(1, 3650),
  help: `days that the ${category} log file is kept (log files come in a later version)`,
  placeholder: "days",
});

/** Where the logs of jobs go. */
export const LOGGING_SETTINGS: SettingsBelow<"logging"> = {
  "logging.level": { type: oneOf(LOG_LEVELS), help: `lowest level: ${LOG_LEVELS.join(", ")}`, placeholder: "level" },
  "logging.outputs": {
    type: someOf(LOG_OUTPUTS),
    help: "where job logs go: console, files (files come in a later version)",
    placeholder: "list",
  },
  "logging.days.jobs": days("jobs"),
  "logging.days.performance": days("performance"),
  "logging.days.errors": days("errors"),
  "logging.days.audit": days("audit"),
  "logging.days.metrics": days("metrics"),
};
