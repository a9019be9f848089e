import type { AlertingConfig } from "@jobscope/alerting";
import type { Policy, PresetName } from "@jobscope/sanitizer";
import type { LogCategory } from "@jobscope/semconv";
import type { RetentionPolicy } from "@jobscope/store";

/** Named sets of defaults; every value in them can be set on its own. */
export const PROFILES = ["production", "development", "test"] as const;
export type Profile = (typeof PROFILES)[number];

/** `process`: a committed record survives kill -9 of the monitor. `power`: it survives a power cut too, at the price of a sync per commit. */
export const DURABILITIES = ["process", "power"] as const;
export type Durability = (typeof DURABILITIES)[number];

export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const LOG_OUTPUTS = ["console", "files"] as const;
export type LogOutput = (typeof LOG_OUTPUTS)[number];

export const ALERT_CHANNELS = ["console", "email", "webhook", "slack"] as const;
export type AlertChannel = (typeof ALERT_CHANNELS)[number];

export const TRACKING_DETAILS = ["performance", "detailed", "minimal"] as const;
/** `performance`: what screens and alerts need. `detailed`: everything. `minimal`: what a test can look at. */
export type TrackingDetail = (typeof TRACKING_DETAILS)[number];

export const TOKEN_REQUIREMENTS = ["on", "off", "auto"] as const;
export type TokenRequirement = (typeof TOKEN_REQUIREMENTS)[number];

export const ACCESS_LOG_OUTPUTS = ["off", "console", "files"] as const;
export type AccessLogOutput = (typeof ACCESS_LOG_OUTPUTS)[number];

/** How many proxies stand in front, or the addresses, ranges and names of ranges that are theirs. */
export type TrustProxy = number | readonly string[];

/** Where one HTTP server listens. */
export interface ListenConfig {
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  /** 0: a free port, chosen by the system. */
  readonly port: number;
  /**
   * Names in the Host header that are answered beside loopback names and addresses, `*` for any: a browser page on
   * another name must not reach the server (DNS rebinding).
   */
  readonly allowedHosts: readonly string[];
}

export interface OtlpConfig extends ListenConfig {
  /** Largest request body after decompression; a larger one is answered with 413. */
  readonly maxInflatedBytes: number;
  /** Whether a sender without an ingest token is refused. */
  readonly requireToken: boolean;
}

export interface AccessLogConfig {
  readonly output: AccessLogOutput;
  /** Days that a file is kept. */
  readonly days: number;
  /** Bytes of all files together. */
  readonly maxBytes: number;
}

export interface ApiConfig extends ListenConfig {
  /** Proxies whose `X-Forwarded-For` is believed. */
  readonly trustProxy: TrustProxy;
  readonly accessLog: AccessLogConfig;
  /** A minute: of one key, and wrong keys of one address; 0 for any number. */
  readonly limits: { readonly requests: number; readonly costly: number; readonly failures: number };
}

/** PEM files, as absolute paths. */
export interface TlsConfig {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface LoggingConfig {
  readonly level: LogLevel;
  readonly outputs: readonly LogOutput[];
  /** Days that the daily file of each category is kept. */
  readonly days: Readonly<Record<LogCategory, number>>;
}

export interface AlertingSettings {
  readonly enabled: boolean;
  readonly channels: readonly AlertChannel[];
  readonly remediation: boolean;
  /** An unacknowledged critical alert goes to the next level after this time. */
  readonly criticalEscalationMs: number;
  /** Base of the links in notifications. */
  readonly publicUrl?: string;
}

export interface MonitoringConfig {
  /** How long metric points are kept. */
  readonly metricRetentionMs: number;
  readonly detail: TrackingDetail;
  /** How often the monitor's own figures are collected. */
  readonly collectionIntervalMs: number;
}

/** Everything the monitor needs to know, resolved and validated: nothing in it is optional in meaning or read again later. */
export interface MonitorConfig {
  readonly profile: Profile;
  /** Absolute path. */
  readonly dataDir: string;
  readonly durability: Durability;
  readonly otlp: OtlpConfig;
  readonly api: ApiConfig;
  /** For both servers; absent: plain HTTP. */
  readonly tls?: TlsConfig;
  /** A proxy in front ends TLS. */
  readonly behindProxy: boolean;
  readonly retention: RetentionPolicy;
  readonly logging: LoggingConfig;
  /** Whether logs of jobs go to the console: `logging.outputs` names it. */
  readonly consoleLogs: boolean;
  readonly alerting: AlertingSettings;
  /** Rules, routes, channels; undefined where no alerts are raised. */
  readonly alertingConfig: AlertingConfig | undefined;
  readonly monitoring: MonitoringConfig;
  /** Applied to records that arrive unsanitized. */
  readonly sanitizerPolicy: Policy | PresetName;
  /** From `JOBSCOPE_ADMIN_KEY`; absent where the stored one, or a new one, is to be used. Never logged. */
  readonly adminKey?: string;
}
