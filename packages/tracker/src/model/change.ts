import type { JobId, ServiceId } from "./identity.ts";
import type { Declaration, Instance, InstanceState, Job, JobHealth } from "./job.ts";
import type { Run } from "./run.ts";
import type { Slot, SlotState } from "./slot.ts";

/** Something a person should know once, beside the verdicts themselves. */
export type Notice =
  | { readonly kind: "job_retired"; readonly jobId: JobId; readonly reason: string }
  | { readonly kind: "telemetry_stopped"; readonly serviceId: ServiceId; readonly jobId: JobId; readonly dueMs: number }
  | {
      readonly kind: "process_lost";
      readonly serviceId: ServiceId;
      readonly instanceKey: string;
      readonly certain: boolean;
    }
  | {
      readonly kind: "clock_skew";
      readonly serviceId: ServiceId;
      readonly instanceKey: string;
      readonly skewMs: number;
    };

/**
 * What the tracker concluded: the new value of one aggregate, whole, with the state it had before. Applying the same
 * change twice has no effect. The store writes them, alerting reads them.
 */
export type Change =
  | { readonly kind: "run"; readonly run: Run; readonly before: Run["state"] | undefined }
  | { readonly kind: "slot"; readonly slot: Slot; readonly before: SlotState | undefined }
  /** An expectation that no longer holds: an edited schedule, an instance that stopped in order. */
  | { readonly kind: "slot_withdrawn"; readonly slotKey: string; readonly jobId: JobId }
  | { readonly kind: "job"; readonly job: Job; readonly before: JobHealth | undefined }
  | { readonly kind: "declaration"; readonly declaration: Declaration }
  | { readonly kind: "instance"; readonly instance: Instance; readonly before: InstanceState | undefined }
  | { readonly kind: "notice"; readonly notice: Notice; readonly atMs: number };
