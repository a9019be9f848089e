import type { Instance } from "@jobscope/tracker";

import { isoTime } from "../model/iso-time.ts";
import type { InstanceResource } from "../model/job-resource.ts";
import { shapeService } from "./identity.ts";
import { seconds } from "./scalars.ts";

/** Below this the way here, not the clock, makes the difference between the time that was sent and ours. */
const SKEW_SHOWN_MS = 1_000;

export function shapeInstance(instance: Instance): InstanceResource {
  return {
    instance_id: instance.instanceId,
    service: shapeService(instance.service),
    state: instance.state,
    state_since_time: isoTime(instance.stateSinceMs),
    process_start_time: instance.processStartMs === 0 ? null : isoTime(instance.processStartMs),
    first_received_time: isoTime(instance.firstReceivedMs),
    last_received_time: isoTime(instance.lastReceivedMs),
    heartbeat_interval_seconds: instance.heartbeatIntervalMs === 0 ? null : seconds(instance.heartbeatIntervalMs),
    active_runs: instance.activeRunCount,
    dropped_records: instance.droppedRecords,
    longest_block_seconds: seconds(instance.longestBlockMs),
    clock_skew_seconds: Math.abs(instance.clockSkewMs) < SKEW_SHOWN_MS ? 0 : seconds(instance.clockSkewMs),
  };
}
