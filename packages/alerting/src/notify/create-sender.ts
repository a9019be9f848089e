import type { Channel } from "../model/channel.ts";
import type { DeliveryAttempt, DeliveryOutcome, DeliveryReport } from "../model/notification.ts";
import { createConsoleSender } from "./console/create-console-sender.ts";
import { createEmailSender } from "./email/create-email-sender.ts";
import type { ChannelSender, SenderPorts } from "./sender-ports.ts";
import { createSlackSender } from "./slack/create-slack-sender.ts";
import { createWebhookSender } from "./webhook/create-webhook-sender.ts";

export interface SenderOptions extends SenderPorts {
  readonly channels: readonly Channel[];
}

/** Does once what the outbox asks for. Whether and when to try again is decided there. */
export interface Sender {
  /** Never rejects. No report names a secret, an address or the path of a URL. */
  send(attempt: DeliveryAttempt): Promise<DeliveryReport>;
  /** Cuts off what is being sent (its report says `retry`) and closes all connections. */
  close(): void;
}

export function createSender(options: SenderOptions): Sender {
  const closing = new AbortController();
  const senders = new Map(options.channels.map((channel) => [channel.name, createChannelSender(channel, options)]));
  return {
    async send(attempt) {
      const outcome = await sendOnce(senders.get(attempt.channel), attempt, closing.signal);
      return {
        notificationId: attempt.notificationId,
        attempt: attempt.attempt,
        outcome: named(outcome, attempt.channel),
      };
    },
    close() {
      closing.abort();
      for (const sender of senders.values()) sender.close();
    },
  };
}

function createChannelSender(channel: Channel, ports: SenderPorts): ChannelSender {
  switch (channel.type) {
    case "console":
      return createConsoleSender(ports);
    case "email":
      return createEmailSender(channel, ports);
    case "webhook":
      return createWebhookSender(channel, ports);
    case "slack":
      return createSlackSender(channel, ports);
  }
}

async function sendOnce(
  sender: ChannelSender | undefined,
  attempt: DeliveryAttempt,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  if (sender === undefined) return { kind: "broken", reason: "it is not configured any more" };
  if (signal.aborted) return { kind: "retry", reason: "the sender is closed" };
  try {
    return await sender.send(attempt, signal);
  } catch (error) {
    // A mistake of ours. Its text may quote the message, so only its kind is told.
    return { kind: "retry", reason: `failed unexpectedly (${error instanceof Error ? error.name : typeof error})` };
  }
}

function named(outcome: DeliveryOutcome, channel: string): DeliveryOutcome {
  if (outcome.kind === "delivered") return outcome;
  return { ...outcome, reason: `channel "${channel}": ${outcome.reason}` };
}
