import type { MetricPoint } from "@jobscope/otlp";
import { type Change, idWithin, type Instance, type Job, type Run, serviceIdOf } from "@jobscope/tracker";

import { aggregateOf } from "../../src/engine/change-log.ts";
import { createAlerting } from "../../src/engine/create-alerting.ts";
import type {
  AlertCommand,
  AlertCommandResult,
  AlertingChange,
  AlertingInput,
  AlertingOutput,
  AlertingSnapshot,
} from "../../src/model/alerting.ts";
import type { AlertingConfig } from "../../src/model/config.ts";
import type { DeliveryAttempt, DeliveryOutcome, Notification } from "../../src/model/notification.ts";
import type { Rule } from "../../src/model/rule.ts";
import { MetricSource } from "../metric/metric-source.ts";
import { route, routing } from "./router-harness.ts";
import { ruleOf as anyRule } from "./rules.ts";

export const T0: number = Date.UTC(2026, 10, 25, 12);
export const MINUTE = 60_000;

const SERVICE = { environment: "production", namespace: "shop", service: "billing" } as const;
const SERVICE_ID = serviceIdOf(SERVICE);

export function ruleOf(name: string, fields: Partial<Rule> & Pick<Rule, "condition">): Rule {
  return anyRule({
    name,
    group: "test",
    mode: "event",
    intervalMs: 15_000,
    severity: "critical",
    annotations: { summary: "{{ $labels.alertname }}" },
    hash: name,
    ...fields,
  });
}

/** Everything goes at once to one channel. */
export function configOf(fields: Partial<AlertingConfig>): AlertingConfig {
  return routing({
    channels: [{ type: "console", name: "console", sendResolved: true, rate: { burst: 100, perMinute: 600 } }],
    receivers: [{ name: "default", channels: ["console"] }],
    route: route({ receiver: "default", groupBy: ["alertname", "service_name"], groupWaitMs: 0 }),
    ...fields,
  });
}

export function jobOf(name = "invoice", fields: Partial<Job> = {}): Job {
  return {
    id: idWithin(SERVICE_ID, name),
    serviceId: SERVICE_ID,
    service: SERVICE,
    name,
    systemName: "croner",
    criticality: "critical",
    scope: "instance",
    schedule: { type: "cron", expression: "* * * * *" },
    health: "healthy",
    healthReason: "",
    healthSinceMs: T0,
    firstSeenMs: T0,
    lastSeenMs: T0,
    consecutiveFailures: 0,
    runningCount: 0,
    recent: [],
    ...fields,
  };
}

export function runOf(number: number, state: Run["state"], endMs: number, job = "invoice"): Run {
  const runId = `run-${number}`;
  return {
    key: idWithin(SERVICE_ID, runId),
    serviceId: SERVICE_ID,
    jobId: idWithin(SERVICE_ID, job),
    jobName: job,
    runId,
    instanceKey: idWithin(SERVICE_ID, "i1"),
    systemName: "croner",
    criticality: "critical",
    state,
    provisional: false,
    startMs: endMs - 100,
    endMs,
    durationMs: 100,
    traceId: "",
    spanId: "",
    firstReceivedMs: endMs,
    lastReceivedMs: endMs,
    revisions: [],
  };
}

/** A run that ended, and the job with it. */
export function changesOfRun(run: Run, consecutiveFailures: number): readonly Change[] {
  const { key: runKey, state, endMs = 0 } = run;
  const last = state === "success" ? { lastSuccessMs: endMs } : { lastFailureMs: endMs };
  const job = jobOf(run.jobName, { consecutiveFailures, recent: [{ runKey, state, endMs }], ...last });
  return [
    { kind: "run", run, before: "running" },
    { kind: "job", job, before: "healthy" },
  ];
}

export function instanceChange(instanceId: string, state: Instance["state"]): Change {
  const instance: Instance = {
    key: idWithin(SERVICE_ID, instanceId),
    serviceId: SERVICE_ID,
    service: SERVICE,
    instanceId,
    state,
    stateSinceMs: T0,
    processStartMs: T0,
    firstReceivedMs: T0,
    lastReceivedMs: T0,
    feedMs: T0,
    heartbeatSequence: 1,
    heartbeatIntervalMs: 15_000,
    activeRunCount: 0,
    droppedRecords: 0,
    longestBlockMs: 0,
    clockSkewMs: 0,
  };
  return { kind: "instance", instance, before: "live" };
}

export function gaugePoint(metric: string, value: number, timeMs: number, instanceId = "i1"): MetricPoint {
  const resource = { "service.name": "billing", "service.instance.id": instanceId };
  return new MetricSource({ resource }).gauge(metric, value, { timeMs });
}

/** What the store would hold: the last value of each aggregate, and everything that was received. */
class Stored {
  readonly rows = new Map<string, AlertingChange>();
  readonly runs = new Map<string, Run>();
  readonly jobs = new Map<string, Job>();
  readonly instances = new Map<string, Instance>();
  readonly points: { readonly point: MetricPoint; readonly receivedMs: number }[] = [];

  write(changes: readonly AlertingChange[]): void {
    for (const change of changes) {
      const key = aggregateOf(change);
      if (key === undefined) continue;
      if (change.kind.endsWith("_gone")) this.rows.delete(key);
      else this.rows.set(key, change);
    }
  }

  snapshot(): AlertingSnapshot {
    const all = [...this.rows.values()];
    return {
      alerts: all.flatMap((row) => (row.kind === "alert" ? [row.alert] : [])),
      groups: all.flatMap((row) => (row.kind === "group" ? [row.group] : [])),
      incidents: all.flatMap((row) => (row.kind === "incident" ? [row.incident] : [])),
      silences: all.flatMap((row) => (row.kind === "silence" ? [row.silence] : [])),
      notifications: all.flatMap((row) =>
        row.kind === "notification" && isOpen(row.notification) ? [row.notification] : [],
      ),
      channels: all.flatMap((row) => (row.kind === "channel" ? [row.channel] : [])),
      jobs: [...this.jobs.values()],
      instances: [...this.instances.values()],
    };
  }
}

function isOpen({ state, owes }: Notification): boolean {
  return state === "waiting" || state === "sending" || owes !== undefined;
}

export interface EngineHarness {
  nowMs(): number;
  advance(ms: number): void;
  accept(input: Partial<AlertingInput>): AlertingOutput;
  /** Ticks whenever something is due until this much time has passed; attempts are delivered at once. */
  tickUntil(ms: number): readonly DeliveryAttempt[];
  deliver(attempts: readonly DeliveryAttempt[], outcome?: DeliveryOutcome): readonly DeliveryAttempt[];
  command(command: AlertCommand): AlertCommandResult;
  snapshot(): AlertingSnapshot;
  /** A new engine over what was written; what the old one had in memory is lost. */
  restart(config?: AlertingConfig): EngineHarness;
}

export function alertingOf(config: AlertingConfig, stored: Stored = new Stored(), clock = { ms: T0 }): EngineHarness {
  stored.jobs.set("invoice", stored.jobs.get("invoice") ?? jobOf());
  let ids = 0;
  const alerting = createAlerting({
    config,
    clock: { nowMs: () => clock.ms },
    sign: (text) => Buffer.from(text).toString("base64url"),
    randomId: () => `id-${ids++}`,
    snapshot: stored.snapshot(),
    archive: {
      recentRuns: () => [...stored.runs.values()],
      openRuns: () => [...stored.runs.values()].filter(({ state }) => state === "running"),
      errorRecords: () => [],
      points: (metrics, sinceMs) =>
        stored.points.filter(({ point }) => metrics.includes(point.metric.name) && point.timeMs >= sinceMs),
    },
  });
  const write = (output: AlertingOutput): AlertingOutput => {
    stored.write(output.changes);
    return output;
  };
  const deliver: EngineHarness["deliver"] = (attempts, outcome = { kind: "delivered" }) => {
    const reports = attempts.map(({ notificationId, attempt }) => ({ notificationId, attempt, outcome }));
    return write(alerting.delivered(reports)).attempts;
  };
  return {
    nowMs: () => clock.ms,
    advance: (ms) => void (clock.ms += ms),
    accept: (input) => {
      for (const change of input.changes ?? []) {
        if (change.kind === "run") stored.runs.set(change.run.key, change.run);
        if (change.kind === "job") stored.jobs.set(change.job.name, change.job);
        if (change.kind === "instance") stored.instances.set(change.instance.key, change.instance);
      }
      for (const point of input.points ?? []) stored.points.push({ point, receivedMs: clock.ms });
      return write(alerting.accept({ changes: [], points: [], logs: [], receivedMs: clock.ms, ...input }));
    },
    tickUntil: (ms) => {
      const endMs = clock.ms + ms;
      const made: DeliveryAttempt[] = [];
      for (;;) {
        let attempts = write(alerting.tick()).attempts;
        while (attempts.length > 0) {
          made.push(...attempts);
          attempts = deliver(attempts);
        }
        const next = alerting.nextDeadline() ?? Infinity;
        if (clock.ms + next > endMs || clock.ms >= endMs) break;
        clock.ms += Math.max(1, next);
      }
      clock.ms = Math.max(clock.ms, endMs);
      return made;
    },
    deliver,
    command: (command) => {
      const { result, output } = alerting.command(command);
      write(output);
      return result;
    },
    snapshot: () => stored.snapshot(),
    restart: (next = config) => alertingOf(next, stored, clock),
  };
}
