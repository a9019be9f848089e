import { performance } from "node:perf_hooks";

import { JOB_RUN_DURATION_BOUNDS } from "@jobscope/semconv";
import type { Attributes } from "@opentelemetry/api";
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, context, logs, metrics, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { LoggerProvider } from "@opentelemetry/sdk-logs";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { TracerProvider } from "@opentelemetry/sdk-trace";

import { uuidV7 } from "../record/uuid.ts";
import { wrapJob } from "./wrap-job.ts";

type Job = () => Promise<number>;

interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: string;
}

const ROUNDS = 15;
const RUNS = 10_000;

/** Same providers for both sides, with processors that take everything and export nothing. */
function registerProviders(): void {
  const nothing = { forceFlush: () => Promise.resolve(), shutdown: () => Promise.resolve() };
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  trace.setGlobalTracerProvider(
    new TracerProvider({ spanProcessors: [{ ...nothing, onStart: () => {}, onEnd: () => {} }] }),
  );
  logs.setGlobalLoggerProvider(new LoggerProvider({ processors: [{ ...nothing, onEmit: () => {} }] }));
  const reader = new PeriodicExportingMetricReader({
    exporter: new InMemoryMetricExporter(AggregationTemporality.DELTA),
    exportIntervalMillis: 3_600_000,
  });
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
}

function disableProviders(): void {
  for (const api of [trace, logs, metrics, context]) api.disable();
}

/** The telemetry of a run as one would write it by hand: a root span, one histogram point, one end event. */
function handWritten(job: Job): Job {
  const tracer = trace.getTracer("hand");
  const logger = logs.getLogger("hand");
  const duration = metrics.getMeter("hand").createHistogram("job.run.duration", {
    unit: "s",
    advice: { explicitBucketBoundaries: [...JOB_RUN_DURATION_BOUNDS] },
  });
  let sequence = 0;
  return async () => {
    const startMs = Date.now();
    const started = performance.now();
    const span = tracer.startSpan(
      "run bench",
      {
        root: true,
        kind: SpanKind.INTERNAL,
        startTime: startMs,
        attributes: { "job.name": "bench", "job.criticality": "normal" },
      },
      ROOT_CONTEXT,
    );
    const active = trace.setSpan(ROOT_CONTEXT, span);
    const attributes: Attributes = {
      "job.name": "bench",
      "job.system.name": "custom",
      "job.criticality": "normal",
      "job.run.id": uuidV7(),
      "job.run.start_time": new Date(startMs).toISOString(),
    };
    const end = (result: string, error: unknown): void => {
      const seconds = (performance.now() - started) / 1000;
      attributes["job.run.result"] = result;
      attributes["job.run.duration"] = seconds;
      span.setAttributes(attributes);
      if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
      span.end(startMs + seconds * 1000);
      duration.record(seconds, {
        "job.name": "bench",
        "job.system.name": "custom",
        "job.run.result": result,
        "job.criticality": "normal",
      });
      logger.emit({
        eventName: "job.run.end",
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
    };
    try {
      const value = await context.with(active, job);
      end("success", undefined);
      return value;
    } catch (error) {
      end("failure", error);
      throw error;
    }
  };
}

/** Microseconds of processor time of one run, so that neighbours on the machine do not count. */
async function time(job: Job): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < RUNS; i++) await job();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / RUNS;
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

async function interleaved(jobs: Readonly<Record<string, Job>>): Promise<Record<string, number>> {
  const times: Record<string, number[]> = {};
  for (let round = -3; round < ROUNDS; round++) {
    for (const [name, job] of Object.entries(jobs)) {
      const value = await time(job);
      // The first rounds warm the code up.
      if (round >= 0) (times[name] ??= []).push(value);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}

export const bench: { readonly name: string; run(): Promise<readonly Measurement[]> } = {
  name: "wrapper",
  async run() {
    const work: Job = async () => 1;
    const wrapped = wrapJob({ name: "bench" }, work);
    const off = await interleaved({ bare: work, wrapped });
    registerProviders();
    const on = await interleaved({ bare: work, hand: handWritten(work), wrapped });
    disableProviders();
    const ours = on["wrapped"] ?? 0;
    const without = off["wrapped"] ?? 0;
    return [
      { name: "wrapped / hand-written on the OTel API", value: ours / (on["hand"] ?? 1), unit: "x", target: "<= 1.25" },
      { name: "wrapped", value: ours, unit: "us/run", target: "<= 15" },
      { name: "hand-written", value: on["hand"] ?? 0, unit: "us/run" },
      { name: "wrapped / bare call", value: ours / (on["bare"] ?? 1), unit: "x" },
      { name: "wrapped, no SDK", value: without, unit: "us/run" },
      { name: "wrapped, no SDK / bare call", value: without / (off["bare"] ?? 1), unit: "x" },
    ];
  },
};
