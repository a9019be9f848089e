/** OTLP/JSON as a service sends it, by hand. */

type Scalar = string | number | readonly string[];

const keyValues = (attributes: Readonly<Record<string, Scalar>>): unknown =>
  Object.entries(attributes).map(([key, value]) => ({
    key,
    value: anyValue(value),
  }));

function anyValue(value: Scalar): unknown {
  if (typeof value === "string") return { stringValue: value };
  return typeof value === "number" ? { doubleValue: value } : { arrayValue: { values: value.map(anyValue) } };
}

const nanos = (ms: number): string => `${Math.floor(ms)}000000`;

const RESOURCE = { attributes: keyValues({ "service.name": "billing", "service.instance.id": "i1" }) };
const SCOPE = { name: "@jobscope/instrumentation", version: "0.1.0" };

export interface EndedRun {
  readonly job: string;
  readonly runId: string;
  readonly endMs: number;
  readonly result: "success" | "failure";
  readonly criticality?: "critical" | "normal";
}

/** The ends of runs, which carry their starts. */
export function endOfRun(...runs: readonly EndedRun[]): string {
  const scopeLogs = [{ scope: SCOPE, logRecords: runs.map(endRecord) }];
  return JSON.stringify({ resourceLogs: [{ resource: RESOURCE, scopeLogs }] });
}

function endRecord({ job, runId, endMs, result, criticality = "critical" }: EndedRun): unknown {
  const attributes = {
    "job.name": job,
    "job.system.name": "custom",
    "job.run.id": runId,
    "job.run.result": result,
    "job.run.duration": 0.1,
    "job.criticality": criticality,
    "log.record.uid": `${runId}-end`,
    ...(result === "failure" && { "error.type": "TypeError" }),
  };
  return { timeUnixNano: nanos(endMs), eventName: "job.run.end", attributes: keyValues(attributes) };
}

/** One point of a gauge. */
export function gaugeOf(name: string, value: number, atMs: number): string {
  const dataPoints = [{ timeUnixNano: nanos(atMs), asDouble: value }];
  const metrics = [{ name, unit: "1", gauge: { dataPoints } }];
  return JSON.stringify({ resourceMetrics: [{ resource: RESOURCE, scopeMetrics: [{ scope: SCOPE, metrics }] }] });
}

/** Where a process stands: it declares a job with its next instants, beats, and may be gone without a word. */
export interface ProcessWords {
  readonly startMs: number;
  readonly beatSeconds: number;
}

/** A beat, and with it what the process declares. */
export function beatOf(words: ProcessWords, beat: { readonly number: number; readonly atMs: number }): unknown {
  const { startMs, beatSeconds } = words;
  return eventOf("job.process.heartbeat", beat.atMs, {
    "job.process.heartbeat.sequence": beat.number,
    "job.process.heartbeat.interval": beatSeconds,
    "job.process.start_time": new Date(startMs).toISOString(),
    "job.process.active_run_count": 0,
  });
}

export const eventOf = (eventName: string, atMs: number, attributes: Readonly<Record<string, Scalar>>): unknown => ({
  timeUnixNano: nanos(atMs),
  eventName,
  attributes: keyValues(attributes),
});

/** One request of these events. */
export const logsOf = (...logRecords: readonly unknown[]): string =>
  JSON.stringify({ resourceLogs: [{ resource: RESOURCE, scopeLogs: [{ scope: SCOPE, logRecords }] }] });
