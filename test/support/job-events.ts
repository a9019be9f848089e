/** OTLP/JSON bodies of the wire contract, written by hand: what a service sends, without an SDK. */

type Scalar = string | number | boolean | readonly string[];

interface KeyValue {
  readonly key: string;
  readonly value: unknown;
}

const anyValue = (value: Scalar): unknown => {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { arrayValue: { values: value.map(anyValue) } };
};

const keyValues = (attributes: Readonly<Record<string, Scalar>>): readonly KeyValue[] =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));

const nanos = (ms: number): string => `${Math.floor(ms)}000000`;

export interface Sender {
  readonly service: string;
  readonly instance: string;
}

export const resourceOf = ({ service, instance }: Sender): unknown => ({
  attributes: keyValues({
    "service.name": service,
    "service.instance.id": instance,
    "deployment.environment.name": "test",
  }),
});

export interface LogEvent {
  readonly name: string;
  readonly timeMs: number;
  readonly attributes: Readonly<Record<string, Scalar>>;
  readonly body?: string;
}

const SCOPE = { name: "@jobscope/instrumentation", version: "0.1.0" };

export function logsBody(sender: Sender, events: readonly LogEvent[]): string {
  const logRecords = events.map((event) => ({
    timeUnixNano: nanos(event.timeMs),
    observedTimeUnixNano: nanos(event.timeMs),
    severityNumber: 9,
    severityText: "INFO",
    ...(event.name !== "" && { eventName: event.name }),
    ...(event.body !== undefined && { body: { stringValue: event.body } }),
    attributes: keyValues(event.attributes),
  }));
  return JSON.stringify({
    resourceLogs: [{ resource: resourceOf(sender), scopeLogs: [{ scope: SCOPE, logRecords }] }],
  });
}

export interface RunFacts {
  readonly job: string;
  readonly runId: string;
  readonly startMs: number;
}

const runAttributes = ({ job, runId }: RunFacts, uid: string): Record<string, Scalar> => ({
  "job.name": job,
  "job.system.name": "custom",
  "job.run.id": runId,
  "log.record.uid": uid,
});

export const runStart = (run: RunFacts): LogEvent => ({
  name: "job.run.start",
  timeMs: run.startMs,
  attributes: {
    ...runAttributes(run, `${run.runId}-start`),
    "job.run.start_time": new Date(run.startMs).toISOString(),
  },
});

export const runEnd = (run: RunFacts, result: string = "success", durationMs: number = 100): LogEvent => ({
  name: "job.run.end",
  timeMs: run.startMs + durationMs,
  attributes: {
    ...runAttributes(run, `${run.runId}-end`),
    "job.run.result": result,
    "job.run.duration": durationMs / 1_000 + 1e-9,
    ...(result === "failure" && { "error.type": "Error" }),
  },
});

export const processBeat = (
  sequence: number,
  timeMs: number,
  extra: Readonly<Record<string, Scalar>> = {},
): LogEvent => ({
  name: "job.process.heartbeat",
  timeMs,
  attributes: {
    "job.process.heartbeat.sequence": sequence,
    "job.process.heartbeat.interval": 15.000_000_001,
    "job.process.start_time": new Date(timeMs - 60_000).toISOString(),
    "job.process.active_run_count": 0,
    ...extra,
  },
});

/** The span of a run, in a request of its own. */
export function spansBody(sender: Sender, runs: readonly (RunFacts & { readonly index: number })[]): string {
  const spans = runs.map((run) => ({
    traceId: hex(run.index, 32),
    spanId: hex(run.index, 16),
    name: `run ${run.job}`,
    kind: 1,
    startTimeUnixNano: nanos(run.startMs),
    endTimeUnixNano: nanos(run.startMs + 100),
    attributes: keyValues({ ...runAttributes(run, ""), "job.run.result": "success" }),
    status: {},
  }));
  return JSON.stringify({ resourceSpans: [{ resource: resourceOf(sender), scopeSpans: [{ scope: SCOPE, spans }] }] });
}

// All-zero ids are invalid on the wire, so the first is 1.
const hex = (index: number, length: number): string => (index + 1).toString(16).padStart(length, "0");

/** Distinct and valid run ids without randomness: a failing test fails again. */
export const runIdOf = (index: number): string => `019aaf3e-5b6c-7d3a-9a61-${index.toString(16).padStart(12, "0")}`;
