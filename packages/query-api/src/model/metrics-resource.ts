import { z } from "zod";

import type { IsoTime } from "./common-resource.ts";
import { arrayOf, count, isoTime, literals, recordOf, resource } from "./resource-schema.ts";
import type { ResourceSchema } from "./resource-schema.ts";
import {
  componentMetricsSchema,
  emailMetricsSchema,
  eventLoopMetricsSchema,
  itemMetricsSchema,
  memoryMetricsSchema,
  workerMetricsSchema,
} from "./telemetry-resource.ts";
import type {
  ComponentMetrics,
  EmailMetrics,
  EventLoopMetrics,
  ItemMetrics,
  MemoryMetrics,
  TelemetryResource,
  WorkerMetrics,
} from "./telemetry-resource.ts";

/** Percentiles are right to 10 %, for they come from a histogram. */
export interface DurationResource {
  /** Runs that reported a duration. */
  readonly count: number;
  readonly average_seconds: number;
  readonly p50_seconds: number;
  readonly p90_seconds: number;
  readonly p95_seconds: number;
  readonly p99_seconds: number;
}

export interface RunFiguresResource {
  /** Runs that ended, by their result. */
  readonly by_result: Readonly<Record<string, number>>;
  readonly ended: number;
  readonly started: number;
  /** Failures, errors and timeouts among the runs that ended on their own; null where none did. */
  readonly failure_rate: number | null;
  /** Ended runs but skips, by the seconds that have passed of the step or range. */
  readonly runs_per_second: number | null;
  readonly duration: DurationResource | null;
  readonly average_delay_seconds: number | null;
}

export interface RunPointResource extends RunFiguresResource {
  readonly time: IsoTime;
}

/** How long the successful runs of the job usually take. */
export interface BaselineResource extends DurationResource {
  readonly since_time: IsoTime;
}

export interface RunMetrics {
  readonly total: RunFiguresResource;
  /** Null unless one job is asked for and enough is known of it. */
  readonly baseline: BaselineResource | null;
  readonly points: readonly RunPointResource[];
}

export interface ActivePointResource {
  readonly time: IsoTime;
  /** Runs under way at the end of the step. */
  readonly active: number;
}

export interface MetricsResource {
  readonly from_time: IsoTime;
  readonly to_time: IsoTime;
  readonly step_seconds: number;
  /** Buckets that runs were counted in: what is finer than they are is not known any more. */
  readonly resolution: "minute" | "hour" | "day" | null;
  readonly runs: RunMetrics | null;
  readonly active: readonly ActivePointResource[] | null;
  readonly memory: TelemetryResource<MemoryMetrics> | null;
  readonly workers: TelemetryResource<WorkerMetrics> | null;
  readonly items: TelemetryResource<ItemMetrics> | null;
  readonly email: TelemetryResource<EmailMetrics> | null;
  readonly components: TelemetryResource<ComponentMetrics> | null;
  readonly eventloop: TelemetryResource<EventLoopMetrics> | null;
}

const durationFields = {
  count: count().describe("Runs that reported a duration."),
  average_seconds: z.number().describe("Mean."),
  p50_seconds: z.number().describe("Half of them took at most this."),
  p90_seconds: z.number().describe("90 % took at most this."),
  p95_seconds: z.number().describe("95 % took at most this."),
  p99_seconds: z.number().describe("99 % took at most this."),
};

const durationSchema: ResourceSchema<DurationResource> = resource(
  "Duration",
  "How long runs took; percentiles are right to 10 %, for they come from a histogram.",
  durationFields,
);

export const baselineSchema: ResourceSchema<BaselineResource> = resource(
  "Baseline",
  "How long the successful runs of the job took within 28 days.",
  { ...durationFields, since_time: isoTime().describe("Begin of the time that counts.") },
);

const figureFields = {
  by_result: recordOf(count()).describe("Runs that ended, by their result."),
  ended: count().describe("Runs that ended, skips included."),
  started: count().describe("Runs that started."),
  failure_rate: z
    .number()
    .nullable()
    .describe("Failures, errors and timeouts among the runs that ended on their own; null where none did."),
  runs_per_second: z
    .number()
    .nullable()
    .describe(
      "Ended runs but skips, by the seconds that have passed of the step or range; null where it has not begun.",
    ),
  duration: durationSchema.nullable().describe("How long they took; null where none reported it."),
  average_delay_seconds: z.number().nullable().describe("Over runs that reported how late they started."),
};

const runFiguresSchema: ResourceSchema<RunFiguresResource> = resource(
  "RunFigures",
  "What is counted of runs, by their end.",
  figureFields,
);

export const runPointSchema: ResourceSchema<RunPointResource> = resource("RunPoint", "The runs of one step.", {
  time: isoTime().describe("Begin of the step."),
  ...figureFields,
});

const runMetricsSchema: ResourceSchema<RunMetrics> = resource("RunMetrics", "Runs over time.", {
  total: runFiguresSchema.describe("Over the whole range."),
  baseline: baselineSchema.nullable().describe("Null unless one job is asked for and enough is known of it."),
  points: arrayOf(runPointSchema).describe("One for each step, oldest first, empty ones included."),
});

const activePointSchema: ResourceSchema<ActivePointResource> = resource("ActivePoint", "Runs under way.", {
  time: isoTime().describe("Begin of the step."),
  active: count().describe("Runs under way at the end of the step; of the step that is not over: now."),
});

export const metricsSchema: ResourceSchema<MetricsResource> = resource(
  "Metrics",
  "Figures over time; what was not asked for is null.",
  {
    from_time: isoTime().describe("Begin of the first step."),
    to_time: isoTime().describe("Outside the range."),
    step_seconds: count().describe("Length of a step."),
    resolution: literals<"minute" | "hour" | "day">({ minute: true, hour: true, day: true })
      .nullable()
      .describe("Buckets that runs were counted in: what is finer than they are is not known any more."),
    runs: runMetricsSchema.nullable().describe("Runs that started and ended."),
    active: arrayOf(activePointSchema).nullable().describe("Runs under way, oldest step first."),
    memory: memoryMetricsSchema.nullable().describe("Memory of processes."),
    workers: workerMetricsSchema.nullable().describe("Worker pools and queues."),
    items: itemMetricsSchema.nullable().describe("Items that jobs reported."),
    email: emailMetricsSchema.nullable().describe("Mails that services sent."),
    components: componentMetricsSchema.nullable().describe("Parts that jobs depend on."),
    eventloop: eventLoopMetricsSchema.nullable().describe("Event loops of processes."),
  },
);
