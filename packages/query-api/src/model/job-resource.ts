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
  type: z.enum(JOB_SCHEDULE_TYPES).describe("Kind of schedule."),
  expression: z.string().nullable().describe("As it was written, for people."),
  timezone: z.string().nullable().describe("IANA zone in which the library evaluates it."),
});

const jobFields = {
  id: z.string().describe("Its service and its name; stable."),
  url: z.string().describe("Path of the job's details."),
  name: z.string().describe("`job.name`, as the service declared it."),
  service: serviceSchema.describe("The service that it belongs to."),
  system: z.string().describe("Scheduler library."),
  criticality: z.enum(JOB_CRITICALITIES).describe("How much it matters."),
  scope: z
    .enum(JOB_SCOPES)
    .describe("`instance`: each live process owes a run of a slot. `cluster`: all of them together owe one."),
  group: z.string().nullable().describe("Group that it belongs to."),
  owner: z.string().nullable().describe("Team or person that answers for it."),
  schedule: scheduleSchema.describe("When it should run."),
  start_margin_seconds: z
    .number()
    .nullable()
    .describe("After its slot, within which a start is on time; later is late, then missed."),
  early_tolerance_seconds: z.number().nullable().describe("Before its slot, from which a start meets it."),
  max_runtime_seconds: z.number().nullable().describe("After which a running run is stuck."),
  finish_by_seconds: z.number().nullable().describe("After its slot, by which the run must have ended."),
  health: z.enum(JOB_HEALTHS).describe("The verdict over its slots and runs."),
  health_reason: z.string().describe("Why it is this one, in words."),
  health_since_time: isoTime().describe("Since when it is this one."),
  next_run: zonedTimeSchema.nullable().describe("The next instant at which it should start."),
  first_seen_time: isoTime().describe("When it was first heard of."),
  last_seen_time: isoTime().describe("When it was last heard of."),
  paused_time: isoTime().nullable().describe("Since when it is paused; null where it is not."),
  retired_time: isoTime().nullable().describe("Since when it is out of watch; null where it is watched."),
  last_start_time: isoTime().nullable().describe("Start of its newest run."),
  last_success_time: isoTime().nullable().describe("End of its newest run that succeeded."),
  last_failure_time: isoTime().nullable().describe("End of its newest run that failed."),
  consecutive_failures: count().describe("Failed runs since the last one that succeeded."),
  running: count().describe("Runs under way."),
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
    total: count().describe("All that are counted."),
    by_state: recordOf(count()).describe("Every state is a key; where only ended runs count, every result is."),
    average_duration_seconds: z.number().nullable().describe("Over those that reported a duration."),
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
    instance_id: z.string().describe("`service.instance.id` of the process."),
    state: literals<Declaration["state"]>({ active: true, paused: true, removed: true }).describe(
      "What it said of the job.",
    ),
    declared_time: isoTime().describe("When it said so, by its clock."),
    schedule: scheduleSchema.describe("When the job should run."),
    next_times: arrayOf(isoTime()).describe("The next instants, computed by the scheduler library."),
  },
);

export const instanceSchema: ResourceSchema<InstanceResource> = resource("Instance", "One process of a service.", {
  instance_id: z.string().describe("`service.instance.id`."),
  service: serviceSchema.describe("The service that it is a process of."),
  state: literals<Instance["state"]>({ live: true, lapsed: true, stopped: true, dead: true }).describe(
    "`live`: it is heard of in time. `lapsed`: its heartbeats stay away. `stopped`: it said that it stops. `dead`: it ended without a word.",
  ),
  state_since_time: isoTime().describe("Since when it is in this state."),
  process_start_time: isoTime().nullable().describe("When the process started."),
  first_received_time: isoTime().describe("When it was first heard of, by our clock."),
  last_received_time: isoTime().describe("When it was last heard of, by our clock."),
  heartbeat_interval_seconds: z.number().nullable().describe("Null where it never sent a heartbeat."),
  active_runs: z.number().describe("Runs under way, as it said last."),
  dropped_records: z.number().describe("Records that it has dropped since it started."),
  longest_block_seconds: z.number().describe("Longest time for which its event loop was blocked."),
  clock_skew_seconds: z.number().describe("Sender's clock minus ours; 0 below a second, which delivery takes too."),
});

const lastErrorSchema: ResourceSchema<LastErrorResource> = resource("LastError", "The newest run that failed.", {
  run_id: z.string().describe("`id` of the run: `runs/{id}`."),
  url: z.string().describe("Path of the run's details."),
  state: z.enum(RUN_STATES).describe("How it ended."),
  time: isoTime().nullable().describe("When it ended; null where that is not known."),
  error: runErrorSchema.nullable().describe("Null where it reported none."),
});

export const jobDetailSchema: ResourceSchema<JobDetailResource> = resource(
  "JobDetail",
  "One job with its processes and what they declared.",
  {
    ...jobFields,
    next_runs: arrayOf(zonedTimeSchema).describe("All declared instants to come, soonest first, at most 20."),
    totals: runTotalsSchema.describe("Over its runs within two years, those running included."),
    baseline: baselineSchema.nullable().describe("How long its successful runs took within 28 days."),
    last_error: lastErrorSchema.nullable().describe("The newest run that failed, as far as it is kept."),
    declarations: arrayOf(declarationSchema).describe("What each process last said of it."),
    instances: arrayOf(instanceSchema).describe("Processes of its service."),
  },
);
