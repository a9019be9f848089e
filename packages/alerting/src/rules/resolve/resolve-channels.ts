import type { Channel, SecretRef } from "../../model/channel.ts";
import type { ParsedChannel } from "../schema/channel-schema.ts";
import type { At } from "./at.ts";
import { defined } from "./defined.ts";
import { lookUp } from "./look-up.ts";

const TLS_PORT = 465;
const SUBMISSION_PORT = 587;
const RELAY_PORT = 25;

/** What each kind of channel takes without complaint. */
const RATES: Readonly<Record<ParsedChannel["type"], Channel["rate"]>> = {
  console: { burst: 100, perMinute: 600 },
  email: { burst: 10, perMinute: 30 },
  webhook: { burst: 20, perMinute: 60 },
  // About one message a second for each channel.
  slack: { burst: 5, perMinute: 60 },
};

export function resolveChannels(channels: Readonly<Record<string, ParsedChannel>>, at: At): readonly Channel[] {
  const names = Object.keys(channels);
  return Object.entries(channels).map(([name, channel]) => {
    const place = at.below(name);
    checkFailover(channel, { name, names, channels }, place);
    return resolveChannel(name, channel, place);
  });
}

function resolveChannel(name: string, channel: ParsedChannel, at: At): Channel {
  const { failover, sendResolved = true, rate } = channel;
  const common = {
    name,
    ...defined({ failover }),
    sendResolved,
    rate: { ...RATES[channel.type], ...defined(rate ?? {}) },
  };
  switch (channel.type) {
    case "console":
      return { ...common, type: "console" };
    case "email":
      return { ...common, ...resolveEmail(channel, at) };
    case "webhook":
      return { ...common, ...defined({ bearerToken: channel.bearerToken }), ...resolveWebhook(channel) };
    case "slack":
      return { ...common, type: "slack", url: channel.url };
  }
}

function resolveWebhook({ url, signingSecrets = [] }: ParsedChannel & { readonly type: "webhook" }): {
  readonly type: "webhook";
  readonly url: string;
  readonly signingSecrets: readonly SecretRef[];
} {
  return { type: "webhook", url, signingSecrets };
}

type Email = ParsedChannel & { readonly type: "email" };
type EmailPart = Omit<Channel & { readonly type: "email" }, "name" | "failover" | "sendResolved" | "rate">;

function resolveEmail(channel: Email, at: At): EmailPart {
  const { to, from, host, user, password, caFile } = channel;
  if (user === undefined && password !== undefined) at.add(["user"], "is missing: a password needs one");
  if (user !== undefined && password === undefined) {
    at.add(["password"], "is missing: write env:NAME or file:/path, or leave user out");
  }
  const security = channel.security ?? securityOf(channel.port);
  return {
    type: "email",
    to,
    from,
    host,
    port: channel.port ?? portOf(security),
    security,
    ...defined({ user, password, caFile }),
  };
}

type Security = EmailPart["security"];

function securityOf(port: number | undefined): Security {
  if (port === TLS_PORT) return "tls";
  return port === RELAY_PORT ? "opportunistic" : "starttls";
}

function portOf(security: Security): number {
  if (security === "tls") return TLS_PORT;
  return security === "starttls" ? SUBMISSION_PORT : RELAY_PORT;
}

interface Others {
  readonly name: string;
  readonly names: readonly string[];
  readonly channels: Readonly<Record<string, ParsedChannel>>;
}

function checkFailover({ failover }: ParsedChannel, { name, names, channels }: Others, at: At): void {
  if (failover === undefined) return;
  lookUp(failover, { names, what: "channel", at: at.below("failover") });
  const seen = new Set([name]);
  for (let next: string | undefined = failover; next !== undefined; next = channels[next]?.failover) {
    if (seen.has(next)) {
      at.add(["failover"], `goes round in a circle: ${[...seen, next].join(" → ")}`);
      return;
    }
    seen.add(next);
  }
}
