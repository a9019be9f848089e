import type { Alert } from "../model/alert.ts";
import { type Labels, sharedLabels } from "../model/labels.ts";
import { MAX_ALERTS_PER_MESSAGE, type Message } from "../model/notification.ts";
import type { Severity } from "../model/rule.ts";
import { graver, SEVERITY_RANK } from "../model/severity.ts";
import { isActive } from "./alert-lookup.ts";

export interface MessageInput extends Pick<
  Message,
  "reason" | "status" | "receiver" | "groupKey" | "groupLabels" | "heldBack" | "atMs" | "escalation"
> {
  /** Everything that the notification is about, with the newest values. */
  readonly alerts: readonly Alert[];
  /** Those of {@link alerts} that this message shows: all by default. */
  readonly shown?: readonly Alert[] | undefined;
  readonly publicUrl?: string | undefined;
}

/** What a person needs, whichever channel it comes through. */
export function buildMessage(input: MessageInput): Message {
  const shown = sortAlerts(input.shown ?? input.alerts).slice(0, MAX_ALERTS_PER_MESSAGE);
  return {
    reason: input.reason,
    status: input.status,
    receiver: input.receiver,
    groupKey: input.groupKey,
    groupLabels: input.groupLabels,
    commonLabels: common(input.alerts.map((alert) => alert.labels)),
    commonAnnotations: common(input.alerts.map((alert) => alert.annotations)),
    severity: highestSeverity(input.alerts),
    alerts: shown,
    truncatedAlerts: input.alerts.length - shown.length,
    heldBack: input.heldBack,
    atMs: input.atMs,
    ...(input.publicUrl === undefined ? {} : { publicUrl: input.publicUrl.replace(/\/+$/, "") }),
    ...(input.escalation === undefined ? {} : { escalation: input.escalation }),
  };
}

/** Firing ones first, then by severity, then the oldest. */
export function sortAlerts(alerts: readonly Alert[]): readonly Alert[] {
  return alerts.toSorted(
    (a, b) =>
      Number(isActive(b)) - Number(isActive(a)) ||
      SEVERITY_RANK[a.severity] - SEVERITY_RANK[b.severity] ||
      firedMs(a) - firedMs(b) ||
      (a.id < b.id ? -1 : 1),
  );
}

function firedMs(alert: Alert): number {
  return alert.firedAtMs ?? alert.activeAtMs;
}

/** Of those that fire; of all, where none does. */
function highestSeverity(alerts: readonly Alert[]): Severity {
  const firing = alerts.filter(isActive);
  return (firing.length > 0 ? firing : alerts).map((alert) => alert.severity).reduce(graver, "info");
}

/** What all of them have, with the same value. */
function common(sets: readonly Labels[]): Labels {
  const [first, ...others] = sets;
  return first === undefined ? {} : others.reduce(sharedLabels, first);
}
