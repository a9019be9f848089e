import type { LogRecord, MetricPoint, Resource, Scope, SpanRecord } from "@jobscope/otlp";
import {
  type Declaration,
  idWithin,
  type Instance,
  type Job,
  type Run,
  type ServiceIdentity,
  serviceIdOf,
  type Slot,
} from "@jobscope/tracker";

/** Plausible values for store tests; each takes what a test cares about. */

export const T0: number = Date.UTC(2026, 0, 15, 12);

export const BILLING: ServiceIdentity = { environment: "production", namespace: "shop", service: "billing" };
export const MAIL: ServiceIdentity = { environment: "staging", namespace: "", service: "mail ~ é" };

export function uuidV7(timeMs: number, number: number): string {
  const time = Math.floor(timeMs).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${number.toString(16).padStart(12, "0")}`;
}

export function resourceOf(service: ServiceIdentity, instanceId = "i1"): Resource {
  return {
    attributes: {
      "service.name": service.service,
      "service.namespace": service.namespace,
      "deployment.environment.name": service.environment,
      "service.instance.id": instanceId,
    },
    schemaUrl: "",
  };
}

export const SCOPE: Scope = { name: "test", version: "1.0.0", attributes: {}, schemaUrl: "" };

export function logOf(fields: Partial<LogRecord> = {}): LogRecord {
  return {
    resource: resourceOf(BILLING),
    scope: SCOPE,
    timeMs: T0,
    observedMs: T0,
    severityNumber: 9,
    severityText: "INFO",
    eventName: "",
    body: "hello",
    attributes: {},
    droppedAttributesCount: 0,
    traceId: "",
    spanId: "",
    flags: 0,
    ...fields,
  };
}

export function spanOf(fields: Partial<SpanRecord> = {}): SpanRecord {
  return {
    resource: resourceOf(BILLING),
    scope: SCOPE,
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    parentSpanId: "",
    traceState: "",
    name: "run invoice",
    kind: 1,
    startMs: T0,
    endMs: T0 + 1_000,
    attributes: {},
    events: [],
    links: [],
    statusCode: 0,
    statusMessage: "",
    flags: 1,
    ...fields,
  };
}

export function gaugeOf(fields: Partial<Extract<MetricPoint, { value: unknown }>> = {}): MetricPoint {
  return {
    kind: "gauge",
    resource: resourceOf(BILLING),
    scope: SCOPE,
    metric: {
      name: "job.run.active",
      description: "",
      unit: "{run}",
      kind: "gauge",
      temporality: 0,
      isMonotonic: false,
    },
    attributes: { "job.name": "invoice" },
    startMs: 0,
    timeMs: T0,
    flags: 0,
    value: 1,
    ...fields,
  };
}

export function jobOf(service: ServiceIdentity, name: string, fields: Partial<Job> = {}): Job {
  const serviceId = serviceIdOf(service);
  return {
    id: idWithin(serviceId, name),
    serviceId,
    service,
    name,
    systemName: "croner",
    criticality: "normal",
    scope: "instance",
    schedule: { type: "cron", expression: "* * * * *" },
    health: "healthy",
    healthReason: "last run succeeded",
    healthSinceMs: T0,
    firstSeenMs: T0,
    lastSeenMs: T0,
    consecutiveFailures: 0,
    runningCount: 0,
    recent: [],
    ...fields,
  };
}

export interface RunSample {
  readonly service?: ServiceIdentity;
  readonly job?: string;
  readonly runId: string;
  readonly instanceId?: string;
}

export function runOf(sample: RunSample, fields: Partial<Run> = {}): Run {
  const { service = BILLING, job = "invoice", runId, instanceId = "i1" } = sample;
  const serviceId = serviceIdOf(service);
  return {
    key: idWithin(serviceId, runId),
    serviceId,
    jobId: idWithin(serviceId, job),
    jobName: job,
    runId,
    instanceKey: idWithin(serviceId, instanceId),
    systemName: "croner",
    criticality: "normal",
    state: "running",
    provisional: false,
    startMs: T0,
    traceId: "",
    spanId: "",
    firstReceivedMs: T0,
    lastReceivedMs: T0,
    revisions: [],
    ...fields,
  };
}

/** The same run, ended. */
export function endedOf(run: Run, state: Run["state"], durationMs: number): Run {
  const startMs = run.startMs ?? T0;
  return { ...run, state, endMs: startMs + durationMs, durationMs, lastReceivedMs: startMs + durationMs };
}

export function slotOf(job: string, instantMs: number, fields: Partial<Slot> = {}): Slot {
  const serviceId = serviceIdOf(BILLING);
  const jobId = idWithin(serviceId, job);
  const instanceKey = idWithin(serviceId, "i1");
  return {
    key: `${jobId}@${instantMs}@${instanceKey}`,
    serviceId,
    jobId,
    jobName: job,
    instanceKey,
    instantMs,
    state: "expected",
    provisional: false,
    duplicates: 0,
    late: false,
    startMarginMs: 60_000,
    earlyToleranceMs: 15_000,
    revisions: [],
    ...fields,
  };
}

export function instanceOf(service: ServiceIdentity, instanceId: string, fields: Partial<Instance> = {}): Instance {
  const serviceId = serviceIdOf(service);
  return {
    key: idWithin(serviceId, instanceId),
    serviceId,
    service,
    instanceId,
    state: "live",
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
    ...fields,
  };
}

export function declarationOf(job: Job, instanceId: string, fields: Partial<Declaration> = {}): Declaration {
  return {
    jobId: job.id,
    instanceKey: idWithin(job.serviceId, instanceId),
    declaredMs: T0,
    sequence: 1,
    state: "active",
    schedule: job.schedule,
    nextTimesMs: [T0 + 60_000],
    ...fields,
  };
}
