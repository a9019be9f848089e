/** Where a secret is, never the secret: `env:NAME` or `file:/path`. Resolved by whoever sends. */
export type SecretRef = `env:${string}` | `file:${string}`;

interface ChannelBase {
  readonly name: string;
  /** Takes over what this one will never deliver. */
  readonly failover?: string;
  readonly sendResolved: boolean;
  /** Token bucket: `burst` at once, then `perMinute`. */
  readonly rate: { readonly burst: number; readonly perMinute: number };
}

export interface ConsoleChannel extends ChannelBase {
  readonly type: "console";
}

export interface EmailChannel extends ChannelBase {
  readonly type: "email";
  readonly to: readonly string[];
  readonly from: string;
  readonly host: string;
  readonly port: number;
  /** `tls`: from the first byte. `starttls`: required. `opportunistic`: if offered. `none`: never. */
  readonly security: "tls" | "starttls" | "opportunistic" | "none";
  readonly user?: string;
  readonly password?: SecretRef;
  /** Accepts a certificate signed by this authority (PEM file). */
  readonly caFile?: string;
}

export interface WebhookChannel extends ChannelBase {
  readonly type: "webhook";
  /** A reference where the address itself is a secret. */
  readonly url: string;
  /** Standard Webhooks secrets (`whsec_…`): the first signs, further ones sign too while they are rotated. */
  readonly signingSecrets: readonly SecretRef[];
  /** `Authorization: Bearer …`. */
  readonly bearerToken?: SecretRef;
}

export interface SlackChannel extends ChannelBase {
  readonly type: "slack";
  /** Of the incoming webhook. */
  readonly url: SecretRef;
}

export type Channel = ConsoleChannel | EmailChannel | WebhookChannel | SlackChannel;
