import { resolve } from "node:path";

import { DEFAULT_LIMITS } from "@jobscope/query-api";
import type { LogCategory } from "@jobscope/semconv";
import type { RetentionPolicy } from "@jobscope/store";

import type {
  AlertingSettings,
  ApiConfig,
  LoggingConfig,
  MonitorConfig,
  MonitoringConfig,
  OtlpConfig,
  Profile,
  TlsConfig,
} from "./monitor-config.ts";
import { PROFILES } from "./monitor-config.ts";
import { isLoopback } from "./settings/address.ts";
import { PROFILE_DEFAULTS } from "./settings/profiles.ts";
import type { ProfileDefaults } from "./settings/profiles.ts";
import type { SettingKey, SettingValues } from "./settings/settings.ts";

/** Settings that were given, validated. */
export type GivenSettings = { readonly [K in SettingKey]?: SettingValues[K] | undefined };

export interface Surroundings {
  /** `NODE_ENV`: names the profile where nothing else does. */
  readonly nodeEnv: string | undefined;
  readonly cwd: string;
}

/** Below the working directory. */
export const DEFAULT_DATA_DIRECTORY = ".jobscope";
const OTLP_DEFAULT = { host: "127.0.0.1", port: 4318 };
const API_DEFAULT = { host: "127.0.0.1", port: 4319 };
const MAX_INFLATED_BYTES = 64 * 2 ** 20;
const KEEP_RUNS_PER_JOB = 20;
const MAX_STORE_BYTES = 5e9;
const ACCESS_LOG_DAYS = 30;
const ACCESS_LOG_BYTES = 1e9;

/** Fills what was not given from the profile, so that nobody behind it knows a default. */
export function resolveConfig(
  given: GivenSettings,
  around: Surroundings,
): Omit<MonitorConfig, "sanitizerPolicy" | "alertingConfig"> {
  const profile = given.profile ?? profileOf(around.nodeEnv);
  const defaults = PROFILE_DEFAULTS[profile];
  const logging = resolveLogging(given, defaults.logging);
  const monitoring = resolveMonitoring(given, defaults.monitoring);
  return {
    profile,
    dataDir: resolve(around.cwd, given.data ?? DEFAULT_DATA_DIRECTORY),
    durability: given.durability ?? "process",
    otlp: resolveOtlp(given),
    api: resolveApi(given, defaults),
    behindProxy: given.behindProxy ?? false,
    ...resolveTls(given, around.cwd),
    retention: resolveRetention(given, defaults, monitoring.metricRetentionMs),
    logging,
    consoleLogs: logging.outputs.includes("console"),
    alerting: resolveAlerting(given, defaults.alerting),
    monitoring,
    ...(given.adminKey === undefined ? {} : { adminKey: given.adminKey }),
  };
}

/** Whoever sets NODE_ENV means it; who sets nothing is trying things out. */
function profileOf(nodeEnv: string | undefined): Profile {
  return PROFILES.find((profile) => profile === nodeEnv) ?? "development";
}

function resolveOtlp(given: GivenSettings): OtlpConfig {
  const listen = given["otlp.addr"] ?? OTLP_DEFAULT;
  const requirement = given["otlp.requireToken"] ?? "auto";
  // Behind a proxy everybody comes from where the proxy is.
  const isOpen = !isLoopback(listen.host) || given.behindProxy === true;
  return {
    ...listen,
    maxInflatedBytes: given["otlp.maxInflated"] ?? MAX_INFLATED_BYTES,
    allowedHosts: given["otlp.allowedHosts"] ?? [],
    requireToken: requirement === "auto" ? isOpen : requirement === "on",
  };
}

function resolveApi(given: GivenSettings, defaults: ProfileDefaults): ApiConfig {
  return {
    ...(given["api.addr"] ?? API_DEFAULT),
    allowedHosts: given["api.allowedHosts"] ?? [],
    trustProxy: given["api.trustProxy"] ?? (given.behindProxy === true ? ["loopback"] : []),
    accessLog: {
      output: given["api.accessLog"] ?? defaults.accessLog,
      days: given["api.accessLogDays"] ?? ACCESS_LOG_DAYS,
      maxBytes: given["api.accessLogSize"] ?? ACCESS_LOG_BYTES,
    },
    limits: {
      requests: given["api.requestLimit"] ?? DEFAULT_LIMITS.requests,
      costly: given["api.costlyLimit"] ?? DEFAULT_LIMITS.costly,
      failures: given["api.failureLimit"] ?? DEFAULT_LIMITS.failures,
    },
  };
}

function resolveTls(given: GivenSettings, cwd: string): { readonly tls?: TlsConfig } {
  const [cert, key] = [given["tls.cert"], given["tls.key"]];
  if (cert === undefined || key === undefined) return {};
  return { tls: { certFile: resolve(cwd, cert), keyFile: resolve(cwd, key) } };
}

function resolveRetention(given: GivenSettings, defaults: ProfileDefaults, metricPointsMs: number): RetentionPolicy {
  return {
    runsMs: given["retention.runs"] ?? defaults.runsMs,
    keepRunsPerJob: given["retention.keepRunsPerJob"] ?? KEEP_RUNS_PER_JOB,
    runLogsMs: given["retention.runLogs"] ?? defaults.runLogsMs,
    otherLogsMs: given["retention.otherLogs"] ?? defaults.otherLogsMs,
    metricPointsMs,
    maxBytes: given["retention.maxSize"] ?? MAX_STORE_BYTES,
  };
}

function resolveLogging(given: GivenSettings, defaults: LoggingConfig): LoggingConfig {
  const days: Readonly<Record<LogCategory, number>> = {
    jobs: given["logging.days.jobs"] ?? defaults.days.jobs,
    performance: given["logging.days.performance"] ?? defaults.days.performance,
    errors: given["logging.days.errors"] ?? defaults.days.errors,
    audit: given["logging.days.audit"] ?? defaults.days.audit,
    metrics: given["logging.days.metrics"] ?? defaults.days.metrics,
  };
  return {
    level: given["logging.level"] ?? defaults.level,
    outputs: given["logging.outputs"] ?? defaults.outputs,
    days,
  };
}

function resolveAlerting(given: GivenSettings, defaults: AlertingSettings): AlertingSettings {
  return {
    enabled: given["alerting.enabled"] ?? defaults.enabled,
    channels: given["alerting.channels"] ?? defaults.channels,
    remediation: given["alerting.remediation"] ?? defaults.remediation,
    criticalEscalationMs: given["alerting.criticalEscalation"] ?? defaults.criticalEscalationMs,
    ...(given["alerting.publicUrl"] !== undefined && { publicUrl: given["alerting.publicUrl"].replace(/\/+$/, "") }),
  };
}

function resolveMonitoring(given: GivenSettings, defaults: MonitoringConfig): MonitoringConfig {
  return {
    metricRetentionMs: given["monitoring.metricRetention"] ?? defaults.metricRetentionMs,
    detail: given["monitoring.detail"] ?? defaults.detail,
    collectionIntervalMs: given["monitoring.collectionInterval"] ?? defaults.collectionIntervalMs,
  };
}
