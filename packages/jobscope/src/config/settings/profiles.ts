import type { LogCategory } from "@jobscope/semconv";

import type { AccessLogOutput, AlertingSettings, LoggingConfig, MonitoringConfig, Profile } from "../monitor-config.ts";

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;

export interface ProfileDefaults {
  readonly logging: LoggingConfig;
  readonly accessLog: AccessLogOutput;
  readonly alerting: AlertingSettings;
  readonly monitoring: MonitoringConfig;
  readonly runsMs: number;
  /** Logs and spans of runs. */
  readonly runLogsMs: number;
  /** Logs and spans of anything else. */
  readonly otherLogsMs: number;
}

const daysForAll = (days: number): Readonly<Record<LogCategory, number>> => ({
  jobs: days,
  performance: days,
  errors: days,
  audit: days,
  metrics: days,
});

/** What each profile sets unless a setting says otherwise. */
export const PROFILE_DEFAULTS: Readonly<Record<Profile, ProfileDefaults>> = {
  production: {
    logging: { level: "info", outputs: ["files"], days: daysForAll(90) },
    accessLog: "files",
    alerting: { enabled: true, channels: ["email", "webhook"], remediation: true, criticalEscalationMs: 60 * SECOND },
    monitoring: { metricRetentionMs: 7 * DAY, detail: "performance", collectionIntervalMs: 60 * SECOND },
    runsMs: 90 * DAY,
    runLogsMs: 90 * DAY,
    otherLogsMs: DAY,
  },
  development: {
    logging: { level: "debug", outputs: ["console", "files"], days: daysForAll(1) },
    accessLog: "off",
    alerting: { enabled: true, channels: ["console"], remediation: false, criticalEscalationMs: 30 * SECOND },
    monitoring: { metricRetentionMs: DAY, detail: "detailed", collectionIntervalMs: 15 * SECOND },
    runsMs: 90 * DAY,
    runLogsMs: DAY,
    otherLogsMs: DAY,
  },
  test: {
    logging: { level: "error", outputs: ["console"], days: daysForAll(1) },
    accessLog: "off",
    alerting: { enabled: false, channels: [], remediation: false, criticalEscalationMs: 60 * SECOND },
    monitoring: { metricRetentionMs: HOUR, detail: "minimal", collectionIntervalMs: SECOND },
    runsMs: DAY,
    runLogsMs: HOUR,
    otherLogsMs: HOUR,
  },
};
