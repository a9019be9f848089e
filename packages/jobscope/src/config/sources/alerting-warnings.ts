import { lintAlerting } from "@jobscope/alerting";
import type { AlertingConfig, Channel, SecretRef } from "@jobscope/alerting";

import type { AlertingSettings } from "../monitor-config.ts";
import { resolveSecret } from "../resolve-secret.ts";
import { envNameOf } from "../settings/settings.ts";
import type { Environment } from "./env-source.ts";

export interface WarningContext {
  readonly settings: AlertingSettings;
  /** Somebody wrote a file, and wants to know what is odd in it. */
  readonly hasFile: boolean;
  readonly env: Environment;
}

/** What would show only once an alert fires: nobody is told, a secret is not there, a rule that cannot do what it says. */
export function alertingWarnings(
  config: AlertingConfig,
  { settings, hasFile, env }: WarningContext,
): readonly string[] {
  const findings = hasFile ? lintAlerting(config).filter(({ level }) => level === "warning") : [];
  return [
    ...unreached(config, settings),
    ...config.channels.flatMap((channel) => missingSecrets(channel, env)),
    ...findings.map(({ subject, message }) => `Alerting, ${subject}: ${message}.`),
  ];
}

/** In production nobody watches a terminal. */
function unreached({ channels }: AlertingConfig, { channels: wanted }: AlertingSettings): readonly string[] {
  if (wanted.includes("console") || channels.some(({ type }) => type !== "console")) return [];
  const server = envNameOf("alerting.email.server");
  return [
    `Alerts go to standard output alone: none of the channels ${wanted.join(", ")} is configured. Set ${server} or name a file with ${envNameOf("alerting.file")}.`,
  ];
}

function missingSecrets(channel: Channel, env: Environment): readonly string[] {
  return secretsOf(channel)
    .filter((ref) => resolveSecret(ref, env) === undefined)
    .map((ref) => `Channel "${channel.name}" cannot be used: its secret ${ref} is not there.`);
}

function secretsOf(channel: Channel): readonly SecretRef[] {
  switch (channel.type) {
    case "console":
      return [];
    case "email":
      return channel.password === undefined ? [] : [channel.password];
    case "webhook":
      return [...channel.signingSecrets, ...(channel.bearerToken === undefined ? [] : [channel.bearerToken])];
    case "slack":
      return [channel.url];
  }
}
