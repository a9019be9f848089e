import {
  EVENT_LOOP_METRICS,
  METRIC_COMPONENT_HEALTHY,
  METRIC_EMAIL_SEND_DURATION,
  METRIC_JOB_CONCURRENCY_LIMIT,
  METRIC_JOB_CONCURRENCY_USAGE,
  METRIC_JOB_ITEMS,
  METRIC_PROCESS_MEMORY_LIMIT,
  METRIC_PROCESS_MEMORY_USAGE,
  METRIC_PROCESS_MEMORY_UTILIZATION,
} from "@jobscope/semconv";
import type { JobScope, StepRange, TelemetryQuery } from "@jobscope/store";
import { partsOfId } from "@jobscope/tracker";

import type { MetricPart } from "../params/metrics-params.ts";
import type { ScopeParams } from "../params/scope-params.ts";
import { defined } from "./defined.ts";

export type TelemetryPart = Exclude<MetricPart, "runs" | "active">;

/** The store keeps these by the hour, longer than their points. */
export const METRICS_OF: { readonly [P in TelemetryPart]: readonly string[] } = {
  memory: [METRIC_PROCESS_MEMORY_USAGE, METRIC_PROCESS_MEMORY_LIMIT, METRIC_PROCESS_MEMORY_UTILIZATION],
  workers: [METRIC_JOB_CONCURRENCY_USAGE, METRIC_JOB_CONCURRENCY_LIMIT],
  items: [METRIC_JOB_ITEMS],
  email: [METRIC_EMAIL_SEND_DURATION],
  components: [METRIC_COMPONENT_HEALTHY],
  eventloop: Object.values(EVENT_LOOP_METRICS),
};

/** `job_id` of a query string, with the other names of a scope. */
export interface AskedScope extends ScopeParams {
  readonly job_id?: string | undefined;
}

export function planScope({ job_id: jobId, environment, namespace, service, job }: AskedScope): JobScope {
  return defined({ jobId, environment, namespace, service, job });
}

export function planTelemetry(part: TelemetryPart, params: AskedScope, range: StepRange): TelemetryQuery {
  const scope = planScope(params);
  return { ...(part === "items" ? scope : serviceScope(scope)), ...range, metrics: METRICS_OF[part] };
}

/** Memory, pools and mails belong to processes, not to jobs: who asks for a job sees those of its service. */
function serviceScope({ jobId, job: _job, ...names }: JobScope): JobScope {
  const [environment, namespace, service] = jobId === undefined ? [] : (partsOfId(jobId) ?? []);
  return { ...defined({ environment, namespace, service }), ...names };
}
