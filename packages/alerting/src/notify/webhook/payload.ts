import type { Alert } from "../../model/alert.ts";
import type { Evidence } from "../../model/evaluation.ts";
import type { DeliveryAttempt, Message, NotificationReason } from "../../model/notification.ts";
import { alertLink } from "../message/alert-facts.ts";

type Texts = Readonly<Record<string, string>>;

/** What Alertmanager sends to a webhook, version 4; and, behind it, what it has no names for. */
export interface WebhookPayload {
  readonly version: "4";
  readonly receiver: string;
  readonly status: "firing" | "resolved";
  readonly alerts: readonly WebhookAlert[];
  readonly notification_reason: string;
  readonly groupLabels: Texts;
  readonly commonLabels: Texts;
  readonly commonAnnotations: Texts;
  readonly routeLabels: Texts;
  readonly externalURL: string;
  readonly groupKey: string;
  readonly truncatedAlerts: number;
  /** Equal for every attempt to deliver this message. */
  readonly id: string;
  readonly reason: NotificationReason;
  /** As of when it tells: a retry may come hours later. */
  readonly decided_at: string;
  /** An earlier attempt was cut off: a receiver that does not remember ids may have seen it. */
  readonly maybe_repeated: boolean;
  readonly severity: string;
  readonly held_back: number;
  /** How many groups it sums up. */
  readonly digest_of?: number;
  readonly escalation?: { readonly level: number; readonly loop: number };
  readonly ack_url?: string;
}

interface WebhookAlert {
  readonly status: "firing" | "resolved";
  readonly labels: Texts;
  readonly annotations: Texts;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly fingerprint: string;
  readonly id: string;
  readonly state: Alert["state"];
  readonly value: number;
  readonly evidence: Evidence;
  readonly resolve_reason?: string;
}

/** Of a body, in bytes: above it alerts at the end are left out and counted as truncated. */
export const MAX_PAYLOAD_BYTES = 1_048_576;
/** Of one text. */
export const MAX_TEXT_LENGTH = 4096;
const SHORT_TEXT_LENGTH = 128;
/** Labels or annotations of one alert. */
const MAX_TEXTS = 200;
/** What Go writes for "not yet": receivers of Alertmanager know it. */
const NEVER = "0001-01-01T00:00:00Z";

/** JSON of the payload, bounded whatever the texts in it are: alerts at the end go first, then the length of texts. */
export function webhookBody(attempt: DeliveryAttempt): string {
  const payload = webhookPayload(attempt, MAX_TEXT_LENGTH);
  let kept = payload.alerts.length;
  let body = JSON.stringify(payload);
  while (Buffer.byteLength(body) > MAX_PAYLOAD_BYTES && kept > 1) {
    kept = Math.floor(kept / 2);
    body = JSON.stringify(keepAlerts(payload, kept));
  }
  if (Buffer.byteLength(body) <= MAX_PAYLOAD_BYTES) return body;
  return JSON.stringify(keepAlerts(webhookPayload(attempt, SHORT_TEXT_LENGTH), kept));
}

function keepAlerts(payload: WebhookPayload, kept: number): WebhookPayload {
  const truncatedAlerts = payload.truncatedAlerts + payload.alerts.length - kept;
  return { ...payload, alerts: payload.alerts.slice(0, kept), truncatedAlerts };
}

function webhookPayload(attempt: DeliveryAttempt, maxText: number): WebhookPayload {
  const { message } = attempt;
  const bound = (texts: Texts): Texts => bounded(texts, maxText);
  return {
    version: "4",
    receiver: message.receiver,
    status: message.status,
    alerts: message.alerts.map((alert) => webhookAlert(alert, message, maxText)),
    notification_reason: alertmanagerReason(message),
    groupLabels: bound(message.groupLabels),
    commonLabels: bound(message.commonLabels),
    commonAnnotations: bound(message.commonAnnotations),
    routeLabels: {},
    externalURL: message.publicUrl ?? "",
    groupKey: boundedText(message.groupKey, maxText),
    truncatedAlerts: message.truncatedAlerts,
    id: attempt.notificationId,
    reason: message.reason,
    decided_at: dateText(message.atMs),
    maybe_repeated: attempt.maybeRepeated,
    severity: message.severity,
    held_back: message.heldBack,
    ...(message.digestOf !== undefined && { digest_of: message.digestOf }),
    ...(message.escalation !== undefined && { escalation: message.escalation }),
    ...(message.ackUrl !== undefined && { ack_url: message.ackUrl }),
  };
}

function webhookAlert(alert: Alert, message: Message, maxText: number): WebhookAlert {
  const resolved = alert.state === "resolved";
  const { publicUrl } = message;
  return {
    status: resolved ? "resolved" : "firing",
    labels: bounded(alert.labels, maxText),
    annotations: bounded(alert.annotations, maxText),
    startsAt: dateText(alert.firedAtMs ?? alert.activeAtMs),
    endsAt: resolved && alert.resolvedAtMs !== undefined ? dateText(alert.resolvedAtMs) : NEVER,
    generatorURL: publicUrl === undefined ? "" : alertLink(publicUrl, alert.id),
    fingerprint: alert.fingerprint,
    id: alert.id,
    state: alert.state,
    value: alert.value,
    evidence: boundedEvidence(alert.evidence, maxText),
    ...(alert.resolveReason !== undefined && { resolve_reason: alert.resolveReason }),
  };
}

/** In Alertmanager's own words where it has them. */
function alertmanagerReason(message: Message): string {
  switch (message.reason) {
    case "firing":
      return "new alerts added";
    case "repeat":
      return "repeat interval elapsed";
    case "resolved":
      return message.status === "resolved" ? "all alerts resolved" : "some alerts resolved";
    case "fired_and_resolved":
      return "all alerts resolved";
    case "escalation":
    case "exhausted":
      return message.reason;
  }
}

function bounded(texts: Texts, maxText: number): Texts {
  const entries = Object.entries(texts).slice(0, MAX_TEXTS);
  return Object.fromEntries(entries.map(([name, value]) => [name, boundedText(value, maxText)]));
}

function boundedEvidence(evidence: Evidence, maxText: number): Evidence {
  const entries = Object.entries(evidence).map(([name, value]) => [name, evidenceValue(name, value, maxText)]);
  return Object.fromEntries(entries) as Evidence;
}

/** Senders' clocks count nanoseconds: what binary fractions make of them is nobody's precision. */
function evidenceValue(name: string, value: string | number, maxText: number): string | number {
  if (typeof value === "string") return boundedText(value, maxText);
  return name.endsWith("Ms") ? Math.round(value) : value;
}

function boundedText(text: string, maxText: number): string {
  return (text.length <= maxText ? text : `${text.slice(0, maxText - 1)}…`).toWellFormed();
}

function dateText(ms: number): string {
  return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : NEVER;
}
