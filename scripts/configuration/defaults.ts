import type { Profile } from "../../packages/jobscope/src/config/monitor-config.ts";
import { PROFILES } from "../../packages/jobscope/src/config/monitor-config.ts";
import { resolveConfig } from "../../packages/jobscope/src/config/resolve-config.ts";
import type { SettingKey } from "../../packages/jobscope/src/config/settings/settings.ts";
import { readAlerting } from "../../packages/jobscope/src/config/sources/alerting-source.ts";

type Resolved = ReturnType<typeof resolveConfig>;
type ReadDefault = (config: Resolved) => string;

/** Where each setting lands in the resolved configuration, written as a user would write its value. */
const READ: { readonly [K in SettingKey]: ReadDefault } = {
  profile: () => "development",
  data: () => "./.jobscope",
  durability: (config) => config.durability,
  adminKey: () => "",
  behindProxy: ({ behindProxy }) => (behindProxy ? "on" : "off"),
  "tls.cert": () => "",
  "tls.key": () => "",
  "otlp.addr": ({ otlp }) => `${otlp.host}:${otlp.port}`,
  "otlp.allowedHosts": ({ otlp }) => otlp.allowedHosts.join(","),
  "otlp.maxInflated": ({ otlp }) => size(otlp.maxInflatedBytes),
  "otlp.requireToken": () => "auto",
  "api.addr": ({ api }) => `${api.host}:${api.port}`,
  "api.allowedHosts": ({ api }) => api.allowedHosts.join(","),
  "api.trustProxy": ({ api }) => String(api.trustProxy) || "none",
  "api.accessLog": ({ api }) => api.accessLog.output,
  "api.accessLogDays": ({ api }) => String(api.accessLog.days),
  "api.requestLimit": ({ api }) => String(api.limits.requests),
  "api.costlyLimit": ({ api }) => String(api.limits.costly),
  "api.failureLimit": ({ api }) => String(api.limits.failures),
  "api.accessLogSize": ({ api }) => size(api.accessLog.maxBytes),
  "retention.runs": ({ retention }) => duration(retention.runsMs),
  "retention.keepRunsPerJob": ({ retention }) => String(retention.keepRunsPerJob),
  "retention.runLogs": ({ retention }) => duration(retention.runLogsMs),
  "retention.otherLogs": ({ retention }) => duration(retention.otherLogsMs),
  "retention.maxSize": ({ retention }) => size(retention.maxBytes),
  "sanitizer.policy": () => "default",
  "logging.level": ({ logging }) => logging.level,
  "logging.outputs": ({ logging }) => logging.outputs.join(","),
  "logging.days.jobs": ({ logging }) => String(logging.days.jobs),
  "logging.days.performance": ({ logging }) => String(logging.days.performance),
  "logging.days.errors": ({ logging }) => String(logging.days.errors),
  "logging.days.audit": ({ logging }) => String(logging.days.audit),
  "logging.days.metrics": ({ logging }) => String(logging.days.metrics),
  "alerting.enabled": ({ alerting }) => (alerting.enabled ? "on" : "off"),
  "alerting.channels": ({ alerting }) => alerting.channels.join(","),
  "alerting.remediation": ({ alerting }) => (alerting.remediation ? "on" : "off"),
  "alerting.criticalEscalation": ({ alerting }) => duration(alerting.criticalEscalationMs),
  "alerting.file": () => "",
  "alerting.publicUrl": ({ alerting }) => alerting.publicUrl ?? "",
  "alerting.email.server": () => "",
  "alerting.email.from": () => "",
  "alerting.email.to": () => "",
  "alerting.email.password": () => "",
  "alerting.webhook.url": () => "",
  "alerting.webhook.secret": () => "",
  "alerting.slack.url": () => "",
  "alerting.allowPrivateTargets": () => "",
  "alerting.deadMan.url": () => "",
  "alerting.deadMan.interval": (config) => duration(deadManIntervalMs(config)),
  "monitoring.metricRetention": ({ monitoring }) => duration(monitoring.metricRetentionMs),
  "monitoring.detail": ({ monitoring }) => monitoring.detail,
  "monitoring.collectionInterval": ({ monitoring }) => duration(monitoring.collectionIntervalMs),
};

/** It counts only where an address is given. */
function deadManIntervalMs({ alerting }: Resolved): number {
  const values = { "alerting.deadMan.url": "https://example.com" };
  const settings = { ...alerting, enabled: true };
  const { config } = readAlerting({ file: undefined, values, settings, env: {}, cwd: "/" });
  if (config?.deadMan === undefined) throw new Error("An address for the dead-man ping makes none.");
  return config.deadMan.intervalMs;
}

/** The value that a setting has where nobody sets it, by profile; `""` for an empty list and for no value at all. */
export function defaultsOf(key: SettingKey): Readonly<Record<Profile, string>> {
  const of = (profile: Profile): string => READ[key](resolveConfig({ profile }, { nodeEnv: undefined, cwd: "/" }));
  return Object.fromEntries(PROFILES.map((profile) => [profile, of(profile)])) as Record<Profile, string>;
}

const DURATIONS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
] as const;

const SIZES = [
  ["GB", 1e9],
  ["MiB", 2 ** 20],
  ["MB", 1e6],
  ["B", 1],
] as const;

const duration = (ms: number): string => measure(ms, DURATIONS);
const size = (bytes: number): string => measure(bytes, SIZES);

/** In the largest unit that leaves no fraction. */
function measure(value: number, units: readonly (readonly [string, number])[]): string {
  const [unit, factor] = units.find(([, one]) => value % one === 0) ?? ["", 1];
  return `${value / factor}${unit}`;
}
