import type { Alert } from "../model/alert.ts";
import { sharedLabels } from "../model/labels.ts";
import {
  DIGEST_GROUP,
  MAX_ALERTS_PER_MESSAGE,
  type Message,
  type Notification,
  type NotificationReason,
} from "../model/notification.ts";
import { graver } from "../model/severity.ts";

const URGENCY: Readonly<Record<NotificationReason, number>> = {
  exhausted: 5,
  escalation: 4,
  firing: 3,
  repeat: 2,
  fired_and_resolved: 1,
  resolved: 0,
};

/** What a message of both is to say. */
export interface Merged {
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
  readonly groups: number;
  /** The channel heard of one of the resolved alerts before. */
  readonly told: boolean;
}

/** One message for two that wait: the newer one, with what only the older one tells. */
export function mergeMessages(older: Notification, newer: Notification, merged: Merged): Message {
  const kept = newsOf(older, newer);
  const alerts = firingFirst([...newer.message.alerts, ...kept]);
  const reason = reasonOf(older, newer, merged);
  const { ackUrl: _ack, escalation: _escalation, digestOf: _digest, ...base } = newer.message;
  const status = merged.firing.length > 0 ? "firing" : newer.message.status;
  return {
    ...base,
    ...common(newer.message, kept),
    reason,
    status,
    severity: kept.length === 0 ? base.severity : graver(base.severity, older.message.severity),
    alerts: alerts.slice(0, MAX_ALERTS_PER_MESSAGE),
    truncatedAlerts: truncated(older, newer, merged) + Math.max(0, alerts.length - MAX_ALERTS_PER_MESSAGE),
    heldBack: base.heldBack + older.message.heldBack,
    ...(merged.groups > 1 ? digestFields(older.message, newer.message, merged.groups) : {}),
    ...(merged.groups === 1 && status === "firing" ? incidentFields(older.message, newer.message) : {}),
  };
}

/** Alerts of which only the older message brings news. */
export function newsOf(older: Notification, newer: Notification): Alert[] {
  const named = new Set(newer.message.alerts.map((alert) => alert.id));
  const news = new Set([...older.firing, ...older.resolved]);
  return older.message.alerts.filter((alert) => news.has(alert.id) && !named.has(alert.id));
}

function firingFirst(alerts: readonly Alert[]): Alert[] {
  const isOver = (alert: Alert): number => Number(alert.state === "resolved");
  return alerts.toSorted((a, b) => isOver(a) - isOver(b));
}

function truncated(older: Notification, newer: Notification, { groups }: Merged): number {
  const counts = [older.message.truncatedAlerts, newer.message.truncatedAlerts] as const;
  // Of one group the same alerts are left out twice.
  return groups === 1 ? Math.max(...counts) : counts[0] + counts[1];
}

function reasonOf(older: Notification, newer: Notification, merged: Merged): NotificationReason {
  const [a, b] = [older.message.reason, newer.message.reason];
  if (merged.firing.length > 0) return URGENCY[a] > URGENCY[b] ? a : b;
  if (merged.told || merged.resolved.length === 0) return b;
  const fired = older.firing.length > 0 || newer.firing.length > 0;
  return fired || a === "fired_and_resolved" || b === "fired_and_resolved" ? "fired_and_resolved" : b;
}

function incidentFields(older: Message, newer: Message): Partial<Message> {
  const ackUrl = newer.ackUrl ?? older.ackUrl;
  const escalation = newer.escalation ?? older.escalation;
  return { ...(ackUrl === undefined ? {} : { ackUrl }), ...(escalation === undefined ? {} : { escalation }) };
}

/** A link acknowledges one incident: a digest has none. */
function digestFields(older: Message, newer: Message, groups: number): Partial<Message> {
  return {
    groupKey: DIGEST_GROUP,
    groupLabels: sharedLabels(newer.groupLabels, older.groupLabels),
    digestOf: groups,
  };
}

function common(message: Message, more: readonly Alert[]): Pick<Message, "commonLabels" | "commonAnnotations"> {
  let { commonLabels, commonAnnotations } = message;
  for (const alert of more) {
    commonLabels = sharedLabels(commonLabels, alert.labels);
    commonAnnotations = sharedLabels(commonAnnotations, alert.annotations);
  }
  return { commonLabels, commonAnnotations };
}
