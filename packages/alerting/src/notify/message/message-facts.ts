import type { DeliveryAttempt, Message } from "../../model/notification.ts";
import type { AlertFacts } from "./alert-facts.ts";
import { alertFacts, placeText } from "./alert-facts.ts";
import { cleanLine, safeLink } from "./clean-text.ts";
import { timeText } from "./time-text.ts";

/** A message as it is laid out for people, before it is escaped for a medium. */
export interface MessageFacts {
  /** Short: what, where, how bad. Fits a phone's lock screen. */
  readonly subject: string;
  /** Sentences about the message itself: repetition, escalation, what is held back or cut off. */
  readonly notes: readonly string[];
  readonly alerts: readonly AlertFacts[];
  readonly ackLink?: string;
  readonly critical: boolean;
}

export const MAX_SUBJECT_LENGTH = 140;

export interface MessageFactsOptions {
  /** This may be the second time that the receiver gets it; what the attempt says by default. */
  readonly repeated?: boolean;
  /** When it is sent, for a note where that is late. */
  readonly nowMs?: number;
}

export function messageFacts(attempt: DeliveryAttempt, options: MessageFactsOptions = {}): MessageFacts {
  const { message } = attempt;
  const alerts = message.alerts.map((alert) => alertFacts(alert, message.atMs, message.publicUrl));
  const ackLink = message.status === "firing" ? safeLink(message.ackUrl) : undefined;
  return {
    subject: subjectText(`[${tag(message)}] ${headline(message, alerts)}`),
    notes: [
      ...deliveryNotes(message, { repeated: attempt.maybeRepeated, nowMs: message.atMs, ...options }),
      ...messageNotes(message),
      sentThrough(attempt),
    ],
    alerts,
    ...(ackLink !== undefined && { ackLink }),
    critical: message.severity === "critical" && message.status === "firing",
  };
}

/** Mail programs decode what looks so: the subject would not be what was cleaned. */
const ENCODED = /=\?/g;

function subjectText(text: string): string {
  return cleanLine(cleanLine(text, MAX_SUBJECT_LENGTH).replaceAll(ENCODED, "= ?"), MAX_SUBJECT_LENGTH);
}

/** What kind of message it is, for the subject. */
function tag(message: Message): string {
  switch (message.reason) {
    case "firing":
      return `FIRING ${message.severity}`;
    case "repeat":
      return `STILL FIRING ${message.severity}`;
    case "resolved":
      return message.status === "resolved" ? "RESOLVED" : "PARTLY RESOLVED";
    case "fired_and_resolved":
      return "FIRED AND RESOLVED";
    case "escalation":
      return `ESCALATED ${message.severity}`;
    case "exhausted":
      return `NOBODY ACKNOWLEDGED ${message.severity}`;
  }
}

function headline(message: Message, alerts: readonly AlertFacts[]): string {
  const firing = alerts.filter(({ status }) => status === "firing");
  if (firing.length > 0 && firing.length < alerts.length) {
    const more = message.truncatedAlerts === 0 ? "" : `, ${message.truncatedAlerts} more`;
    const counts = `${firing.length} firing, ${alerts.length - firing.length} resolved${more}`;
    return `${counts}: ${whatOf(firing)}`;
  }
  const total = alerts.length + message.truncatedAlerts;
  const [first] = alerts;
  if (first === undefined) return `${total} alerts`;
  return total === 1 ? whatOf(alerts) : `${total} × ${whatOf(alerts)}`;
}

/** The rule and the place that they share. */
function whatOf(alerts: readonly AlertFacts[]): string {
  const place = common(alerts.map(placeText)) ?? common(alerts.map((each) => each.service)) ?? "";
  const rule = common(alerts.map((each) => each.rule)) ?? "alerts";
  return [rule, place].filter((part) => part !== "").join(": ");
}

function common(texts: readonly string[]): string | undefined {
  const [first] = texts;
  return texts.every((each) => each === first) ? first : undefined;
}

/** A message is worded when it is decided: sent much later, it says so, milliseconds. */
const LATE_MS = 300_000;

function deliveryNotes(message: Message, options: Required<MessageFactsOptions>): readonly string[] {
  const list: string[] = [];
  if (options.repeated) list.push("You may have this message already: an earlier attempt to send it was cut off.");
  if (options.nowMs - message.atMs > LATE_MS) {
    list.push(`It could not be sent before: it tells how things were at ${timeText(message.atMs)}.`);
  }
  return list;
}

function messageNotes(message: Message): readonly string[] {
  const list: string[] = [];
  if (message.reason === "repeat") list.push("Reminder: this was told before and is not over.");
  if (message.reason === "fired_and_resolved") list.push("This was over before it could be told.");
  const { escalation } = message;
  if (escalation !== undefined) {
    const again = escalation.loop > 1 ? `, round ${escalation.loop}` : "";
    list.push(`Escalation level ${escalation.level}${again}: nobody has acknowledged it so far.`);
  }
  if (message.reason === "exhausted") list.push("Every level was called and nobody has acknowledged it.");
  if (message.digestOf !== undefined) {
    list.push(`One message for ${message.digestOf} groups: too many were waiting for this channel.`);
  }
  if (message.truncatedAlerts > 0) list.push(`${message.truncatedAlerts} more alerts are not shown.`);
  if (message.heldBack > 0) list.push(`${message.heldBack} messages before this one were held back by the throttle.`);
  return list;
}

/** Whoever reads it may not be the receiver: then another channel stands in. */
function sentThrough({ message, channel, failedOverFrom }: DeliveryAttempt): string {
  const sent = `Sent to ${cleanLine(message.receiver, 120)} through ${cleanLine(channel, 120)}`;
  if (failedOverFrom === undefined) return `${sent}.`;
  return `${sent}, instead of ${cleanLine(failedOverFrom, 120)}, which could not deliver it.`;
}
