import type { Alert, Explanation, Incident, Notification, Silence } from "@jobscope/alerting";
import type { AlertDetail } from "@jobscope/store";

import type {
  AlertDetailResource,
  ExplanationResource,
  IncidentResource,
  NotificationResource,
} from "../model/alert-detail-resource.ts";
import type { AlertResource } from "../model/alert-resource.ts";
import { resourcePath } from "../model/api-path.ts";
import { isoTime } from "../model/iso-time.ts";
import type { SilenceResource } from "../model/silence-resource.ts";
import { serviceOfId } from "./identity.ts";
import { isoTimeOrNull, textOrNull } from "./scalars.ts";

export function shapeAlert(alert: Alert): AlertResource {
  const { evidence, annotations, labels } = alert;
  const { errorType, errorMessage } = evidence;
  const hasError = errorType !== undefined || errorMessage !== undefined;
  return {
    id: alert.id,
    url: resourcePath("alerts", alert.id),
    rule: alert.ruleName,
    severity: alert.severity,
    state: alert.state,
    summary: textOrNull(annotations["summary"]),
    finding: textOrNull(evidence.finding),
    value: Number.isFinite(alert.value) ? alert.value : null,
    labels,
    annotations,
    fingerprint: alert.fingerprint,
    service: evidence.serviceId === undefined ? null : serviceOfId(evidence.serviceId),
    job_id: evidence.jobId ?? null,
    job_name: textOrNull(labels["job_name"]),
    run_id: evidence.runKey ?? null,
    trace_id: textOrNull(evidence.traceId),
    error: hasError ? { type: errorType ?? null, message: errorMessage ?? null } : null,
    last_good_time: isoTimeOrNull(evidence.lastGoodMs),
    first_time: isoTimeOrNull(evidence.firstMs),
    last_time: isoTimeOrNull(evidence.lastMs),
    count: evidence.count ?? null,
    pending_time: pendingTime(alert),
    fired_time: isoTimeOrNull(alert.firedAtMs),
    resolved_time: isoTimeOrNull(alert.resolvedAtMs),
    resolve_reason: alert.resolveReason ?? null,
    resolve_detail: alert.resolveDetail ?? null,
    flapping: alert.flapping === true,
  };
}

/** Its condition came true by the sender's clock, which may be ahead of ours; it fired by ours. */
function pendingTime({ activeAtMs, firedAtMs = activeAtMs }: Alert): string {
  return isoTime(Math.min(activeAtMs, firedAtMs));
}

export function shapeAlertDetail(detail: AlertDetail, explanation: Explanation | undefined): AlertDetailResource {
  return {
    ...shapeAlert(detail.alert),
    events: detail.events.map(({ atMs, kind, detail: text }) => ({ time: isoTime(atMs), kind, detail: text })),
    incidents: detail.incidents.map(shapeIncident),
    notifications: detail.notifications.map(shapeNotification),
    explanation: explanation?.groups.map(shapeExplanation) ?? null,
  };
}

export function shapeIncident(incident: Incident): IncidentResource {
  return {
    id: incident.id,
    state: incident.state,
    policy: textOrNull(incident.policy),
    level: incident.level,
    loop: incident.loop,
    opened_time: isoTime(incident.openedMs),
    next_step_time: isoTimeOrNull(incident.nextStepMs),
    acknowledged_by: incident.acknowledgedBy ?? null,
    acknowledged_time: isoTimeOrNull(incident.acknowledgedMs),
    snoozed_until_time: isoTimeOrNull(incident.snoozedUntilMs),
    resolved_time: isoTimeOrNull(incident.resolvedMs),
  };
}

function shapeNotification(notification: Notification): NotificationResource {
  const open = notification.state === "waiting" || notification.state === "sending";
  return {
    id: notification.id,
    channel: notification.channel,
    reason: notification.message.reason,
    state: notification.state,
    created_time: isoTime(notification.createdMs),
    finished_time: isoTimeOrNull(notification.finishedMs),
    attempts: notification.attempts,
    next_attempt_time: open ? isoTime(notification.nextAttemptMs) : null,
    last_error: notification.lastError ?? null,
    failed_over_from: notification.failedOverFrom ?? null,
  };
}

function shapeExplanation(group: Explanation["groups"][number]): ExplanationResource {
  return {
    receiver: group.receiver,
    told: group.told,
    last_told_time: isoTimeOrNull(group.lastToldMs),
    held_back_by: group.heldBackBy ?? null,
    next_look_time: isoTimeOrNull(group.nextLookMs),
  };
}

export function shapeSilence(silence: Silence, nowMs: number): SilenceResource {
  return {
    id: silence.id,
    state: silenceState(silence, nowMs),
    matchers: silence.matchers,
    starts_time: isoTime(silence.startsAtMs),
    ends_time: isoTime(silence.endsAtMs),
    created_by: silence.createdBy,
    created_time: isoTime(silence.createdAtMs),
    comment: silence.comment,
    until_resolved: silence.untilResolved,
    ended_by: silence.endedBy ?? null,
  };
}

/** From its start on, until before its end. */
function silenceState({ startsAtMs, endsAtMs }: Silence, nowMs: number): SilenceResource["state"] {
  if (nowMs >= endsAtMs) return "expired";
  return nowMs < startsAtMs ? "pending" : "active";
}
