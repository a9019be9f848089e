import type { WebhookChannel } from "../../model/channel.ts";
import type { DeliveryAttempt, DeliveryOutcome } from "../../model/notification.ts";
import { exchange } from "../http/exchange.ts";
import { outcomeOf } from "../http/outcome.ts";
import { readTarget } from "../http/target.ts";
import { isSecretRef, readSecret } from "../read-secret.ts";
import type { ChannelSender, SenderPorts } from "../sender-ports.ts";
import { stableToken } from "../stable-token.ts";
import { webhookBody } from "./payload.ts";
import { signatureHeader, signingKey } from "./sign.ts";

type Read<T> =
  | { readonly kind: "read"; readonly value: T }
  | { readonly kind: "failed"; readonly outcome: DeliveryOutcome };

/** Posts Alertmanager's payload, signed by Standard Webhooks. */
export function createWebhookSender(channel: WebhookChannel, ports: SenderPorts): ChannelSender {
  return {
    async send(attempt, signal) {
      const url = readUrl(channel, ports);
      if (url.kind === "failed") return url.outcome;
      const read = readTarget(url.value, ports.allowPrivateTargets);
      if (read.kind === "forbidden") return { kind: "broken", reason: read.reason };
      const { target } = read;
      const body = webhookBody(attempt);
      const headers = readHeaders(attempt, body, { channel, ports });
      if (headers.kind === "failed") return headers.outcome;
      const result = await exchange(target, { method: "POST", headers: headers.value, body }, { ports, signal });
      return outcomeOf(result, target.place, ports.nowMs());
    },
    close() {},
  };
}

function readUrl(channel: WebhookChannel, ports: SenderPorts): Read<string> {
  if (!isSecretRef(channel.url)) return { kind: "read", value: channel.url };
  const secret = readSecret(channel.url, ports);
  return secret.kind === "secret" ? { kind: "read", value: secret.value } : { kind: "failed", outcome: secret.outcome };
}

interface HeaderSource {
  readonly channel: WebhookChannel;
  readonly ports: SenderPorts;
}

function readHeaders(
  attempt: DeliveryAttempt,
  body: string,
  source: HeaderSource,
): Read<Readonly<Record<string, string>>> {
  const { channel, ports } = source;
  const keys = readKeys(channel, ports);
  if (keys.kind === "failed") return keys;
  const id = stableToken(attempt.notificationId);
  const timestampSeconds = Math.floor(ports.nowMs() / 1000);
  const token = channel.bearerToken === undefined ? undefined : readSecret(channel.bearerToken, ports);
  if (token?.kind === "missing") return { kind: "failed", outcome: token.outcome };
  if (token !== undefined && !/^[\u0021-\u007E]+$/.test(token.value)) {
    const reason = `its bearer token ${channel.bearerToken} holds characters that no header takes`;
    return { kind: "failed", outcome: { kind: "broken", reason } };
  }
  const headers = {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    "user-agent": "jobscope",
    "idempotency-key": id,
    "webhook-id": id,
    "webhook-timestamp": String(timestampSeconds),
    ...(keys.value.length > 0 && { "webhook-signature": signatureHeader({ id, timestampSeconds, body }, keys.value) }),
    ...(token !== undefined && { authorization: `Bearer ${token.value}` }),
  };
  return { kind: "read", value: headers };
}

/** While secrets are rotated one of them may be gone; without any the message would not be believed. */
function readKeys(channel: WebhookChannel, ports: SenderPorts): Read<readonly Buffer[]> {
  const keys: Buffer[] = [];
  let failure: DeliveryOutcome | undefined;
  for (const ref of channel.signingSecrets) {
    const secret = readSecret(ref, ports);
    const key = secret.kind === "secret" ? signingKey(secret.value) : undefined;
    if (key !== undefined) {
      keys.push(key);
      continue;
    }
    const outcome: DeliveryOutcome =
      secret.kind === "missing"
        ? secret.outcome
        : { kind: "broken", reason: `its signing secret ${ref} is not whsec_ and base64 of 24 to 64 bytes` };
    failure ??= outcome;
  }
  if (failure === undefined) return { kind: "read", value: keys };
  if (keys.length === 0) return { kind: "failed", outcome: failure };
  ports.warn(`channel "${channel.name}": ${"reason" in failure ? failure.reason : ""}; signed with the others`);
  return { kind: "read", value: keys };
}
