import type { Alert, AlertGroup, AlertingChange, Incident, Notification, Silence } from "@jobscope/alerting";
import type { MetricPoint } from "@jobscope/otlp";
import { describe, expect, it } from "vitest";

import { BILLING, endedOf, jobOf, logOf, gaugeOf, runOf, SCOPE, T0, resourceOf, uuidV7 } from "../samples.ts";
import {
  allPages,
  commit,
  jobChange,
  logsRequest,
  metricsRequest,
  type OpenStore,
  runChange,
  withCursor,
} from "./harness.ts";

const MINUTE = 60_000;

const alertOf = (fields: Partial<Alert> = {}): Alert => ({
  id: "a1",
  key: "default/JobFailed job_name",
  ruleId: "default/JobFailed",
  ruleName: "JobFailed",
  ruleHash: "h1",
  sampleKey: "job_name",
  labels: { alertname: "JobFailed", service_name: "billing", job_name: "invoice", severity: "critical" },
  fingerprint: "f1",
  annotations: { summary: "invoice failed" },
  traits: {},
  severity: "critical",
  state: "firing",
  value: 1,
  evidence: { finding: "1 run failed" },
  activeAtMs: T0,
  firedAtMs: T0,
  ...fields,
});

const groupOf = (alerts: readonly string[]): AlertGroup => ({
  key: "{}:{}",
  routeId: "{}",
  receiver: "default",
  labels: {},
  alerts,
  nextFlushMs: T0,
  createdMs: T0,
  toldFiring: [],
  toldResolved: [],
  sequence: 0,
  toldTimes: [],
  heldBack: 0,
});

const incident: Incident = {
  id: "i1",
  groupKey: "{}:{}",
  policy: "critical",
  state: "triggered",
  level: 1,
  loop: 1,
  openedMs: T0,
  tokenEpoch: 0,
  alertIds: ["a1"],
};

const silenceOf = (id: string, endsAtMs: number): Silence => ({
  id,
  matchers: [{ name: "job_name", op: "=", value: "invoice" }],
  startsAtMs: T0,
  endsAtMs,
  createdBy: "ops",
  comment: "release",
  createdAtMs: T0,
  untilResolved: false,
});

/** Delivered, but its channel still has to be told of the end. */
const owing = (): Notification => ({
  ...notificationOf("n3", "delivered"),
  owes: [{ groupKey: "{}:{}", alerts: ["a1"] }],
});

const notificationOf = (id: string, state: Notification["state"]): Notification => ({
  id,
  channel: "mail",
  groupKey: "{}:{}",
  firing: ["a1"],
  resolved: [],
  message: {
    reason: "firing",
    status: "firing",
    receiver: "default",
    groupKey: "{}:{}",
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    severity: "critical",
    alerts: [alertOf()],
    truncatedAlerts: 0,
    heldBack: 0,
    atMs: T0,
  },
  state,
  createdMs: T0,
  deadlineMs: T0 + MINUTE,
  attempts: 0,
  nextAttemptMs: T0,
  maybeRepeated: false,
});

export function alertingContract(store: () => OpenStore): void {
  const write = (...changes: readonly AlertingChange[]): void => {
    store().writer.transaction(() => {
      store().writer.writeAlerting(changes);
    });
  };

  describe("alerting", () => {
    it("gives back after a restart what was written, and what has ended no more", () => {
      const told = alertOf({ id: "a2", state: "resolved", resolvedAtMs: T0 - 60 * MINUTE });
      const forgotten = { ...told, id: "a3" };
      write(
        { kind: "alert", alert: alertOf(), before: undefined },
        { kind: "alert", alert: told, before: "firing" },
        { kind: "alert", alert: forgotten, before: "firing" },
        { kind: "group", group: groupOf(["a1", "a2"]) },
        { kind: "incident", incident },
        { kind: "incident", incident: { ...incident, id: "i2", state: "resolved", resolvedMs: T0 - 60 * MINUTE } },
        { kind: "silence", silence: silenceOf("s1", T0 + MINUTE) },
        { kind: "silence", silence: silenceOf("s2", T0 - 7 * 1_440 * MINUTE) },
        { kind: "notification", notification: notificationOf("n1", "sending") },
        { kind: "notification", notification: notificationOf("n2", "delivered") },
        { kind: "notification", notification: owing() },
        {
          kind: "channel",
          channel: { name: "mail", circuit: "open", failures: 5, retryAtMs: T0 + MINUTE, tokens: 1, refilledMs: T0 },
        },
      );
      const again = store().reopen();
      try {
        expect(again.writer.loadAlerting(T0)).toEqual({
          alerts: [alertOf(), told],
          groups: [groupOf(["a1", "a2"])],
          incidents: [incident],
          silences: [silenceOf("s1", T0 + MINUTE)],
          notifications: [notificationOf("n1", "sending"), owing()],
          channels: [{ name: "mail", circuit: "open", failures: 5, retryAtMs: T0 + MINUTE, tokens: 1, refilledMs: T0 }],
        });
      } finally {
        again.close();
      }
    });

    it("rolls back with everything else, and writes the same change once", () => {
      const { writer, reader } = store();
      expect(() =>
        writer.transaction(() => {
          writer.writeAlerting([{ kind: "alert", alert: alertOf(), before: undefined }]);
          throw new RangeError("no");
        }),
      ).toThrow(new RangeError("no"));
      expect(reader.alerts({ limit: 10 }).items).toEqual([]);
      const event = { alertId: "a1", atMs: T0, kind: "firing", detail: "it fires" } as const;
      const change: AlertingChange = { kind: "alert", alert: alertOf(), before: undefined };
      write(change, { kind: "event", event });
      const { sequence } = reader.status(T0);
      write(change, { kind: "event", event });
      expect(reader.status(T0).sequence).toBe(sequence);
      expect(reader.alert("a1")?.events).toEqual([event]);
    });

    it("forgets a pending alert that never fired", () => {
      write(
        { kind: "alert", alert: alertOf({ state: "pending" }), before: undefined },
        { kind: "event", event: { alertId: "a1", atMs: T0, kind: "pending", detail: "it may fire" } },
      );
      write({ kind: "alert_gone", id: "a1" });
      expect(store().reader.alert("a1")).toBeUndefined();
    });

    it("lists alerts newest first, by page and by every filter", () => {
      const alerts = Array.from({ length: 25 }, (_, n) =>
        alertOf({
          id: `a${n}`,
          firedAtMs: T0 + n,
          state: n % 2 === 0 ? "firing" : "resolved",
          severity: n % 3 === 0 ? "critical" : "warning",
          labels: { service_name: n < 5 ? "mail" : "billing", job_name: `j${n % 4}` },
        }),
      );
      write(...alerts.map((alert): AlertingChange => ({ kind: "alert", alert, before: undefined })));
      const { reader } = store();
      const list = (filters: object): readonly string[] =>
        allPages((cursor) => reader.alerts(withCursor({ limit: 4, ...filters }, cursor))).map(({ id }) => id);
      const expected = (keep: (alert: Alert) => boolean): readonly string[] =>
        alerts
          .filter(keep)
          .toReversed()
          .map(({ id }) => id);
      expect(list({})).toEqual(expected(() => true));
      expect(list({ states: ["firing", "stale"] })).toEqual(expected(({ state }) => state === "firing"));
      expect(list({ severity: "critical" })).toEqual(expected(({ severity }) => severity === "critical"));
      expect(list({ service: "mail", job: "j1" })).toEqual(["a1"]);
      expect(list({ fromMs: T0 + 3, toMs: T0 + 6 })).toEqual(["a5", "a4", "a3"]);
      expect(list({ rule: "Other" })).toEqual([]);
    });

    it("shows an alert with its incident and its notifications", () => {
      write(
        { kind: "alert", alert: alertOf(), before: undefined },
        { kind: "incident", incident },
        { kind: "notification", notification: notificationOf("n1", "delivered") },
        { kind: "notification", notification: { ...notificationOf("n2", "waiting"), firing: ["other"] } },
      );
      expect(store().reader.alert("a1")).toMatchObject({ incidents: [{ id: "i1" }], notifications: [{ id: "n1" }] });
      // Told of in one more, and in one that came to tell of something else.
      write(
        { kind: "notification", notification: { ...notificationOf("n3", "waiting"), createdMs: T0 + MINUTE } },
        { kind: "notification", notification: { ...notificationOf("n1", "delivered"), firing: ["other"] } },
      );
      expect(
        store()
          .reader.alert("a1")
          ?.notifications.map(({ id }) => id),
      ).toEqual(["n3"]);
      write({ kind: "silence", silence: silenceOf("s1", T0 + MINUTE) });
      expect(
        store()
          .reader.silences(T0)
          .map(({ id }) => id),
      ).toEqual(["s1"]);
    });

    it("shows what waits for a channel that is left alone as tried when that is tried again", () => {
      const attemptsOf = (): readonly number[] =>
        (store().reader.alert("a1")?.notifications ?? []).map(({ nextAttemptMs }) => nextAttemptMs - T0);
      const channel = { name: "mail", circuit: "broken", failures: 1, tokens: 1, refilledMs: T0 } as const;
      write(
        { kind: "alert", alert: alertOf(), before: undefined },
        { kind: "notification", notification: { ...notificationOf("n1", "waiting"), createdMs: T0 + 2 } },
        { kind: "notification", notification: { ...notificationOf("n2", "waiting"), nextAttemptMs: T0 + 2 * MINUTE } },
        { kind: "notification", notification: { ...notificationOf("n3", "delivered"), createdMs: T0 - 2 } },
      );
      expect(attemptsOf()).toEqual([0, 2 * MINUTE, 0]);
      write({ kind: "channel", channel: { ...channel, retryAtMs: T0 + MINUTE } });
      expect(attemptsOf()).toEqual([MINUTE, 2 * MINUTE, 0]);
      write({ kind: "channel", channel: { ...channel, circuit: "closed", retryAtMs: 0 } });
      expect(attemptsOf()).toEqual([0, 2 * MINUTE, 0]);
      write({ kind: "channel_gone", name: "mail" });
      expect(store().writer.loadAlerting(T0).channels).toEqual([]);
    });

    it("reads back the runs, error records and points from which windows are filled again", () => {
      const { writer } = store();
      const ended = (n: number, state: "success" | "failure") => ({
        ...endedOf(runOf({ runId: uuidV7(T0, n) }), state, 1),
        startMs: T0 + n * MINUTE,
        endMs: T0 + n * MINUTE + 1,
      });
      const runs = [ended(1, "success"), ended(2, "success"), ended(3, "failure"), ended(4, "failure")];
      commit(writer, jobChange(jobOf(BILLING, runs[0]!.jobName)), ...runs.map((run) => runChange(run)));
      const startsOf = (sinceMs: number, perJob: number): readonly (number | undefined)[] =>
        writer.recentRuns(sinceMs, perJob).map(({ startMs }) => startMs);
      expect(startsOf(T0 + 4 * MINUTE, 1)).toEqual([runs[1]!.startMs, runs[3]!.startMs]);
      expect(startsOf(T0 + 9 * MINUTE, 0)).toEqual([]);
      const error = logOf({ severityNumber: 17, severityText: "ERROR", timeMs: T0, body: "broken" });
      const points: readonly MetricPoint[] = [
        gaugeOf({ timeMs: T0 }),
        gaugeOf({ timeMs: T0 - 60 * MINUTE }),
        {
          resource: resourceOf(BILLING),
          scope: SCOPE,
          metric: {
            name: "h",
            description: "",
            unit: "s",
            kind: "exponential_histogram",
            temporality: 1,
            isMonotonic: true,
          },
          kind: "exponential_histogram",
          attributes: { "job.name": "invoice" },
          startMs: T0 - MINUTE,
          timeMs: T0,
          flags: 0,
          count: 3,
          sum: 4.5,
          min: undefined,
          max: 2,
          scale: 3,
          zeroCount: 1,
          zeroThreshold: 0,
          positive: { offset: -2, counts: [1, 1] },
          negative: { offset: 0, counts: [] },
        },
      ];
      writer.transaction(() => {
        writer.writeRecords(logsRequest([error, logOf({ severityNumber: 9, body: "fine" })]), T0);
        writer.writeRecords(metricsRequest(points), T0);
      });
      expect(writer.errorRecords(T0, 10).map(({ body }) => body)).toEqual(["broken"]);
      expect(writer.errorRecords(T0 + 1, 10)).toEqual([]);
      const names = [...new Set(points.map(({ metric }) => metric.name))];
      const found = [...writer.points(names, T0 - MINUTE)];
      expect(found.map(({ point }) => point)).toEqual([points[0], points[2]]);
      expect(found.every(({ receivedMs }) => receivedMs === T0)).toBe(true);
    });
  });
}
