import type { Alert } from "@jobscope/alerting";
import { JOB_CRITICALITIES } from "@jobscope/semconv";
import type { ErrorGroup, Page } from "@jobscope/store";
import type { Job, Slot } from "@jobscope/tracker";

import { resourcePath } from "../model/api-path.ts";
import type {
  AttentionListResource,
  AttentionResource,
  FiringResource,
  TopErrorResource,
  UpcomingResource,
} from "../model/dashboard-resource.ts";
import { isoTime } from "../model/iso-time.ts";
import { ALERT_SEVERITIES } from "../model/states.ts";
import { ATTENTION, SHOWN } from "../plan/plan-dashboard.ts";
import { serviceOfId, shapeService } from "./identity.ts";
import { textOrNull } from "./scalars.ts";
import { shapeAlert } from "./shape-alert.ts";
import { shapeZonedTime } from "./zoned-time.ts";

/** The gravest first, then the newest. */
export function shapeFiring({ items, nextCursor }: Page<Alert>): FiringResource {
  const graveness = ({ severity }: Alert): number => ALERT_SEVERITIES.indexOf(severity);
  const newestFirst = (a: Alert, b: Alert): number => (b.firedAtMs ?? b.activeAtMs) - (a.firedAtMs ?? a.activeAtMs);
  const ranked = items.toSorted((a, b) => graveness(a) - graveness(b) || newestFirst(a, b));
  return {
    count: items.length,
    more: nextCursor !== undefined,
    items: ranked.slice(0, SHOWN.alerts).map((alert) => shapeAlert(alert)),
  };
}

/** The most critical first, then the worst, then those in trouble for longest. */
export function shapeAttention(jobs: readonly Job[], more: boolean): AttentionListResource {
  const rank = ({ criticality, health, healthSinceMs }: Job): readonly number[] => [
    JOB_CRITICALITIES.indexOf(criticality),
    ATTENTION.indexOf(health),
    healthSinceMs,
  ];
  const ranked = jobs.map((job) => ({ job, rank: rank(job) })).toSorted((a, b) => compare(a.rank, b.rank));
  return {
    count: jobs.length,
    more,
    items: ranked.slice(0, SHOWN.attention).map(({ job }) => shapeAttentionJob(job)),
  };
}

function compare(a: readonly number[], b: readonly number[]): number {
  return a.map((value, index) => value - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

function shapeAttentionJob(job: Job): AttentionResource {
  return {
    job_id: job.id,
    url: resourcePath("jobs", job.id),
    job_name: job.name,
    service: shapeService(job.service),
    criticality: job.criticality,
    health: job.health,
    reason: job.healthReason,
    since_time: isoTime(job.healthSinceMs),
  };
}

export function shapeTopErrors(groups: readonly ErrorGroup[]): readonly TopErrorResource[] {
  const counted = groups.map((group) => ({ group, last24h: group.trend.reduce((sum, hour) => sum + hour, 0) }));
  return counted
    .toSorted((a, b) => b.last24h - a.last24h || b.group.lastMs - a.group.lastMs)
    .slice(0, SHOWN.errors)
    .map(({ group, last24h }) => ({
      id: group.id,
      service: shapeService(group.service),
      error_type: textOrNull(group.errorType),
      pattern: group.pattern,
      last_24h: last24h,
      last_time: isoTime(group.lastMs),
      run_id: group.sampleRunKey ?? null,
    }));
}

/** A start to come, and how many processes owe a run each. */
export interface Upcoming {
  readonly slot: Slot;
  readonly instances: number;
}

/** Each job and instant once, soonest first. */
export function mergeUpcoming(slots: readonly Slot[]): readonly Upcoming[] {
  const starts = Map.groupBy(slots, ({ jobId, instantMs }) => `${instantMs} ${jobId}`);
  const merged = [...starts.values()].flatMap(([slot, ...others]) =>
    slot === undefined ? [] : [{ slot, instances: others.length + 1 }],
  );
  return merged.slice(0, SHOWN.upcoming);
}

/** `zones`: of the schedules, by job. */
export function shapeUpcoming(
  starts: readonly Upcoming[],
  zones: ReadonlyMap<string, string | undefined>,
): readonly UpcomingResource[] {
  return starts.map(({ slot, instances }) => ({
    job_id: slot.jobId,
    url: resourcePath("jobs", slot.jobId),
    job_name: slot.jobName,
    service: serviceOfId(slot.serviceId),
    next_run: shapeZonedTime(slot.instantMs, zones.get(slot.jobId)),
    instances,
  }));
}
