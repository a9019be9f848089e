import type { AlertingConfig } from "@jobscope/alerting";

import { readAlertingFile } from "../../config/sources/alerting-source.ts";

/**
 * An alerting file as the monitor would read it, with the console as its channel where it names none.
 *
 * @throws `ConfigError` that names everything that is wrong with it.
 */
export function readRules(file: string, cwd: string, where: string): AlertingConfig {
  return readAlertingFile({ key: "alerting.file", where, value: file }, { channels: ["console"] }, cwd);
}
