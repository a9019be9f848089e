import type { LogCategory } from "@jobscope/semconv";

import {
  ACCESS_LOG_OUTPUTS,
  ALERT_CHANNELS,
  DURABILITIES,
  LOG_LEVELS,
  LOG_OUTPUTS,
  PROFILES,
  TOKEN_REQUIREMENTS,
  TRACKING_DETAILS,
} from "../monitor-config.ts";
import { proxyTrust } from "./proxy-trust.ts";
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
import type { SettingKey, SettingValues } from "./setting-values.ts";

export type { SettingKey, SettingValues } from "./setting-values.ts";

export interface Setting<T> {
  readonly type: SettingType<T>;
  /** For `--help` and the documentation. */
  readonly help: string;
  /** What stands for the value there. */
  readonly placeholder: string;
  /** Its value is never shown, and it comes from the environment alone: flags show in process lists, files get committed. */
  readonly secret?: true;
  /** Its flag without a value means this. */
  readonly bareFlag?: string;
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
  behindProxy: {
    type: onOff(),
    help: "TLS ends at a proxy in front: plain HTTP may be listened for on addresses that others reach",
    placeholder: "on|off",
    bareFlag: "on",
  },
  "tls.cert": {
    type: path("the path of a PEM file"),
    help: "certificate with its chain, for HTTPS on both ports; read again within 10 s of a change",
    placeholder: "file",
  },
  "tls.key": { type: path("the path of a PEM file"), help: "private key of the certificate", placeholder: "file" },
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
  "otlp.requireToken": {
    type: oneOf(TOKEN_REQUIREMENTS),
    help: "whether senders need an ingest token; auto: unless OTLP listens on loopback without --behind-proxy (default auto)",
    placeholder: "on|off|auto",
  },
  "api.addr": { type: address(), help: "listen here for the API (default 127.0.0.1:4319)", placeholder: "host:port" },
  "api.allowedHosts": {
    type: hostList(),
    help: "further Host names that the API is answered on",
    placeholder: "names",
  },
  "api.trustProxy": {
    type: proxyTrust(),
    help: "proxies whose X-Forwarded-For is believed (default loopback with --behind-proxy, else none)",
    placeholder: "hops|list",
  },
  "api.accessLog": {
    type: oneOf(ACCESS_LOG_OUTPUTS),
    help: "where each request of the API is noted, with anonymised addresses; files: in logs/ of the data directory",
    placeholder: "output",
  },
  "api.accessLogDays": {
    type: wholeNumber(1, 3650),
    help: "days that files of the access log are kept (default 30)",
    placeholder: "days",
  },
  "api.accessLogSize": {
    type: size({ min: "1MB", max: "1TB" }),
    help: "size of all files of the access log together at which the oldest goes (default 1GB)",
    placeholder: "size",
  },
  "api.requestLimit": {
    type: wholeNumber(0, 1_000_000),
    help: "requests of one key a minute (default 600; 0 for any number)",
    placeholder: "count",
  },
  "api.costlyLimit": {
    type: wholeNumber(0, 1_000_000),
    help: "exports, checks of the audit and changes of keys by one key a minute (default 20; 0 for any number)",
    placeholder: "count",
  },
  "api.failureLimit": {
    type: wholeNumber(0, 1_000_000),
    help: "wrong keys from one address a minute (default 20; 0 for any number)",
    placeholder: "count",
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
