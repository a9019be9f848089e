import type { AlertingConfig, AlertingDefaults } from "@jobscope/alerting";

import { readAlertingFile } from "../../config/sources/alerting-source.ts";

/** As in production, so that a file may name the escalation that is there by default. */
const DEFAULTS: AlertingDefaults = { channels: ["console"], criticalEscalationMs: 60_000 };

/**
 * An alerting file as the monitor would read it, with the console as its channel where it names none.
 *
 * @throws `ConfigError` that names everything that is wrong with it.
 */
export function readRules(file: string, cwd: string, where: string): AlertingConfig {
  return readAlertingFile({ key: "alerting.file", where, value: file }, DEFAULTS, cwd);
}
