import type { AlertingDefaults } from "@jobscope/alerting";

import { ConfigError } from "../config-error.ts";
import type { AlertChannel, AlertingSettings } from "../monitor-config.ts";
import type { GivenSettings } from "../resolve-config.ts";
import { envNameOf, flagOf } from "../settings/settings.ts";

type ChannelDefaults = Pick<AlertingDefaults, "channels" | "email" | "webhook" | "slack">;

/** Channels as single settings describe them. Who configures one wants it, whatever the profile says. */
export function channelDefaults(values: GivenSettings, settings: AlertingSettings): ChannelDefaults {
  const channels = { email: emailOf(values), webhook: webhookOf(values), slack: slackOf(values) };
  const configured = (["email", "webhook", "slack"] as const).filter((type) => channels[type] !== undefined);
  const wanted: readonly AlertChannel[] = values["alerting.channels"] ?? [...settings.channels, ...configured];
  return {
    channels: [...new Set(wanted)],
    ...(channels.email && { email: channels.email }),
    ...(channels.webhook && { webhook: channels.webhook }),
    ...(channels.slack && { slack: channels.slack }),
  };
}

function emailOf(values: GivenSettings): ChannelDefaults["email"] {
  const server = values["alerting.email.server"];
  if (server === undefined) return undefined;
  const { from, to } = addresses(values);
  const { protocol, hostname, port, username } = new URL(server);
  const user = decodeURIComponent(username);
  return {
    host: hostname,
    ...(port !== "" && { port: Number(port) }),
    // A password never travels unencrypted.
    security: protocol === "smtps:" ? "tls" : user === "" ? "opportunistic" : "starttls",
    ...(user !== "" && { user, password: `env:${envNameOf("alerting.email.password")}` }),
    from,
    to,
  };
}

function addresses(values: GivenSettings): { readonly from: string; readonly to: readonly string[] } {
  const from = values["alerting.email.from"];
  const to = values["alerting.email.to"];
  if (from !== undefined && to !== undefined) return { from, to };
  const key = from === undefined ? "alerting.email.from" : "alerting.email.to";
  const fix = `Add ${flagOf(key)} or ${envNameOf(key)}, or leave alerting.email.server out.`;
  throw new ConfigError([{ key, where: "configuration", why: "is missing: alerting.email.server is given", fix }]);
}

function webhookOf(values: GivenSettings): ChannelDefaults["webhook"] {
  const url = values["alerting.webhook.url"];
  if (url === undefined) return undefined;
  const secret = envNameOf("alerting.webhook.secret");
  return values["alerting.webhook.secret"] === undefined ? { url } : { url, signingSecrets: [`env:${secret}`] };
}

function slackOf(values: GivenSettings): ChannelDefaults["slack"] {
  return values["alerting.slack.url"] === undefined ? undefined : { url: `env:${envNameOf("alerting.slack.url")}` };
}
