import { performance } from "node:perf_hooks";

import { JOB_RUN_DURATION_BOUNDS } from "@jobscope/semconv";
import type { Attributes, Context, Logger, Meter } from "@opentelemetry/api";
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, context, logs, metrics, trace } from "@opentelemetry/api";

import { uuidV7 } from "../src/record/uuid.ts";

type Job = () => Promise<number>;

interface Running {
  readonly id: string;
  readonly startMs: number;
  readonly active: Context;
  readonly attributes: Attributes;
  announced: boolean;
}

const START_AFTER_MS = 250;

let sequence = 0;
const memory = { atMs: Number.NEGATIVE_INFINITY, rss: 0, heapUsed: 0 };

/**
 * The telemetry of a wrapped job as one would write it by hand for one job, on the OTel API alone: a root span, a
 * histogram point, the end event, the summary, the start event of a run that lasts, the observed values, and the runs
 * that a heartbeat would list. A test compares it with what the wrapper sends.
 */
export function handWritten(name: string, job: Job): { readonly run: Job; readonly stop: () => void } {
  const tracer = trace.getTracer("hand");
  const logger = logs.getLogger("hand");
  const meter = metrics.getMeter("hand");
  const duration = meter.createHistogram("job.run.duration", {
    unit: "s",
    advice: { explicitBucketBoundaries: [...JOB_RUN_DURATION_BOUNDS] },
  });
  const running = new Set<Running>();
  const observed = { lastStartMs: 0, lastSuccessMs: 0, consecutiveFailures: 0 };
  observe(meter, { name, running, observed });
  const announcer = setInterval(() => {
    const nowMs = Date.now();
    for (const entry of running) {
      if (entry.announced || nowMs - entry.startMs < START_AFTER_MS) continue;
      entry.announced = true;
      emitEvent(logger, "job.run.start", entry);
    }
  }, START_AFTER_MS);
  announcer.unref();

  const run = async (): Promise<number> => {
    const startMs = Date.now();
    const started = performance.now();
    const span = tracer.startSpan(
      `run ${name}`,
      {
        root: true,
        kind: SpanKind.INTERNAL,
        startTime: startMs,
        attributes: { "job.name": name, "job.criticality": "normal" },
      },
      ROOT_CONTEXT,
    );
    const active = trace.setSpan(ROOT_CONTEXT, span);
    const id = uuidV7();
    const attributes: Attributes = {
      "job.name": name,
      "job.system.name": "custom",
      "job.criticality": "normal",
      "job.run.id": id,
      "job.run.start_time": new Date(startMs).toISOString(),
    };
    const entry: Running = { id, startMs, active, attributes, announced: false };
    running.add(entry);
    observed.lastStartMs = startMs;
    const end = (result: string): void => {
      const seconds = (performance.now() - started) / 1000;
      running.delete(entry);
      attributes["job.run.result"] = result;
      attributes["job.run.duration"] = seconds;
      span.setAttributes(attributes);
      span.end(startMs + seconds * 1000);
      duration.record(seconds, {
        "job.name": name,
        "job.system.name": "custom",
        "job.run.result": result,
        "job.criticality": "normal",
      });
      emitEvent(logger, "job.run.end", entry);
      emitSummary(logger, { name, id, result, seconds, active });
    };
    try {
      const value = await context.with(active, job);
      observed.lastSuccessMs = Date.now();
      observed.consecutiveFailures = 0;
      end("success");
      return value;
    } catch (error) {
      observed.consecutiveFailures++;
      span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
      end("failure");
      throw error;
    }
  };
  return { run, stop: () => clearInterval(announcer) };
}

function emitEvent(logger: Logger, eventName: string, { active, attributes }: Running): void {
  logger.emit({
    eventName,
    severityNumber: 9,
    severityText: "INFO",
    context: active,
    attributes: {
      ...attributes,
      "log.category": "jobs",
      "log.record.uid": uuidV7(),
      "job.event.sequence": ++sequence,
    },
  });
}

interface Summary {
  readonly name: string;
  readonly id: string;
  readonly result: string;
  readonly seconds: number;
  readonly active: Context;
}

function emitSummary(logger: Logger, { name, id, result, seconds, active }: Summary): void {
  const now = performance.now();
  if (now - memory.atMs >= 1000) Object.assign(memory, process.memoryUsage(), { atMs: now });
  logger.emit({
    eventName: "performance.run",
    severityNumber: 9,
    severityText: "INFO",
    context: active,
    attributes: {
      "job.name": name,
      "job.system.name": "custom",
      "job.run.id": id,
      "job.run.result": result,
      "job.run.duration": seconds,
      "process.memory.usage": memory.rss,
      "v8js.memory.heap.used": memory.heapUsed,
      "log.category": "performance",
      "log.record.uid": uuidV7(),
    },
  });
}

interface Observed {
  readonly name: string;
  readonly running: ReadonlySet<Running>;
  readonly observed: {
    readonly lastStartMs: number;
    readonly lastSuccessMs: number;
    readonly consecutiveFailures: number;
  };
}

function observe(meter: Meter, { name, running, observed }: Observed): void {
  const active = meter.createObservableUpDownCounter("job.run.active");
  const oldest = meter.createObservableGauge("job.run.oldest_active.start_time");
  const failures = meter.createObservableGauge("job.run.consecutive_failures");
  const lastStart = meter.createObservableGauge("job.last_start.timestamp");
  const lastSuccess = meter.createObservableGauge("job.last_success.timestamp");
  const job = { "job.name": name };
  meter.addBatchObservableCallback(
    (result) => {
      const [first] = running;
      result.observe(active, running.size, job);
      result.observe(oldest, (first?.startMs ?? 0) / 1000, job);
      result.observe(failures, observed.consecutiveFailures, { ...job, "job.criticality": "normal" });
      result.observe(lastStart, observed.lastStartMs / 1000, job);
      result.observe(lastSuccess, observed.lastSuccessMs / 1000, job);
    },
    [active, oldest, failures, lastStart, lastSuccess],
  );
}
