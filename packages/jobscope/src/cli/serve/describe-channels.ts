import type { AlertingConfig, Channel } from "@jobscope/alerting";

/** Who is told, in one line for the terminal: no secret, and of an address its host alone. */
export function describeChannels(config: AlertingConfig | undefined): string {
  return config === undefined ? "off" : config.channels.map(describe).join(", ");
}

function describe(channel: Channel): string {
  switch (channel.type) {
    case "console":
      return "this terminal";
    case "email":
      return `e-mail to ${channel.to.join(" and ")}`;
    case "webhook":
      return `webhook ${hostOf(channel.url)}${channel.signingSecrets.length === 0 ? " (not signed)" : ""}`;
    case "slack":
      return `Slack (${channel.name})`;
  }
}

const hostOf = (url: string): string => URL.parse(url)?.host || url;
