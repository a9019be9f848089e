import type { Channel, SecretRef } from "../../src/model/channel.ts";
import type { DeliveryAttempt, DeliveryOutcome } from "../../src/model/notification.ts";
import type { Sender, SenderOptions } from "../../src/notify/create-sender.ts";
import { createSender } from "../../src/notify/create-sender.ts";
import { NOW, sampleAttempt } from "./sample-attempt.ts";

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type ChannelSketch = DistributiveOmit<Channel, "name" | "sendResolved" | "rate">;

export interface TestSender extends Disposable {
  readonly sender: Sender;
  readonly lines: string[];
  readonly warnings: string[];
  /** May be changed while the sender lives: rotation. */
  readonly secrets: Map<SecretRef, string>;
  outcome(attempt?: DeliveryAttempt): Promise<DeliveryOutcome>;
}

export function testSender(sketch: ChannelSketch, options: Partial<SenderOptions> = {}): TestSender {
  const channel: Channel = { ...sketch, name: "under-test", sendResolved: true, rate: { burst: 100, perMinute: 100 } };
  const lines: string[] = [];
  const warnings: string[] = [];
  const secrets = new Map<SecretRef, string>();
  const sender = createSender({
    channels: [channel],
    resolveSecret: (ref) => secrets.get(ref),
    allowPrivateTargets: [],
    warn: (text) => warnings.push(text),
    writeLine: (line) => lines.push(line),
    nowMs: () => NOW,
    ...options,
  });
  return {
    sender,
    lines,
    warnings,
    secrets,
    outcome: async (attempt = sampleAttempt()) => (await sender.send(attempt)).outcome,
    [Symbol.dispose]: () => sender.close(),
  };
}
