import { ALERT_CHANNELS } from "../../monitor-config.ts";
import { foreignSecret, mailAddress, mailAddresses, onOff, path, someOf, targetList, url } from "../setting-types.ts";
import type { SettingsBelow } from "../setting.ts";
import { INTERVAL } from "../time-spans.ts";

/** Whether alerts are raised, and whom they reach. */
export const ALERTING_SETTINGS: SettingsBelow<"alerting"> = {
  "alerting.enabled": { type: onOff(), help: "whether alerts are raised", placeholder: "on|off" },
  "alerting.channels": { type: someOf(ALERT_CHANNELS), help: `of ${ALERT_CHANNELS.join(", ")}`, placeholder: "list" },
  "alerting.remediation": {
    type: onOff(),
    help: "whether automatic remediation may act (acted on in a later version)",
    placeholder: "on|off",
  },
  "alerting.criticalEscalation": {
    type: INTERVAL,
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
  "alerting.deadMan.interval": { type: INTERVAL, help: "how often it is pinged (default 60s)", placeholder: "time" },
};
