import type { EmailChannel } from "../../model/channel.ts";
import type { DeliveryAttempt } from "../../model/notification.ts";
import { RecentMap } from "../recent-map.ts";
import type { ChannelSender, SenderPorts } from "../sender-ports.ts";
import { buildMail } from "./build-mail.ts";
import type { RecipientResult } from "./classify-error.ts";
import { classifyMailError } from "./classify-error.ts";
import type { MailTransport } from "./mail-transport.ts";
import { TransportKeeper } from "./mail-transport.ts";
import { combineRecipients } from "./recipient-outcome.ts";

const TOTAL_MS = 120_000;

/**
 * One transaction for each recipient, all with the same headers: a bad or slow one concerns nobody else. Who has the message,
 * or was refused for good, is remembered while it is tried again for the others.
 */
export function createEmailSender(channel: EmailChannel, ports: SenderPorts): ChannelSender {
  const transports = new TransportKeeper(channel, ports);
  const settled = new RecentMap<ReadonlyMap<string, RecipientResult>>();
  const place = `${channel.host}:${channel.port}`;
  return {
    async send(attempt, closing) {
      const got = transports.get();
      if (got.kind === "unavailable") return got.outcome;
      if (channel.to.length === 0) return { kind: "refused", reason: "it has no recipients" };
      const signal = AbortSignal.any([closing, AbortSignal.timeout(ports.limits?.smtpTotalMs ?? TOTAL_MS)]);
      const before = settled.get(attempt.notificationId) ?? new Map<string, RecipientResult>();
      const results = await sendToAll(attempt, channel, {
        transport: got.transport,
        before,
        signal,
        nowMs: ports.nowMs(),
      });
      const outcome = combineRecipients(results, place);
      if (outcome.kind === "retry" || outcome.kind === "broken")
        settled.set(attempt.notificationId, finals(channel, results));
      else settled.delete(attempt.notificationId);
      return outcome;
    },
    close() {
      transports.close(true);
    },
  };
}

interface SendWork {
  readonly transport: MailTransport;
  readonly before: ReadonlyMap<string, RecipientResult>;
  readonly signal: AbortSignal;
  readonly nowMs: number;
}

/** In the order of the channel's recipients. */
function sendToAll(attempt: DeliveryAttempt, channel: EmailChannel, work: SendWork): Promise<RecipientResult[]> {
  const mail = buildMail(attempt, channel, work.nowMs);
  return Promise.all(
    channel.to.map(async (recipient): Promise<RecipientResult> => {
      const known = work.before.get(recipient);
      if (known !== undefined) return known;
      try {
        await work.transport.sendMail(mail, recipient, work.signal);
        return { kind: "accepted" };
      } catch (error) {
        return classifyMailError(error);
      }
    }),
  );
}

function finals(channel: EmailChannel, results: readonly RecipientResult[]): ReadonlyMap<string, RecipientResult> {
  const map = new Map<string, RecipientResult>();
  for (const [index, recipient] of channel.to.entries()) {
    const result = results[index];
    if (result?.kind === "accepted" || result?.kind === "refused") map.set(recipient, result);
  }
  return map;
}
