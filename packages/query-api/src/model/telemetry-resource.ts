import { z } from "zod";

import { serviceSchema } from "./common-resource.ts";
import type { IsoTime, ServiceResource } from "./common-resource.ts";
import { arrayOf, isoTime, resource } from "./resource-schema.ts";
import type { ResourceFields, ResourceSchema } from "./resource-schema.ts";

/** What services report of themselves: one entry of `series` for each thing that is measured. */
export interface TelemetryResource<Series> {
  readonly series: readonly Series[];
  /** There is more than is shown: ask for one service, or for a shorter range. */
  readonly truncated: boolean;
}

/** Of a process: `points` are the steps in which something was received, oldest first. */
interface ProcessSeries<Point> {
  readonly service: ServiceResource;
  readonly instance_id: string | null;
  readonly points: readonly Point[];
}

export interface MemoryPoint {
  readonly time: IsoTime;
  /** Resident memory, newest and highest of the step. */
  readonly used_bytes: number | null;
  readonly used_bytes_max: number | null;
  /** Of the fullest limit (heap or container), which is what ends a process. */
  readonly limit: string | null;
  readonly limit_bytes: number | null;
  readonly utilization: number | null;
  readonly utilization_max: number | null;
}
export type MemoryMetrics = ProcessSeries<MemoryPoint>;

export interface WorkerPoint {
  readonly time: IsoTime;
  readonly used: number | null;
  readonly used_max: number | null;
  readonly limit: number | null;
  readonly utilization: number | null;
}
export interface WorkerMetrics extends ProcessSeries<WorkerPoint> {
  readonly pool: string;
}

export interface ComponentPoint {
  readonly time: IsoTime;
  /** 1 or 0, as reported last in the step. */
  readonly healthy: number;
  /** 0 where it was unhealthy at any time in the step. */
  readonly healthy_min: number;
}
export interface ComponentMetrics extends ProcessSeries<ComponentPoint> {
  readonly component: string;
}

export interface EventLoopPoint {
  readonly time: IsoTime;
  readonly utilization: number | null;
  readonly delay_mean_seconds: number | null;
  readonly delay_p99_seconds: number | null;
  readonly delay_max_seconds: number | null;
}
export type EventLoopMetrics = ProcessSeries<EventLoopPoint>;

export interface EmailPoint {
  readonly time: IsoTime;
  readonly sends: number;
  readonly failures: number;
  readonly average_seconds: number | null;
}
/** All processes of a service together. */
export interface EmailMetrics {
  readonly service: ServiceResource;
  readonly points: readonly EmailPoint[];
}

export interface ItemPoint {
  readonly time: IsoTime;
  readonly items: number;
}
/** All processes of a service together. */
export interface ItemMetrics {
  readonly service: ServiceResource;
  readonly job_name: string;
  readonly outcome: string | null;
  readonly points: readonly ItemPoint[];
}

const time = isoTime().describe("Begin of the step.");
const amount = z.number().nullable();

function telemetryOf<Series>(id: string, series: ResourceSchema<Series>): ResourceSchema<TelemetryResource<Series>> {
  return resource<TelemetryResource<Series>, ResourceFields<TelemetryResource<Series>>>(
    id,
    "What services report of themselves.",
    {
      series: arrayOf(series).describe("One for each process or sender."),
      truncated: z.boolean().describe("There is more: ask for one service, or for a shorter range."),
    },
  );
}

const owner = {
  service: serviceSchema.describe("The service that the process belongs to."),
  instance_id: z.string().nullable().describe("`service.instance.id` of the process."),
};

const memoryPointSchema: ResourceSchema<MemoryPoint> = resource("MemoryPoint", "Memory of a process in one step.", {
  time,
  used_bytes: amount.describe("Resident memory, as reported last in the step."),
  used_bytes_max: amount.describe("Its highest in the step."),
  limit: z.string().nullable().describe("The fullest limit: `heap` or `cgroup`."),
  limit_bytes: amount.describe("That limit."),
  utilization: amount.describe("Used share of the fullest limit, 0 to 1."),
  utilization_max: amount.describe("Its highest in the step."),
});

export const memoryMetricsSchema: ResourceSchema<TelemetryResource<MemoryMetrics>> = telemetryOf(
  "MemoryMetrics",
  resource("MemorySeries", "Memory of one process.", {
    ...owner,
    points: arrayOf(memoryPointSchema).describe("One for each step that was reported, oldest first."),
  }),
);

const workerPointSchema: ResourceSchema<WorkerPoint> = resource("WorkerPoint", "A worker pool in one step.", {
  time,
  used: amount.describe("Runs that it worked on, as reported last in the step."),
  used_max: amount.describe("Its highest in the step."),
  limit: amount.describe("Runs that it can work on at once."),
  utilization: amount.describe("`used` by `limit`."),
});

export const workerMetricsSchema: ResourceSchema<TelemetryResource<WorkerMetrics>> = telemetryOf(
  "WorkerMetrics",
  resource("WorkerSeries", "One worker pool or queue of a process.", {
    ...owner,
    pool: z.string().describe("Name of the pool or queue."),
    points: arrayOf(workerPointSchema).describe("One for each step that was reported, oldest first."),
  }),
);

const componentPointSchema: ResourceSchema<ComponentPoint> = resource("ComponentPoint", "A component in one step.", {
  time,
  healthy: z.number().describe("1 or 0, as reported last in the step."),
  healthy_min: z.number().describe("0 where it was unhealthy at any time in the step."),
});

export const componentMetricsSchema: ResourceSchema<TelemetryResource<ComponentMetrics>> = telemetryOf(
  "ComponentMetrics",
  resource("ComponentSeries", "Health of a part that jobs depend on, as one process sees it.", {
    ...owner,
    component: z.string().describe("Name of the part."),
    points: arrayOf(componentPointSchema).describe("One for each step that was reported, oldest first."),
  }),
);

const eventLoopPointSchema: ResourceSchema<EventLoopPoint> = resource("EventLoopPoint", "An event loop in one step.", {
  time,
  utilization: amount.describe("0 to 1."),
  delay_mean_seconds: amount.describe("How late timers came, on average."),
  delay_p99_seconds: amount.describe("99 % of timers came at most so late."),
  delay_max_seconds: amount.describe("The latest timer."),
});

export const eventLoopMetricsSchema: ResourceSchema<TelemetryResource<EventLoopMetrics>> = telemetryOf(
  "EventLoopMetrics",
  resource("EventLoopSeries", "The event loop of one process.", {
    ...owner,
    points: arrayOf(eventLoopPointSchema).describe("One for each step that was reported, oldest first."),
  }),
);

const emailPointSchema: ResourceSchema<EmailPoint> = resource("EmailPoint", "Mails of one step.", {
  time,
  sends: z.number().describe("Mails handed to the transport."),
  failures: z.number().describe("Those that it did not take."),
  average_seconds: amount.describe("Time that the transport took for a mail."),
});

export const emailMetricsSchema: ResourceSchema<TelemetryResource<EmailMetrics>> = telemetryOf(
  "EmailMetrics",
  resource("EmailSeries", "Mails of a service.", {
    service: serviceSchema.describe("The service that sent them."),
    points: arrayOf(emailPointSchema).describe("One for each step that was reported, oldest first."),
  }),
);

const itemPointSchema: ResourceSchema<ItemPoint> = resource("ItemPoint", "Items of one step.", {
  time,
  items: z.number().describe("How many in the step."),
});

export const itemMetricsSchema: ResourceSchema<TelemetryResource<ItemMetrics>> = telemetryOf(
  "ItemMetrics",
  resource("ItemSeries", "Items that a job reported, of one outcome.", {
    service: serviceSchema.describe("The service of the job."),
    job_name: z.string().describe("Name of the job."),
    outcome: z.string().nullable().describe("What became of them."),
    points: arrayOf(itemPointSchema).describe("One for each step that was reported, oldest first."),
  }),
);
