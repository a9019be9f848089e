import type { JobWithRuns } from "@jobscope/store";
import type { Job, JobSchedule } from "@jobscope/tracker";

import { resourcePath } from "../model/api-path.ts";
import { isoTime } from "../model/iso-time.ts";
import type { JobResource, ScheduleResource } from "../model/job-resource.ts";
import { shapeService } from "./identity.ts";
import { isoTimeOrNull, secondsOrNull } from "./scalars.ts";
import { shapeRun } from "./shape-run.ts";
import { shapeZonedTime } from "./zoned-time.ts";

export function shapeJob({ job, runs }: JobWithRuns): JobResource {
  return {
    id: job.id,
    url: resourcePath("jobs", job.id),
    name: job.name,
    service: shapeService(job.service),
    system: job.systemName,
    criticality: job.criticality,
    scope: job.scope,
    group: job.group ?? null,
    owner: job.owner ?? null,
    schedule: shapeSchedule(job.schedule),
    start_margin_seconds: secondsOrNull(job.startMarginMs),
    early_tolerance_seconds: secondsOrNull(job.earlyToleranceMs),
    max_runtime_seconds: secondsOrNull(job.maxRuntimeMs),
    finish_by_seconds: secondsOrNull(job.finishByMs),
    health: job.health,
    health_reason: job.healthReason,
    health_since_time: isoTime(job.healthSinceMs),
    next_run: job.nextSlotMs === undefined ? null : shapeZonedTime(job.nextSlotMs, job.schedule.timezone),
    ...shapeHistory(job),
    consecutive_failures: job.consecutiveFailures,
    running: job.runningCount,
    runs: runs.map((run) => shapeRun(run)),
  };
}

export function shapeSchedule(schedule: JobSchedule): ScheduleResource {
  return {
    type: schedule.type,
    expression: schedule.expression ?? null,
    timezone: schedule.timezone ?? null,
  };
}

type History = Pick<
  JobResource,
  | "first_seen_time"
  | "last_seen_time"
  | "paused_time"
  | "retired_time"
  | "last_start_time"
  | "last_success_time"
  | "last_failure_time"
>;

function shapeHistory(job: Job): History {
  return {
    first_seen_time: isoTime(job.firstSeenMs),
    last_seen_time: isoTime(job.lastSeenMs),
    paused_time: isoTimeOrNull(job.pausedSinceMs),
    retired_time: isoTimeOrNull(job.retiredMs),
    last_start_time: isoTimeOrNull(job.lastStartMs),
    last_success_time: isoTimeOrNull(job.lastSuccessMs),
    last_failure_time: isoTimeOrNull(job.lastFailureMs),
  };
}
