import { JOB_CRITICALITIES, JOB_SCHEDULE_TYPES, JOB_SCOPES } from "@jobscope/semconv";
import { JOB_HEALTHS } from "@jobscope/tracker";
import type { Declaration, Instance, Job, JobHealth } from "@jobscope/tracker";
import { z } from "zod";

import { serviceSchema, zonedTimeSchema } from "./common-resource.ts";
import type { IsoTime, ServiceResource, ZonedTimeResource } from "./common-resource.ts";
import { baselineSchema } from "./metrics-resource.ts";
import type { BaselineResource } from "./metrics-resource.ts";
import { arrayOf, count, isoTime, literals, recordOf, resource } from "./resource-schema.ts";
import type { ResourceSchema } from "./resource-schema.ts";
import { runErrorSchema, runSchema } from "./run-resource.ts";
import type { RunErrorResource, RunResource } from "./run-resource.ts";
import { RUN_STATES } from "./states.ts";

export interface ScheduleResource {
  readonly type: Job["schedule"]["type"];
  readonly expression: string | null;
  readonly timezone: string | null;
}

export interface JobResource {
  readonly id: string;
  /** Path of the job's details. */
  readonly url: string;
  readonly name: string;
  readonly service: ServiceResource;
  readonly system: string;
  readonly criticality: Job["criticality"];
  readonly scope: Job["scope"];
  readonly group: string | null;
  readonly owner: string | null;
  readonly schedule: ScheduleResource;
  readonly start_margin_seconds: number | null;
  readonly early_tolerance_seconds: number | null;
  readonly max_runtime_seconds: number | null;
  readonly finish_by_seconds: number | null;
  readonly health: JobHealth;
  readonly health_reason: string;
  readonly health_since_time: IsoTime;
  readonly next_run: ZonedTimeResource | null;
  readonly first_seen_time: IsoTime;
  readonly last_seen_time: IsoTime;
  readonly paused_time: IsoTime | null;
  readonly retired_time: IsoTime | null;
  readonly last_start_time: IsoTime | null;
  readonly last_success_time: IsoTime | null;
  readonly last_failure_time: IsoTime | null;
  readonly consecutive_failures: number;
  readonly running: number;
  /** Newest first; as many as `runs` asked for. */
  readonly runs: readonly RunResource[];
}

export interface DeclarationResource {
  readonly instance_id: string;
  readonly state: Declaration["state"];
  readonly declared_time: IsoTime;
  readonly schedule: ScheduleResource;
  readonly next_times: readonly IsoTime[];
}

export interface InstanceResource {
  readonly instance_id: string;
  readonly service: ServiceResource;
  readonly state: Instance["state"];
  readonly state_since_time: IsoTime;
  readonly process_start_time: IsoTime | null;
  readonly first_received_time: IsoTime;
  readonly last_received_time: IsoTime;
  /** Null where it never sent a heartbeat. */
  readonly heartbeat_interval_seconds: number | null;
  readonly active_runs: number;
  readonly dropped_records: number;
  readonly longest_block_seconds: number;
  /** Sender's clock minus ours; 0 below a second, which delivery takes too. */
  readonly clock_skew_seconds: number;
}

/** The newest run of a job that failed. */
export interface LastErrorResource {
  readonly run_id: string;
  /** Path of the run's details. */
  readonly url: string;
  readonly state: RunResource["state"];
  /** When it ended; null where that is not known. */
  readonly time: IsoTime | null;
  readonly error: RunErrorResource | null;
}

export interface JobDetailResource extends JobResource {
  /** All declared instants to come, soonest first, at most 20. */
  readonly next_runs: readonly ZonedTimeResource[];
  readonly totals: RunTotalsResource;
  /** How long its successful runs took within 28 days; null where there was none. */
  readonly baseline: BaselineResource | null;
  readonly last_error: LastErrorResource | null;
  readonly declarations: readonly DeclarationResource[];
  readonly instances: readonly InstanceResource[];
}

export interface RunTotalsResource {
  readonly total: number;
  readonly by_state: Readonly<Record<string, number>>;
  readonly average_duration_seconds: number | null;
  /** Failures, errors and timeouts among the runs that ended on their own; null where none did. */
  readonly failure_rate: number | null;
}

export const scheduleSchema: ResourceSchema<ScheduleResource> = resource("Schedule", "When a job should run.", {
  type: z.enum(JOB_SCHEDULE_TYPES),
  expression: z.string().nullable(),
  timezone: z.string().nullable(),
});

const jobFields = {
  id: z.string().describe("Its service and its name; stable."),
  url: z.string().describe("Path of the job's details."),
  name: z.string(),
  service: serviceSchema,
  system: z.string().describe("Scheduler library."),
  criticality: z.enum(JOB_CRITICALITIES),
  scope: z.enum(JOB_SCOPES),
  group: z.string().nullable(),
  owner: z.string().nullable(),
  schedule: scheduleSchema,
  start_margin_seconds: z.number().nullable(),
  early_tolerance_seconds: z.number().nullable(),
  max_runtime_seconds: z.number().nullable(),
  finish_by_seconds: z.number().nullable(),
  health: z.enum(JOB_HEALTHS),
  health_reason: z.string(),
  health_since_time: isoTime(),
  next_run: zonedTimeSchema.nullable(),
  first_seen_time: isoTime(),
  last_seen_time: isoTime(),
  paused_time: isoTime().nullable(),
  retired_time: isoTime().nullable(),
  last_start_time: isoTime().nullable(),
  last_success_time: isoTime().nullable(),
  last_failure_time: isoTime().nullable(),
  consecutive_failures: count(),
  running: count(),
  runs: arrayOf(runSchema).describe("Newest first; as many as `runs` asked for."),
};

export const jobSchema: ResourceSchema<JobResource> = resource(
  "Job",
  "A named piece of scheduled work of one service.",
  jobFields,
);

export const runTotalsSchema: ResourceSchema<RunTotalsResource> = resource(
  "RunTotals",
  "Counts of runs and what follows from them.",
  {
    total: count(),
    by_state: recordOf(count()).describe("Every state is a key; where only ended runs count, every result is."),
    average_duration_seconds: z.number().nullable(),
    failure_rate: z
      .number()
      .nullable()
      .describe("Failures, errors and timeouts among the runs that ended on their own; null where none did."),
  },
);

export const declarationSchema: ResourceSchema<DeclarationResource> = resource(
  "Declaration",
  "What one instance last said of a job.",
  {
    instance_id: z.string(),
    state: literals<Declaration["state"]>({ active: true, paused: true, removed: true }),
    declared_time: isoTime(),
    schedule: scheduleSchema,
    next_times: arrayOf(isoTime()),
  },
);

export const instanceSchema: ResourceSchema<InstanceResource> = resource("Instance", "One process of a service.", {
  instance_id: z.string(),
  service: serviceSchema,
  state: literals<Instance["state"]>({ live: true, lapsed: true, stopped: true, dead: true }),
  state_since_time: isoTime(),
  process_start_time: isoTime().nullable(),
  first_received_time: isoTime(),
  last_received_time: isoTime(),
  heartbeat_interval_seconds: z.number().nullable().describe("Null where it never sent a heartbeat."),
  active_runs: z.number(),
  dropped_records: z.number(),
  longest_block_seconds: z.number().describe("Longest time for which its event loop was blocked."),
  clock_skew_seconds: z.number().describe("Sender's clock minus ours; 0 below a second, which delivery takes too."),
});

const lastErrorSchema: ResourceSchema<LastErrorResource> = resource("LastError", "The newest run that failed.", {
  run_id: z.string().describe("`id` of the run: `runs/{id}`."),
  url: z.string().describe("Path of the run's details."),
  state: z.enum(RUN_STATES),
  time: isoTime().nullable().describe("When it ended; null where that is not known."),
  error: runErrorSchema.nullable(),
});

export const jobDetailSchema: ResourceSchema<JobDetailResource> = resource(
  "JobDetail",
  "One job with its processes and what they declared.",
  {
    ...jobFields,
    next_runs: arrayOf(zonedTimeSchema).describe("All declared instants to come, soonest first, at most 20."),
    totals: runTotalsSchema,
    baseline: baselineSchema.nullable().describe("How long its successful runs took within 28 days."),
    last_error: lastErrorSchema.nullable().describe("The newest run that failed, as far as it is kept."),
    declarations: arrayOf(declarationSchema),
    instances: arrayOf(instanceSchema),
  },
);
