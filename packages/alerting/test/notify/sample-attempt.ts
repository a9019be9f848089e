import type { Alert } from "../../src/model/alert.ts";
import type { DeliveryAttempt, Message } from "../../src/model/notification.ts";

export const NOW = Date.UTC(2026, 10, 25, 10, 2, 3);

export function sampleAlert(change: Partial<Alert> = {}): Alert {
  const labels = {
    alertname: "JobStuck",
    severity: "critical",
    job_name: "invoice.generate",
    service_name: "api",
    service_namespace: "billing",
  };
  return {
    id: "alert-1",
    key: "core/JobStuck|invoice",
    ruleId: "core/JobStuck",
    ruleName: "JobStuck",
    ruleHash: "0011",
    sampleKey: "invoice",
    labels,
    fingerprint: "a1b2c3d4e5f60718",
    annotations: { summary: "running for 2 h 3 min", runbook_url: "https://runbooks.example.com/stuck?job=invoice" },
    traits: { deployment_environment_name: "production", job_owner_name: "team-billing" },
    severity: "critical",
    state: "firing",
    value: 7380,
    evidence: {
      runId: "run-77",
      traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
      errorType: "TimeoutError",
      errorMessage: "the ledger did not answer",
      lastGoodMs: NOW - 26 * 3_600_000,
      firstMs: NOW - 7_380_000,
      lastMs: NOW,
      count: 3,
      finding: "running for 2 h 3 min, longer than 2 h",
    },
    activeAtMs: NOW - 180_000,
    firedAtMs: NOW - 180_000,
    ...change,
  };
}

export function sampleMessage(change: Partial<Message> = {}): Message {
  const alerts = change.alerts ?? [sampleAlert()];
  return {
    reason: "firing",
    status: "firing",
    receiver: "billing-oncall",
    groupKey: '{}/{severity="critical"}:{job_name="invoice.generate"}',
    groupLabels: { job_name: "invoice.generate" },
    commonLabels: alerts[0]?.labels ?? {},
    commonAnnotations: alerts[0]?.annotations ?? {},
    severity: "critical",
    alerts,
    truncatedAlerts: 0,
    heldBack: 0,
    atMs: NOW,
    publicUrl: "https://jobs.example.com",
    ackUrl: "https://jobs.example.com/ack/abc.def",
    ...change,
  };
}

export function sampleAttempt(
  change: Partial<Omit<DeliveryAttempt, "message">> = {},
  message: Partial<Message> = {},
): DeliveryAttempt {
  return {
    notificationId: "n-0001",
    channel: "under-test",
    attempt: 1,
    maybeRepeated: false,
    message: sampleMessage(message),
    ...change,
  };
}

/** Alerts, firing and then resolved. */
export function resolvedAlert(change: Partial<Alert> = {}): Alert {
  return sampleAlert({
    state: "resolved",
    resolvedAtMs: NOW,
    resolveReason: "condition_cleared",
    resolveDetail: "the run ended after 2 h 10 min",
    ...change,
  });
}
