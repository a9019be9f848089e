import type { CoreThreadHealth } from "../journey/http-thread/core-thread.ts";
import { MAX_WAITING_BYTES } from "../journey/http-thread/core-thread.ts";
import type { ReadThreadHealth } from "../journey/http-thread/read-thread.ts";
import type { SupervisorHealth } from "../journey/http-thread/worker-supervisor.ts";
import { alertingComponent } from "./alerting/alerting-health.ts";
import type { AlertingSources } from "./alerting/alerting-health.ts";
import type { ComponentStatus, MonitorComponent } from "./monitor-component.ts";

export interface MonitorHealth {
  readonly status: ComponentStatus;
  readonly components: readonly MonitorComponent[];
}

export interface HealthSources {
  readonly core: CoreThreadHealth;
  readonly reader: ReadThreadHealth;
  readonly otlpListening: boolean;
  readonly apiListening: boolean;
  readonly maxBytes: number;
  /** Undefined where no alerts are raised. */
  readonly alerting: AlertingSources | undefined;
}

/** Without one of these, records are lost to the sender. */
const VITAL: ReadonlySet<MonitorComponent["name"]> = new Set(["otlp", "core", "store"]);
/** A core that answers later than this is behind, milliseconds. */
const SLOW_LAG_MS = 5_000;
/** How long a death of the core is worth a look, milliseconds. */
const RECENT_DEATH_MS = 300_000;

/** The whole is as bad as its worst part, but nothing is "down" as long as records are taken and stored. */
export function monitorHealth(sources: HealthSources): MonitorHealth {
  const components: readonly MonitorComponent[] = [
    listener("otlp", sources.otlpListening),
    core(sources.core),
    store(sources.core, sources.maxBytes),
    reader(sources.reader),
    listener("api", sources.apiListening),
    ...(sources.alerting === undefined ? [] : [alertingComponent(sources.core, sources.alerting)]),
  ];
  const vitalDown = components.some(({ name, status }) => status === "down" && VITAL.has(name));
  const allUp = components.every(({ status }) => status === "up");
  return { status: vitalDown ? "down" : allUp ? "up" : "degraded", components };
}

function listener(name: "otlp" | "api", listening: boolean): MonitorComponent {
  return listening ? { name, status: "up" } : { name, status: "down", reason: "it does not listen" };
}

function core(health: CoreThreadHealth): MonitorComponent {
  const details = coreDetails(health);
  const down = notRunning(health);
  if (down !== undefined) return { name: "core", status: "down", reason: down, details };
  const reason = coreTrouble(health);
  return reason === undefined
    ? { name: "core", status: "up", details }
    : { name: "core", status: "degraded", reason, details };
}

function coreDetails({ status, ...health }: CoreThreadHealth): NonNullable<MonitorComponent["details"]> {
  const ofThread = {
    queue_bytes: health.queueBytes,
    queue_requests: health.queueRequests,
    lag_ms: Math.round(health.lagMs),
    restarts: health.restarts,
    refused_requests: health.refused,
  };
  if (status === undefined) return ofThread;
  return {
    ...ofThread,
    last_commit_ms: status.lastCommitMs,
    malformed_requests: status.malformed,
    poisoned_requests: status.poisoned,
    reloads: status.reloads,
    last_stop_clean: status.cleanStart,
  };
}

function coreTrouble(health: CoreThreadHealth): string | undefined {
  if (health.lagMs > SLOW_LAG_MS) return `the core is ${Math.round(health.lagMs / 1_000)} s behind`;
  if (health.queueBytes > MAX_WAITING_BYTES / 2)
    return `${Math.round(health.queueBytes / 1_048_576)} MB of requests wait to be stored`;
  if (health.status?.timerTrouble !== undefined) return `deadlines cannot be judged: ${health.status.timerTrouble}`;
  if (health.diedAgoMs !== undefined && health.diedAgoMs < RECENT_DEATH_MS)
    return `the core died ${Math.round(health.diedAgoMs / 1_000)} s ago and was started again`;
  return undefined;
}

function store(health: CoreThreadHealth, maxBytes: number): MonitorComponent {
  const retention = health.status?.retention;
  const details = { bytes: retention?.bytes ?? 0, max_bytes: maxBytes, last_clean_up_ms: retention?.lastRunMs ?? 0 };
  const trouble = health.status?.trouble;
  if (trouble !== undefined) return { name: "store", status: "down", reason: trouble, details };
  if (retention?.trouble !== undefined) {
    return {
      name: "store",
      status: "degraded",
      reason: `old records cannot be deleted: ${retention.trouble}`,
      details,
    };
  }
  if (retention?.capped === true) {
    const reason = "the size limit makes records go before their time; raise store.maxBytes or shorten the retention";
    return { name: "store", status: "degraded", reason, details };
  }
  return { name: "store", status: "up", details };
}

function reader(health: ReadThreadHealth): MonitorComponent {
  const details = { waiting_questions: health.waiting, restarts: health.restarts };
  const down = notRunning(health);
  return down === undefined
    ? { name: "reader", status: "up", details }
    : { name: "reader", status: "down", reason: down, details };
}

function notRunning(health: SupervisorHealth): string | undefined {
  if (health.state === "up") return undefined;
  return health.reason === "" ? `it is ${health.state}` : health.reason;
}
