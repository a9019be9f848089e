import type { Slot } from "@jobscope/tracker";

import type { IsoTime, RevisionResource, ServiceResource } from "./common-resource.ts";

export interface SlotResource {
  readonly id: string;
  readonly job_id: string;
  readonly job_name: string;
  readonly service: ServiceResource;
  /** Null in cluster scope, and where the service as a whole owes it. */
  readonly instance_id: string | null;
  /** When the job should start; the first instant of a gap. */
  readonly time: IsoTime;
  /** Last instant of a gap: one row for many instants. */
  readonly until_time: IsoTime | null;
  /** Instants in a gap, where known; 1 for a single slot. */
  readonly count: number | null;
  readonly state: Slot["state"];
  readonly provisional: boolean;
  readonly missed_cause: Slot["missedCause"] | null;
  readonly skip_reason: Slot["skipReason"] | null;
  /** Id of the first run that met it: `runs/{id}`. */
  readonly run_id: string | null;
  readonly duplicates: number;
  readonly late: boolean;
  readonly start_margin_seconds: number;
  readonly early_tolerance_seconds: number;
  readonly decided_time: IsoTime | null;
  readonly revisions: readonly RevisionResource[];
}
