import { expect, test } from "vitest";

import { firingAlert } from "../../test/support/router-harness.ts";
import type { Alert } from "../model/alert.ts";
import { MAX_ALERTS_PER_MESSAGE } from "../model/notification.ts";
import { buildMessage, type MessageInput } from "./build-message.ts";

const alert = (n: string, severity: string, atMs: number): Alert =>
  firingAlert({
    labels: { alertname: "JobFailed", n, severity },
    annotations: { summary: "It failed", description: n },
    atMs,
  });

const over = (of: Alert): Alert => ({ ...of, state: "resolved", resolvedAtMs: 9 });

const message = (alerts: readonly Alert[], more: Partial<MessageInput> = {}): ReturnType<typeof buildMessage> =>
  buildMessage({
    reason: "firing",
    status: "firing",
    receiver: "team",
    groupKey: "{}:{}",
    groupLabels: {},
    alerts,
    heldBack: 0,
    atMs: 10,
    ...more,
  });

test("has what its alerts have in common", () => {
  const { commonLabels, commonAnnotations } = message([alert("a", "warning", 1), alert("b", "warning", 2)]);
  expect(commonLabels).toEqual({ alertname: "JobFailed", severity: "warning" });
  expect(commonAnnotations).toEqual({ summary: "It failed" });
});

test("shows firing ones first, then by severity, then the oldest", () => {
  const alerts = [
    over(alert("e", "critical", 0)),
    alert("d", "info", 1),
    alert("c", "warning", 5),
    alert("b", "warning", 4),
    alert("a", "critical", 9),
  ];
  expect(message(alerts).alerts.map(({ labels }) => labels["n"])).toEqual(["a", "b", "c", "d", "e"]);
});

test("is as severe as the worst that fires; where none does, as the worst of all", () => {
  expect(message([over(alert("a", "critical", 1)), alert("b", "info", 1)]).severity).toBe("info");
  expect(message([over(alert("a", "critical", 1)), over(alert("b", "info", 1))]).severity).toBe("critical");
});

test("names no more alerts than a person reads, and counts the rest", () => {
  const alerts = Array.from({ length: 70 }, (_, n) => alert(String(n), "warning", n));
  const { alerts: shown, truncatedAlerts } = message(alerts);
  expect([shown.length, truncatedAlerts]).toEqual([MAX_ALERTS_PER_MESSAGE, 20]);
});

test("links have one slash, and a message without a public address has none", () => {
  expect(message([alert("a", "info", 1)], { publicUrl: "https://jobs.example/x//" }).publicUrl).toBe(
    "https://jobs.example/x",
  );
  expect(message([alert("a", "info", 1)])).not.toHaveProperty("publicUrl");
});
