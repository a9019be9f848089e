import type { AlertingHealth } from "@jobscope/alerting";
import { describe, expect, it } from "vitest";

import type { CoreStatus } from "../../journey/core-worker/core-protocol.ts";
import type { CoreThreadHealth } from "../../journey/http-thread/core-thread.ts";
import type { ReadThreadHealth } from "../../journey/http-thread/read-thread.ts";
import { alertingTroubleOf } from "../alerting/alerting-health.ts";
import { alertingComponent } from "../alerting/alerting-health.ts";
import type { AlertingSources } from "../alerting/alerting-health.ts";
import { coreComponent } from "./core-component.ts";
import { listenerComponent } from "./listener-component.ts";
import type { MonitorComponent } from "./monitor-component.ts";
import type { MonitorHealth } from "./monitor-health.ts";
import { monitorHealth } from "./monitor-health.ts";
import { readerComponent } from "./reader-component.ts";
import { storeComponent } from "./store-component.ts";

interface HealthSources {
  readonly core: CoreThreadHealth;
  readonly reader: ReadThreadHealth;
  readonly otlpListening: boolean;
  readonly apiListening: boolean;
  readonly maxBytes: number;
  readonly alerting: AlertingSources | undefined;
}

const healthOf = (sources: HealthSources): MonitorHealth =>
  monitorHealth([
    listenerComponent("otlp", sources.otlpListening),
    coreComponent(sources.core),
    storeComponent(sources.core, sources.maxBytes),
    readerComponent(sources.reader),
    listenerComponent("api", sources.apiListening),
    ...(sources.alerting === undefined ? [] : [alertingComponent(sources.core, sources.alerting)]),
  ]);

const STATUS: CoreStatus = {
  groups: 1,
  requests: 1,
  malformed: 0,
  unavailable: 0,
  poisoned: 0,
  reloads: 0,
  lastCommitMs: 5,
  trouble: undefined,
  timerTrouble: undefined,
  alertingTrouble: undefined,
  cleanStart: true,
  alerting: undefined,
  retention: { lastRunMs: 1, bytes: 10, capped: false, trouble: undefined },
};
const WORKER = { state: "up", reason: "", restarts: 0, diedAgoMs: undefined, retryInMs: 0 } as const;
const FINE: HealthSources = {
  core: { ...WORKER, queueBytes: 0, queueRequests: 0, lagMs: 1, refused: 0, status: STATUS },
  reader: { ...WORKER, waiting: 0 },
  otlpListening: true,
  apiListening: true,
  maxBytes: 100,
  alerting: undefined,
};

const ALERTING: AlertingHealth = {
  rules: 3,
  failingRules: [],
  activeAlerts: 1,
  evaluationLagMs: 2,
  lastEvaluationMs: 5,
  waitingNotifications: 0,
  oldestWaitingMs: undefined,
  channels: [{ name: "email", circuit: "closed", failures: 0, retryAtMs: 0, tokens: 1, refilledMs: 0 }],
  series: {
    streams: 0,
    points: 0,
    overflowed: 0,
    duplicates: 0,
    overlaps: 0,
    resets: 0,
    tooOld: 0,
    tooNew: 0,
    invalid: 0,
  },
};

const core = (part: Partial<HealthSources["core"]>): HealthSources => ({ ...FINE, core: { ...FINE.core, ...part } });
const status = (part: Partial<CoreStatus>): HealthSources => core({ status: { ...STATUS, ...part } });

describe("the health of the monitor", () => {
  it("is up when everything is, with the figures of each part", () => {
    const health = healthOf(FINE);
    expect(health.status).toBe("up");
    expect(health.components.map(({ name }) => name)).toEqual(["otlp", "core", "store", "reader", "api"]);
    expect(health.components[1]?.details).toMatchObject({
      queue_bytes: 0,
      lag_seconds: 0.001,
      last_commit_time: "1970-01-01T00:00:00.005Z",
      restarts: 0,
    });
    expect(health.components[2]?.details).toEqual({
      bytes: 10,
      max_bytes: 100,
      last_clean_up_time: "1970-01-01T00:00:00.001Z",
    });
  });

  it.each([
    ["core", "down", core({ state: "down", reason: "it crashed" }), "down"],
    ["core", "degraded", core({ diedAgoMs: 1_000, restarts: 1 }), "degraded"],
    ["core", "up", core({ diedAgoMs: 1_000_000, restarts: 1 }), "up"],
    ["core", "degraded", core({ lagMs: 9_000 }), "degraded"],
    ["core", "degraded", core({ queueBytes: 60_000_000 }), "degraded"],
    ["core", "degraded", status({ timerTrouble: "bug" }), "degraded"],
    ["store", "down", status({ trouble: "the disk is full" }), "down"],
    ["store", "degraded", status({ retention: { ...STATUS.retention, capped: true } }), "degraded"],
    ["store", "degraded", status({ retention: { ...STATUS.retention, trouble: "busy" } }), "degraded"],
    ["reader", "down", { ...FINE, reader: { ...FINE.reader, state: "down", reason: "ended" } }, "degraded"],
    ["otlp", "down", { ...FINE, otlpListening: false }, "down"],
    ["api", "down", { ...FINE, apiListening: false }, "degraded"],
  ] as const)("shows %s as %s with a reason", (name, partStatus, sources, whole) => {
    const health = healthOf(sources);
    const part = health.components.find((component) => component.name === name);
    expect(part?.status).toBe(partStatus);
    if (partStatus !== "up") expect(part?.reason).toBeTruthy();
    expect(health.status).toBe(whole);
  });
});

it("names instants and durations of details as the API does, and none that was not yet", () => {
  const alertingOf = (part: Partial<AlertingHealth>): MonitorComponent["details"] =>
    alertingComponent(status({ alerting: { ...ALERTING, ...part } }).core, { deadManTrouble: undefined }).details;
  expect(alertingOf({ evaluationLagMs: 1_500, oldestWaitingMs: 2_000 })).toMatchObject({
    evaluation_lag_seconds: 1.5,
    last_evaluation_time: "1970-01-01T00:00:00.005Z",
    oldest_waiting_seconds: 2,
  });
  const early = healthOf(status({ lastCommitMs: 0, alerting: { ...ALERTING, lastEvaluationMs: 0 } }));
  const names = [...early.components.map(({ details }) => details), alertingOf({ lastEvaluationMs: 0 })].flatMap(
    (details) => Object.keys(details ?? {}),
  );
  expect(names.filter((name) => /_ms$|last_commit|last_evaluation/.test(name))).toEqual([]);
});

describe("the health of the alerting", () => {
  const alerting = (part: Partial<AlertingHealth>, deadManTrouble?: string): HealthSources => ({
    ...status({ alerting: { ...ALERTING, ...part } }),
    alerting: { deadManTrouble },
  });
  const channel = (circuit: "open" | "broken"): HealthSources => {
    const [first] = ALERTING.channels;
    return alerting({ channels: first === undefined ? [] : [{ ...first, circuit, lastError: "no route to host" }] });
  };

  it.each([
    ["up", undefined, alerting({})],
    [
      "degraded",
      "rule a/b cannot be judged: no such unit",
      alerting({ failingRules: [{ rule: "a/b", error: "no such unit" }] }),
    ],
    ["degraded", "rules are judged 60 s late", alerting({ evaluationLagMs: 60_000 })],
    ["degraded", "channel email fails at the moment: no route to host", channel("open")],
    ["degraded", "channel email cannot deliver: no route to host", channel("broken")],
    ["degraded", "a notification has been waiting for 400 s", alerting({ oldestWaitingMs: 400_000 })],
    ["degraded", "the dead-man ping failed", alerting({}, "the dead-man ping failed")],
    [
      "down",
      "no alerts are raised: a bug",
      { ...status({ alertingTrouble: "a bug" }), alerting: { deadManTrouble: undefined } },
    ],
  ] as const)("is %s, because: %s", (expected, reason, sources) => {
    const health = healthOf(sources);
    expect(health.components.find(({ name }) => name === "alerting")).toMatchObject({
      status: expected,
      ...(reason !== undefined && { reason }),
    });
    // Records are stored all the same.
    expect(health.status).toBe(expected === "up" ? "up" : "degraded");
    expect(alertingTroubleOf(sources.core) === undefined).toBe(
      expected === "up" || reason === "the dead-man ping failed",
    );
  });
});
