import type {
  AccessLogOutput,
  AlertChannel,
  Durability,
  LogLevel,
  LogOutput,
  Profile,
  TokenRequirement,
  TrackingDetail,
  TrustProxy,
} from "../monitor-config.ts";
import type { Address } from "./address.ts";

/** Every setting by its key in the file, with the type of its value once validated. */
export interface SettingValues {
  readonly profile: Profile;
  readonly data: string;
  readonly durability: Durability;
  readonly adminKey: string;
  readonly behindProxy: boolean;
  readonly "tls.cert": string;
  readonly "tls.key": string;
  readonly "otlp.addr": Address;
  readonly "otlp.allowedHosts": readonly string[];
  readonly "otlp.maxInflated": number;
  readonly "otlp.requireToken": TokenRequirement;
  readonly "api.addr": Address;
  readonly "api.allowedHosts": readonly string[];
  readonly "api.trustProxy": TrustProxy;
  readonly "api.accessLog": AccessLogOutput;
  readonly "api.accessLogDays": number;
  readonly "api.accessLogSize": number;
  readonly "api.requestLimit": number;
  readonly "api.costlyLimit": number;
  readonly "api.failureLimit": number;
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
