import { formatDuration } from "../duration/parse-duration.ts";
import type {
  AlertingFile,
  ChannelFile,
  EmailChannelFile,
  EscalationFile,
  RouteFile,
  SlackChannelFile,
  WebhookChannelFile,
} from "../schema/alerting-file.ts";
import type { PackFile } from "../schema/rule-file.ts";
import { DEFAULT_INHIBITION } from "./default-inhibition.ts";

/** What is known where no file says more: of a profile and of settings. */
export interface AlertingDefaults {
  /** Types that are wanted. Those without settings are left out; where none is left, alerts go to the console. */
  readonly channels: readonly ChannelFile["type"][];
  /** An unacknowledged critical alert is told again, to the next level, after this; 0 or undefined: never. */
  readonly criticalEscalationMs?: number;
  readonly publicUrl?: string;
  readonly email?: Omit<EmailChannelFile, "type">;
  readonly webhook?: Omit<WebhookChannelFile, "type">;
  readonly slack?: Omit<SlackChannelFile, "type">;
  readonly pack?: PackFile;
  readonly deadMan?: NonNullable<AlertingFile["deadMan"]>;
  readonly allowPrivateTargets?: readonly string[];
}

/** Name of the escalation of critical alerts. */
export const CRITICAL_ESCALATION = "critical";

/** What runs without a file, as a file would say it. */
export function defaultAlertingFile(defaults: AlertingDefaults): AlertingFile {
  const { criticalEscalationMs = 0, publicUrl, pack } = defaults;
  const escalates = criticalEscalationMs > 0;
  return {
    pack: pack ?? {},
    channels: channelsOf(defaults),
    route: routeOf(escalates),
    inhibit: DEFAULT_INHIBITION,
    escalations: escalates ? { [CRITICAL_ESCALATION]: escalationOf(criticalEscalationMs) } : {},
    publicUrl,
    deadMan: defaults.deadMan,
    allowPrivateTargets: defaults.allowPrivateTargets,
  };
}

/** Whether one is configured: the console always is. */
function channelsOf(defaults: AlertingDefaults): Readonly<Record<string, ChannelFile>> {
  const settings = { email: defaults.email, webhook: defaults.webhook, slack: defaults.slack };
  const channels: Record<string, ChannelFile> = {};
  for (const type of defaults.channels) {
    if (type === "console") channels["console"] = { type };
    else if (type === "email" && settings.email !== undefined) channels["email"] = { ...settings.email, type };
    else if (type === "webhook" && settings.webhook !== undefined) channels["webhook"] = { ...settings.webhook, type };
    else if (type === "slack" && settings.slack !== undefined) channels["slack"] = { ...settings.slack, type };
  }
  return Object.keys(channels).length > 0 ? channels : { console: { type: "console" } };
}

function routeOf(escalates: boolean): RouteFile {
  const grouped = ["deployment_environment_name", "service_namespace", "service_name", "alertname"];
  return {
    receiver: "default",
    groupBy: grouped,
    groupWait: "30s",
    groupInterval: "5m",
    repeatInterval: "4h",
    routes: [
      {
        match: { severity: "critical" },
        // Each critical job by itself: in a group, the second one to fail would wait for the next look at the first.
        groupBy: [...grouped, "job_name"],
        groupWait: 0,
        // Who was called hears soon that it is over; nothing is said more often by that.
        groupInterval: "2m",
        ...(escalates ? { escalation: CRITICAL_ESCALATION } : {}),
      },
      { match: { severity: "info" }, groupWait: "1m", repeatInterval: "1d", throttle: { max: 4, per: "1h" } },
      // Failures of jobs that nobody called critical come in numbers.
      { match: { severity: "warning" }, throttle: { max: 6, per: "1h" } },
    ],
  };
}

function escalationOf(criticalEscalationMs: number): EscalationFile {
  return {
    // That nobody answered is told once: to call the same people for it again would never end.
    match: { severity: "critical", alertname: "!EscalationExhausted" },
    levels: [
      { after: formatDuration(criticalEscalationMs), receiver: "default" },
      { after: "5m", receiver: "default" },
    ],
    loops: 3,
    ackTimeout: "30m",
    stopAfter: "7d",
    exhausted: "default",
  };
}
