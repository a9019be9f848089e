import type {
  Alert,
  AlertEvent,
  AlertingChange,
  Explanation,
  Incident,
  Labels,
  Notification,
  Silence,
} from "@jobscope/alerting";
import type { Job } from "@jobscope/tracker";

import { CLEANUP, DIGEST, FAILED, INVOICE, NOW } from "./samples.ts";

/** What the alerting wrote, for tests: alerts in every state, one of them with all that can be known of it. */

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

function labelsOf(job: Job, rule: string, severity: Alert["severity"]): Labels {
  const { environment, namespace, service } = job.service;
  const scope = { deployment_environment_name: environment, service_namespace: namespace, service_name: service };
  const set = Object.entries({ ...scope, job_name: job.name }).filter(([, value]) => value !== "");
  return { alertname: rule, severity, ...Object.fromEntries(set) };
}

export function alertOf(id: string, job: Job, fields: Partial<Alert> = {}): Alert {
  const { ruleName = "JobFailed", severity = "critical", activeAtMs = NOW - 10 * MINUTE } = fields;
  return {
    id,
    key: `default/${ruleName} ${job.name}`,
    ruleId: `default/${ruleName}`,
    ruleName,
    ruleHash: "h1",
    sampleKey: job.name,
    labels: labelsOf(job, ruleName, severity),
    fingerprint: "c0ffee0123456789",
    annotations: { summary: `${job.name} is in trouble` },
    traits: {},
    severity,
    state: "firing",
    value: 1,
    evidence: { jobId: job.id, serviceId: job.serviceId },
    activeAtMs,
    ...(fields.state === "pending" ? {} : { firedAtMs: activeAtMs }),
    ...fields,
  };
}

export const FIRING: Alert = alertOf("al-firing", CLEANUP, {
  value: 3,
  annotations: { summary: "cleanup failed 3 times", runbook_url: "https://wiki.example/cleanup" },
  evidence: {
    jobId: CLEANUP.id,
    serviceId: CLEANUP.serviceId,
    runKey: FAILED.key,
    traceId: "0af7651916cd43dd8448eb211c80319c",
    errorType: "TypeError",
    errorMessage: "x is not a function",
    lastGoodMs: NOW - 60 * MINUTE,
    firstMs: NOW - 12 * MINUTE,
    lastMs: NOW - 2 * MINUTE,
    count: 3,
    finding: "3 failed runs in a row",
  },
  flapping: true,
});
export const STALE: Alert = alertOf("al-stale", INVOICE, {
  state: "stale",
  severity: "warning",
  ruleName: "JobLate",
  activeAtMs: NOW - 20 * MINUTE,
});
export const PENDING: Alert = alertOf("al-pending", INVOICE, { state: "pending", activeAtMs: NOW - MINUTE });
/** Of a service without environment and namespace, with a value that JSON does not know. */
export const RESOLVED: Alert = alertOf("al-resolved", DIGEST, {
  state: "resolved",
  severity: "info",
  ruleName: "JobSlow",
  value: Number.NaN,
  activeAtMs: NOW - 60 * MINUTE,
  resolvedAtMs: NOW - 50 * MINUTE,
  resolveReason: "condition_cleared",
  resolveDetail: "The last run was quick.",
});
/** Seven of yesterday. */
const flaky = Array.from({ length: 7 }, (_, number) =>
  alertOf(`al-flaky-${number}`, INVOICE, {
    state: "resolved",
    ruleName: "JobFlaky",
    severity: "warning",
    activeAtMs: NOW - DAY - number * MINUTE,
    resolvedAtMs: NOW - DAY,
    resolveReason: "rule_edited",
  }),
);
export const ALERTS: readonly Alert[] = [FIRING, STALE, PENDING, RESOLVED, ...flaky];

export const INCIDENT: Incident = {
  id: "inc-1",
  groupKey: "{}:{cleanup}",
  policy: "critical",
  state: "triggered",
  level: 1,
  loop: 1,
  openedMs: NOW - 10 * MINUTE,
  nextStepMs: NOW + 5 * MINUTE,
  tokenEpoch: 4711,
  alertIds: [FIRING.id],
};

export const ACK_URL = "https://monitor.example.com/api/scheduler-monitoring/alerts/ack?token=of-the-stored-message";

function notificationOf(id: string, fields: Partial<Notification>): Notification {
  return {
    id,
    channel: "mail",
    groupKey: INCIDENT.groupKey,
    firing: [FIRING.id],
    resolved: [],
    message: {
      reason: "firing",
      status: "firing",
      receiver: "default",
      groupKey: INCIDENT.groupKey,
      groupLabels: {},
      commonLabels: FIRING.labels,
      commonAnnotations: FIRING.annotations,
      severity: "critical",
      alerts: [FIRING],
      truncatedAlerts: 0,
      heldBack: 0,
      atMs: NOW - 10 * MINUTE,
      ackUrl: ACK_URL,
    },
    state: "delivered",
    createdMs: NOW - 10 * MINUTE,
    deadlineMs: NOW + DAY,
    attempts: 1,
    nextAttemptMs: NOW,
    maybeRepeated: false,
    finishedMs: NOW - 9 * MINUTE,
    ...fields,
  };
}

/** Of {@link FIRING}, newest first. */
export const NOTIFICATIONS: readonly Notification[] = [
  {
    ...notificationOf("n-2", {
      channel: "chat",
      state: "waiting",
      createdMs: NOW - 5 * MINUTE,
      attempts: 2,
      nextAttemptMs: NOW + MINUTE,
      lastError: "429 Too Many Requests",
      failedOverFrom: "mail",
    }),
    finishedMs: NOW,
  },
  notificationOf("n-1", {}),
];

/** Of {@link FIRING}, oldest first. */
export const EVENTS: readonly AlertEvent[] = [
  { alertId: FIRING.id, atMs: NOW - 10 * MINUTE, kind: "firing", detail: "3 failed runs in a row" },
  { alertId: FIRING.id, atMs: NOW - 9 * MINUTE, kind: "notified", detail: "through mail" },
];

export const EXPLANATION: Explanation = {
  alertId: FIRING.id,
  state: "firing",
  groups: [
    {
      groupKey: INCIDENT.groupKey,
      receiver: "default",
      told: "firing",
      lastToldMs: NOW - 9 * MINUTE,
      heldBackBy: { kind: "silenced", name: "s-active", detail: "release" },
      nextLookMs: NOW + MINUTE,
    },
  ],
};

export function silenceOf(id: string, fields: Partial<Silence> = {}): Silence {
  return {
    id,
    matchers: [{ name: "job_name", op: "=", value: "cleanup" }],
    startsAtMs: NOW - MINUTE,
    endsAtMs: NOW + 60 * MINUTE,
    createdBy: "admin-key",
    comment: "release",
    createdAtMs: NOW - MINUTE,
    untilResolved: false,
    ...fields,
  };
}

/** By end, latest first; the last one ended too long ago to be listed. */
export const SILENCES: readonly Silence[] = [
  silenceOf("s-pending", { startsAtMs: NOW + DAY, endsAtMs: NOW + 2 * DAY, untilResolved: true }),
  silenceOf("s-active"),
  silenceOf("s-expired", { startsAtMs: NOW - DAY, endsAtMs: NOW - 60 * MINUTE, endedBy: "admin-key" }),
  silenceOf("s-forgotten", { startsAtMs: NOW - 9 * DAY, endsAtMs: NOW - 8 * DAY }),
];

/** The same as a store learns it. */
export const ALERTING_CHANGES: readonly AlertingChange[] = [
  ...ALERTS.map((alert) => ({ kind: "alert", alert, before: undefined }) as const),
  ...EVENTS.map((event) => ({ kind: "event", event }) as const),
  { kind: "incident", incident: INCIDENT },
  ...NOTIFICATIONS.map((notification) => ({ kind: "notification", notification }) as const),
  ...SILENCES.map((silence) => ({ kind: "silence", silence }) as const),
];
