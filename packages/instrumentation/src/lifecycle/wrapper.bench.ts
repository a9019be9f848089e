import { SanitizingLogRecordProcessor, SanitizingSpanProcessor, createSanitizer } from "@jobscope/sanitizer";
import { context, logs, metrics, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { LoggerProvider } from "@opentelemetry/sdk-logs";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { TracerProvider } from "@opentelemetry/sdk-trace";

import { handWritten } from "../../test/hand-written-run.ts";
import { outgoing } from "../record/outgoing.ts";
import { wrapJob } from "./wrap-job.ts";

type Job = () => Promise<number>;

interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: string;
}

const ROUNDS = 61;
const RUNS = 2000;
/** Rounds in which the code becomes warm. */
const WARM_UP = 20;

/** Same providers for both sides, with processors that take everything and export nothing. */
function registerProviders(sanitizing: boolean): void {
  const nothing = { forceFlush: () => Promise.resolve(), shutdown: () => Promise.resolve() };
  const sanitizer = createSanitizer();
  const spanProcessors = [{ ...nothing, onStart: () => {}, onEnd: () => {} }];
  const logProcessors = [{ ...nothing, onEmit: () => {} }];
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  trace.setGlobalTracerProvider(
    new TracerProvider({
      spanProcessors: sanitizing
        ? [new SanitizingSpanProcessor({ sanitizer, processors: spanProcessors })]
        : spanProcessors,
    }),
  );
  logs.setGlobalLoggerProvider(
    new LoggerProvider({
      processors: sanitizing
        ? [new SanitizingLogRecordProcessor({ sanitizer, processors: logProcessors })]
        : logProcessors,
    }),
  );
  const reader = new PeriodicExportingMetricReader({
    exporter: new InMemoryMetricExporter(AggregationTemporality.DELTA),
    exportIntervalMillis: 3_600_000,
  });
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
}

function disableProviders(): void {
  for (const api of [trace, logs, metrics, context]) api.disable();
}

/** Microseconds of processor time of one run, so that neighbours on the machine do not count. */
async function time(job: Job): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < RUNS; i++) await job();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / RUNS;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

type Times = Readonly<Record<string, readonly number[]>>;

/** Rounds short enough that a neighbour on the machine meets both sides alike; each round turns their order. */
async function interleaved(jobs: Readonly<Record<string, Job>>): Promise<Times> {
  const times: Record<string, number[]> = {};
  const order = Object.entries(jobs);
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const [name, job] of round % 2 === 0 ? order : order.toReversed()) {
      const value = await time(job);
      if (round >= 0) (times[name] ??= []).push(value);
    }
  }
  return times;
}

/** The median of the rounds' own ratios, not the ratio of two medians from different rounds. */
function ratio(times: Times, of: string, to: string): number {
  const divisors = times[to] ?? [];
  return median((times[of] ?? []).map((value, round) => value / (divisors[round] ?? 1)));
}

export const bench: { readonly name: string; run(): Promise<readonly Measurement[]> } = {
  name: "wrapper",
  async run() {
    const work: Job = async () => 1;
    const wrapped = wrapJob({ name: "bench" }, work);
    // As behind our own pipeline, which sanitizes what passes it; the hand-written side sanitizes nothing.
    outgoing.atSource = false;
    const off = await interleaved({ bare: work, wrapped });
    registerProviders(false);
    const { run: hand, stop } = handWritten("bench", work);
    const on = await interleaved({ bare: work, hand, wrapped });
    stop();
    disableProviders();
    registerProviders(true);
    const clean = await interleaved({ bare: work, wrapped });
    disableProviders();
    outgoing.atSource = true;
    const middle = (times: Times, name: string): number => median(times[name] ?? []);
    return [
      {
        name: "wrapped / hand-written on the OTel API",
        value: ratio(on, "wrapped", "hand"),
        unit: "x",
        target: "<= 1.25",
      },
      { name: "wrapped, sanitized", value: middle(clean, "wrapped"), unit: "us/run", target: "<= 15" },
      { name: "wrapped", value: middle(on, "wrapped"), unit: "us/run" },
      { name: "hand-written", value: middle(on, "hand"), unit: "us/run" },
      { name: "wrapped / bare call", value: ratio(on, "wrapped", "bare"), unit: "x" },
      { name: "wrapped, no SDK", value: middle(off, "wrapped"), unit: "us/run" },
      { name: "wrapped, no SDK / bare call", value: ratio(off, "wrapped", "bare"), unit: "x" },
    ];
  },
};
