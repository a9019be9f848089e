import type { Run } from "@jobscope/tracker";

import type { IsoTime, RevisionResource, ServiceResource } from "./common-resource.ts";
import type { SlotResource } from "./slot-resource.ts";

export interface RunErrorResource {
  readonly type: string | null;
  /** Cut to 300 characters in lists, 16,384 in details. */
  readonly message: string | null;
  /** Length of the whole message, so that a cut shows. */
  readonly message_length: number;
}

export interface RunResource {
  readonly id: string;
  /** Path of the run's details. */
  readonly url: string;
  readonly run_id: string;
  readonly job_id: string;
  readonly job_name: string;
  readonly service: ServiceResource;
  readonly instance_id: string | null;
  readonly system: string;
  readonly criticality: Run["criticality"];
  readonly state: Run["state"];
  /** True while the verdict may be corrected: reached by silence, not yet certain. */
  readonly provisional: boolean;
  readonly lost_cause: Run["lostCause"] | null;
  readonly trigger: Run["trigger"] | null;
  readonly skip_reason: Run["skipReason"] | null;
  readonly attempt: number | null;
  readonly max_attempts: number | null;
  readonly previous_run_id: string | null;
  readonly scheduled_time: IsoTime | null;
  readonly slot_id: string | null;
  readonly start_time: IsoTime | null;
  readonly end_time: IsoTime | null;
  readonly duration_seconds: number | null;
  readonly delay_seconds: number | null;
  /** 0–1. */
  readonly progress: number | null;
  readonly progress_message: string | null;
  readonly progress_time: IsoTime | null;
  readonly error: RunErrorResource | null;
  readonly trace_id: string | null;
  readonly span_id: string | null;
  /** When it was seen to exceed its max runtime. */
  readonly stuck_time: IsoTime | null;
  /** When it was seen to pass its finish-by deadline. */
  readonly overdue_time: IsoTime | null;
  readonly clock_skew_seconds: number | null;
  readonly first_received_time: IsoTime;
  readonly last_received_time: IsoTime;
}

/** A JSON value; 64-bit integers beyond 2^53 as decimal strings, bytes as base64. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export interface LogResource {
  readonly time: IsoTime;
  readonly severity_number: number;
  readonly severity_text: string;
  readonly event_name: string | null;
  readonly body: JsonValue;
  readonly attributes: Readonly<Record<string, JsonValue>>;
  readonly trace_id: string | null;
  readonly span_id: string | null;
}

export interface SpanResource {
  readonly trace_id: string;
  readonly span_id: string;
  readonly parent_span_id: string | null;
  readonly name: string;
  readonly kind: "unspecified" | "internal" | "server" | "client" | "producer" | "consumer";
  readonly start_time: IsoTime;
  readonly end_time: IsoTime;
  readonly duration_seconds: number;
  readonly status: "unset" | "ok" | "error";
  readonly status_message: string | null;
  readonly attributes: Readonly<Record<string, JsonValue>>;
}

export interface RunDetailResource extends RunResource {
  readonly error_stack: string | null;
  readonly error_stack_length: number;
  /** The zone of the job's schedule. */
  readonly timezone: string | null;
  readonly revisions: readonly RevisionResource[];
  readonly slot: SlotResource | null;
  /** Oldest first. */
  readonly logs: readonly LogResource[];
  readonly logs_truncated: boolean;
  /** Oldest first. */
  readonly spans: readonly SpanResource[];
  readonly spans_truncated: boolean;
}
