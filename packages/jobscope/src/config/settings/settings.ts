import type { LogCategory } from "@jobscope/semconv";

import {
  ALERT_CHANNELS,
  DURABILITIES,
  LOG_LEVELS,
  LOG_OUTPUTS,
  PROFILES,
  TRACKING_DETAILS,
} from "../monitor-config.ts";
import type { AlertChannel, Durability, LogLevel, LogOutput, Profile, TrackingDetail } from "../monitor-config.ts";
import type { Address } from "./address.ts";
import {
  address,
  duration,
  foreignSecret,
  hostList,
  mailAddress,
  mailAddresses,
  oneOf,
  onOff,
  path,
  secret,
  size,
  someOf,
  targetList,
  url,
  wholeNumber,
} from "./setting-types.ts";
import type { SettingType } from "./setting-types.ts";

/** Every setting by its key in the file, with the type of its value once validated. */
export interface SettingValues {
  readonly profile: Profile;
  readonly data: string;
  readonly durability: Durability;
  readonly adminKey: string;
  readonly "otlp.addr": Address;
  readonly "otlp.allowedHosts": readonly string[];
  readonly "otlp.maxInflated": number;
  readonly "api.addr": Address;
  readonly "api.allowedHosts": readonly string[];
  readonly "retention.runs": number;
  readonly "retention.keepRunsPerJob": number;
  readonly "retention.runLogs": number;
  readonly "retention.otherLogs": number;
  readonly "retention.maxSize": number;
  readonly "logging.level": LogLevel;
  readonly "logging.outputs": readonly LogOutput[];
  readonly "logging.days.jobs": number;
  readonly "logging.days.performance": number;
  readonly "logging.days.errors": number;
  readonly "logging.days.audit": number;
  readonly "logging.days.metrics": number;
  readonly "alerting.enabled": boolean;
  readonly "alerting.channels": readonly AlertChannel[];
  readonly "alerting.remediation": boolean;
  readonly "alerting.criticalEscalation": number;
  readonly "alerting.file": string;
  readonly "alerting.publicUrl": string;
  readonly "alerting.email.server": string;
  readonly "alerting.email.from": string;
  readonly "alerting.email.to": readonly string[];
  readonly "alerting.email.password": string;
  readonly "alerting.webhook.url": string;
  readonly "alerting.webhook.secret": string;
  readonly "alerting.slack.url": string;
  readonly "alerting.allowPrivateTargets": readonly string[];
  readonly "alerting.deadMan.url": string;
  readonly "alerting.deadMan.interval": number;
  readonly "sanitizer.policy": string;
  readonly "monitoring.metricRetention": number;
  readonly "monitoring.detail": TrackingDetail;
  readonly "monitoring.collectionInterval": number;
}
export type SettingKey = keyof SettingValues;

export interface Setting<T> {
  readonly type: SettingType<T>;
  /** For `--help` and the documentation. */
  readonly help: string;
  /** What stands for the value there. */
  readonly placeholder: string;
  /** Its value is never shown, and it comes from the environment alone: flags show in process lists, files get committed. */
  readonly secret?: true;
}

const age = duration({ min: "1m", max: "3650d" });
const interval = duration({ min: "1s", max: "24h" });

const days = (category: LogCategory): Setting<number> => ({
  type: wholeNumber(1, 3650),
  help: `days that the ${category} log file is kept (log files come in a later version)`,
  placeholder: "days",
});

/** The one table that flags, environment, file and help come from. */
export const SETTINGS: { readonly [K in SettingKey]: Setting<SettingValues[K]> } = {
  profile: { type: oneOf(PROFILES), help: `set of defaults: ${PROFILES.join(", ")}`, placeholder: "name" },
  data: { type: path(), help: "data directory (default ./.jobscope)", placeholder: "dir" },
  durability: {
    type: oneOf(DURABILITIES),
    help: "what a committed record survives: process (kill -9, default) or power (power cut)",
    placeholder: "level",
  },
  adminKey: { type: secret(), help: "admin key of the API", placeholder: "key", secret: true },
  "otlp.addr": {
    type: address(),
    help: "listen here for OTLP/HTTP (default 127.0.0.1:4318)",
    placeholder: "host:port",
  },
  "otlp.allowedHosts": { type: hostList(), help: "further Host names that OTLP is answered on", placeholder: "names" },
  "otlp.maxInflated": {
    type: size({ min: "1MB", max: "512MiB" }),
    help: "largest OTLP request after decompression (default 64MiB)",
    placeholder: "size",
  },
  "api.addr": { type: address(), help: "listen here for the API (default 127.0.0.1:4319)", placeholder: "host:port" },
  "api.allowedHosts": {
    type: hostList(),
    help: "further Host names that the API is answered on",
    placeholder: "names",
  },
  "retention.runs": {
    type: age,
    help: "how long runs and slots are kept (default 90d; profile test 24h)",
    placeholder: "time",
  },
  "retention.keepRunsPerJob": {
    type: wholeNumber(0, 10_000),
    help: "last runs of each job that stay whatever their age (default 20)",
    placeholder: "count",
  },
  "retention.runLogs": { type: age, help: "how long logs and spans of runs are kept", placeholder: "time" },
  "retention.otherLogs": {
    type: age,
    help: "how long other logs and spans are kept (default 24h; profile test 1h)",
    placeholder: "time",
  },
  "retention.maxSize": {
    type: size({ min: "50MB", max: "100TB" }),
    help: "size of the data at which the oldest goes (default 5GB)",
    placeholder: "size",
  },
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
  "alerting.enabled": { type: onOff(), help: "whether alerts are raised", placeholder: "on|off" },
  "alerting.channels": { type: someOf(ALERT_CHANNELS), help: `of ${ALERT_CHANNELS.join(", ")}`, placeholder: "list" },
  "alerting.remediation": {
    type: onOff(),
    help: "whether automatic remediation may act (acted on in a later version)",
    placeholder: "on|off",
  },
  "alerting.criticalEscalation": {
    type: interval,
    help: "time until an unacknowledged critical alert escalates",
    placeholder: "time",
  },
  "alerting.file": {
    type: path("the path of an alerting file (YAML or TypeScript)"),
    help: "rules, routes, channels and escalations of your own, beside or instead of the defaults",
    placeholder: "file",
  },
  "alerting.publicUrl": {
    type: url(["http", "https"], "https://monitor.example.com"),
    help: "where people reach the API: base of the links in notifications",
    placeholder: "url",
  },
  "alerting.email.server": {
    type: url(["smtp", "smtps"], "smtps://alerts@mail.example.com:465"),
    help: "mail server: smtps:// is TLS from the first byte, smtp:// asks for STARTTLS where it is offered",
    placeholder: "url",
  },
  "alerting.email.from": { type: mailAddress(), help: "sender of alert mails", placeholder: "address" },
  "alerting.email.to": { type: mailAddresses(), help: "who gets alert mails", placeholder: "addresses" },
  "alerting.email.password": {
    type: foreignSecret(),
    help: "password of the mail server",
    placeholder: "password",
    secret: true,
  },
  "alerting.webhook.url": {
    type: url(["https", "http"], "https://hooks.example.com/alerts"),
    help: "gets alerts as Alertmanager's webhook would, signed as in Standard Webhooks",
    placeholder: "url",
  },
  "alerting.webhook.secret": {
    type: foreignSecret(),
    help: "signs webhooks (whsec_…)",
    placeholder: "secret",
    secret: true,
  },
  "alerting.slack.url": {
    type: foreignSecret(),
    help: "incoming webhook of a Slack channel",
    placeholder: "url",
    secret: true,
  },
  "alerting.allowPrivateTargets": {
    type: targetList(),
    help: "private addresses that webhooks may reach, each exactly host:port",
    placeholder: "addresses",
  },
  "alerting.deadMan.url": {
    type: url(["https", "http"], "https://hc-ping.com/your-uuid"),
    help: "pinged while alerts are judged and delivered, so that somebody outside notices when they are not",
    placeholder: "url",
  },
  "alerting.deadMan.interval": { type: interval, help: "how often it is pinged (default 60s)", placeholder: "time" },
  "sanitizer.policy": {
    type: path("a preset or the path of a policy file"),
    help: "what is sanitized of records that arrive unsanitized: default, strict, gdpr, pci, or a policy file",
    placeholder: "name|file",
  },
  "monitoring.metricRetention": { type: age, help: "how long metric points are kept", placeholder: "time" },
  "monitoring.detail": {
    type: oneOf(TRACKING_DETAILS),
    help: `${TRACKING_DETAILS.join(", ")} (acted on in a later version)`,
    placeholder: "level",
  },
  "monitoring.collectionInterval": {
    type: interval,
    help: "how often the monitor collects its own figures (acted on in a later version)",
    placeholder: "time",
  },
};

export const SETTING_KEYS: readonly SettingKey[] = Object.keys(SETTINGS).filter(isSettingKey);

export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(SETTINGS, key);
}

/** `otlp.maxInflated` → `JOBSCOPE_OTLP_MAX_INFLATED` */
export function envNameOf(key: SettingKey): string {
  return `JOBSCOPE_${wordsOf(key).join("_").toUpperCase()}`;
}

/** `otlp.maxInflated` → `--otlp-max-inflated` */
export function flagOf(key: SettingKey): string {
  return `--${wordsOf(key).join("-").toLowerCase()}`;
}

function wordsOf(key: SettingKey): readonly string[] {
  return key.split(/\.|(?=[A-Z])/);
}
