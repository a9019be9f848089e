import { createHash } from "node:crypto";

import type { EmailChannel } from "../../model/channel.ts";
import type { DeliveryAttempt } from "../../model/notification.ts";
import { htmlBody } from "../message/html-body.ts";
import { messageFacts } from "../message/message-facts.ts";
import { textBody } from "../message/text-body.ts";
import { stableToken } from "../stable-token.ts";

/** What nodemailer is given, but for the envelope. */
export interface Mail {
  readonly from: string;
  readonly to: string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly references: string;
  readonly inReplyTo: string;
  readonly priority: "high" | "normal";
  readonly headers: Readonly<Record<string, string>>;
  readonly disableFileAccess: true;
  readonly disableUrlAccess: true;
}

/**
 * The same Message-ID at every attempt, so that a mailbox shows a repetition once; the same References for a group, whoever is
 * told of it, so that firing, escalation and resolved stand in one thread. All texts from jobs are in the subject, cleaned to one line, and in the bodies.
 */
export function buildMail(attempt: DeliveryAttempt, channel: EmailChannel, nowMs: number): Mail {
  const facts = messageFacts(attempt, { nowMs });
  const domain = domainOf(channel.from);
  const thread = `<group-${hash(attempt.message.groupKey)}@${domain}>`;
  return {
    from: channel.from,
    to: [...channel.to],
    subject: facts.subject,
    text: textBody(facts),
    html: htmlBody(facts),
    messageId: `<${stableToken(attempt.notificationId)}@${domain}>`,
    references: thread,
    inReplyTo: thread,
    priority: facts.critical ? "high" : "normal",
    headers: {
      // RFC 3834: holiday notices do not answer it; Exchange wants its own header for the same.
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "X-Jobscope-Notification": stableToken(attempt.notificationId),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** Of a `Name <user@domain>`; a fixed one where it has none that an id takes. */
function domainOf(from: string): string {
  return /@([A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?)>?\s*$/.exec(from)?.[1] ?? "jobscope.invalid";
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
