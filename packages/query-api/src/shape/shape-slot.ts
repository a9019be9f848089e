import type { Slot } from "@jobscope/tracker";

import { isoTime } from "../model/iso-time.ts";
import type { SlotResource } from "../model/slot-resource.ts";
import { instanceIdOf, serviceOfId } from "./identity.ts";
import { shapeRevisions } from "./revisions.ts";
import { isoTimeOrNull, seconds } from "./scalars.ts";

export function shapeSlot(slot: Slot): SlotResource {
  return {
    id: slot.key,
    job_id: slot.jobId,
    job_name: slot.jobName,
    service: serviceOfId(slot.serviceId),
    instance_id: instanceIdOf(slot.instanceKey),
    time: isoTime(slot.instantMs),
    until_time: isoTimeOrNull(slot.untilMs),
    count: slot.count ?? (slot.untilMs === undefined ? 1 : null),
    state: slot.state,
    provisional: slot.provisional,
    missed_cause: slot.missedCause ?? null,
    skip_reason: slot.skipReason ?? null,
    run_id: slot.runKey ?? null,
    duplicates: slot.duplicates,
    late: slot.late,
    start_margin_seconds: seconds(slot.startMarginMs),
    early_tolerance_seconds: seconds(slot.earlyToleranceMs),
    decided_time: isoTimeOrNull(slot.decidedMs),
    revisions: shapeRevisions(slot.revisions),
  };
}
