import { describe, expect, it } from "vitest";

import type { CoreStatus } from "../journey/core-worker/core-protocol.ts";
import type { HealthSources } from "./monitor-health.ts";
import { monitorHealth } from "./monitor-health.ts";

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
  cleanStart: true,
  retention: { lastRunMs: 1, bytes: 10, capped: false, trouble: undefined },
};
const WORKER = { state: "up", reason: "", restarts: 0, diedAgoMs: undefined, retryInMs: 0 } as const;
const FINE: HealthSources = {
  core: { ...WORKER, queueBytes: 0, queueRequests: 0, lagMs: 1, refused: 0, status: STATUS },
  reader: { ...WORKER, waiting: 0 },
  otlpListening: true,
  apiListening: true,
  maxBytes: 100,
};

const core = (part: Partial<HealthSources["core"]>): HealthSources => ({ ...FINE, core: { ...FINE.core, ...part } });
const status = (part: Partial<CoreStatus>): HealthSources => core({ status: { ...STATUS, ...part } });

describe("the health of the monitor", () => {
  it("is up when everything is, with the figures of each part", () => {
    const health = monitorHealth(FINE);
    expect(health.status).toBe("up");
    expect(health.components.map(({ name }) => name)).toEqual(["otlp", "core", "store", "reader", "api"]);
    expect(health.components[1]?.details).toMatchObject({ queue_bytes: 0, last_commit_ms: 5, restarts: 0 });
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
    const health = monitorHealth(sources);
    const part = health.components.find((component) => component.name === name);
    expect(part?.status).toBe(partStatus);
    if (partStatus !== "up") expect(part?.reason).toBeTruthy();
    expect(health.status).toBe(whole);
  });
});
