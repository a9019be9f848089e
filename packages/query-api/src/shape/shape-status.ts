import { JOB_RUN_RESULTS } from "@jobscope/semconv";
import type { StatusSummary } from "@jobscope/store";
import { JOB_HEALTHS } from "@jobscope/tracker";

import { isoTime } from "../model/iso-time.ts";
import { SLOT_STATES } from "../model/states.ts";
import type { StatusResource } from "../model/status-resource.ts";
import type { HealthStatus } from "../model/system-health.ts";
import { shapeTotals, withZeros } from "./shape-totals.ts";

export function shapeStatus(summary: StatusSummary, status: HealthStatus, nowMs: number): StatusResource {
  return {
    status,
    time: isoTime(nowMs),
    sequence: summary.sequence,
    services: summary.services,
    live_instances: summary.liveInstances,
    jobs: { total: summary.jobs, by_health: withZeros(JOB_HEALTHS, summary.byHealth) },
    runs: { running: summary.running, last_24h: shapeTotals(summary.last24h, JOB_RUN_RESULTS) },
    slots: { last_24h: withZeros(SLOT_STATES, summary.slots24h) },
  };
}
