export type { Change, Notice } from "./model/change.ts";
export type { InstanceKey, JobId, RunKey, ServiceId, ServiceIdentity } from "./model/identity.ts";
export { idWithin, partsOfId, serviceIdOf } from "./model/identity.ts";
export type { Declaration, Instance, InstanceState, Job, JobHealth, RunOutcome } from "./model/job.ts";
export { JOB_HEALTHS } from "./model/job.ts";
export type {
  JobDeclaredEvent,
  JobEvent,
  JobSchedule,
  JobSwitchedEvent,
  ProcessHeartbeatEvent,
  ProcessIdentity,
  ProcessStartEvent,
  ProcessStopEvent,
  RunEndEvent,
  RunEvent,
  RunExceptionEvent,
  RunHeartbeatEvent,
  RunProgressEvent,
  RunSkipEvent,
  RunSpan,
  RunStartEvent,
  SlotMissedEvent,
} from "./model/job-event.ts";
export type { LostCause, Run, RunRevision, RunState } from "./model/run.ts";
export type { Slot, SlotRevision, SlotState } from "./model/slot.ts";
export type {
  Tracker,
  TrackerArchive,
  TrackerClock,
  TrackerInput,
  TrackerLimits,
  TrackerOptions,
  TrackerRefusal,
  TrackerSnapshot,
} from "./model/tracker.ts";
export { DeadlineHeap } from "./deadline/deadline-heap.ts";
export { createTracker } from "./engine/create-tracker.ts";
export type { ResourceIdentity } from "./read/resource-identity.ts";
export { identityOfResource } from "./read/resource-identity.ts";
export type { ReadResult } from "./read/to-tracker-inputs.ts";
export { readTrackerInputs, toTrackerInputs } from "./read/to-tracker-inputs.ts";
