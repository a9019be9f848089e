import type { Declaration, Instance, Job, JobHealth } from "@jobscope/tracker";

import type { IsoTime, ServiceResource, ZonedTimeResource } from "./common-resource.ts";
import type { RunResource } from "./run-resource.ts";

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

export interface JobDetailResource extends JobResource {
  readonly totals: RunTotalsResource;
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
