import type {
  AlertCommand,
  AlertCommandResult,
  AlertingConfig,
  AlertingHealth,
  DeliveryAttempt,
  DeliveryReport,
} from "@jobscope/alerting";
import type { IngestOutcome, RawRequest } from "@jobscope/otlp";
import type { AdminCommand, AdminCommandResult } from "@jobscope/query-api";
import type { Policy, PresetName } from "@jobscope/sanitizer";
import type { AuditEntry, RetentionPolicy } from "@jobscope/store";

import type { CoreStats } from "../core/core-ports.ts";
import type { WireError } from "../wire-error.ts";
import type { RunNotice } from "./run-notice.ts";

export interface IngestSanitizerData {
  /** Applied to records that nobody sanitized yet. */
  readonly policy: Policy | PresetName;
  /** Key of the digests that keep apart what looks alike once it is masked. */
  readonly digestKey: Uint8Array;
}

export interface AlertingData {
  readonly config: AlertingConfig;
  /** Signs the links by which alerts are acknowledged. */
  readonly signingKey: Uint8Array;
}

/** What the core worker is started with. Crosses a thread: plain data only. */
export interface CoreWorkerData {
  readonly dataDir: string;
  /** `power`: every commit is flushed to the disk, so that a power cut loses nothing either. */
  readonly durability: "process" | "power";
  readonly checkIntegrity: boolean;
  readonly retention: RetentionPolicy;
  /** Largest request once inflated; a larger one is answered with 413. */
  readonly maxInflatedBytes: number;
  readonly sanitizer: IngestSanitizerData;
  readonly groupDelayMs: number;
  readonly groupBytes: number;
  /** Whether starts, ends and verdicts of runs are told to the other thread. */
  readonly announceRuns: boolean;
  /** Undefined: no alerts are raised. */
  readonly alerting: AlertingData | undefined;
}

export type ToCore =
  | { readonly kind: "ingest"; readonly id: number; readonly request: RawRequest }
  /** The receiving thread lives; the worker answers with its status. */
  | { readonly kind: "pulse"; readonly id: number }
  /** Requests were refused for want of room until now. */
  | { readonly kind: "receiving_resumed" }
  | { readonly kind: "read_setting"; readonly id: number; readonly name: string }
  | { readonly kind: "write_setting"; readonly id: number; readonly name: string; readonly value: string }
  /** What became of notifications. */
  | { readonly kind: "delivered"; readonly reports: readonly DeliveryReport[] }
  | {
      readonly kind: "alert_command";
      readonly id: number;
      readonly command: AlertCommand;
      readonly audit: AuditEntry | undefined;
    }
  | { readonly kind: "admin_command"; readonly id: number; readonly command: AdminCommand }
  | { readonly kind: "stop" };

export interface RetentionStatus {
  readonly lastRunMs: number;
  readonly bytes: number;
  /** True when the byte cap, not age, made rows go. */
  readonly capped: boolean;
  readonly trouble: string | undefined;
}

export interface CoreStatus extends CoreStats {
  /** Whether the monitor before this one stopped in order; true at the very first start. */
  readonly cleanStart: boolean;
  readonly retention: RetentionStatus;
  /** Undefined where no alerts are raised, or cannot be at the moment. */
  readonly alerting: AlertingHealth | undefined;
}

export type FromCore =
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly error: WireError }
  | {
      readonly kind: "outcomes";
      readonly outcomes: readonly { readonly id: number; readonly outcome: IngestOutcome }[];
    }
  /** The answer to a pulse; with id 0 unasked, when trouble began or ended. */
  | { readonly kind: "status"; readonly id: number; readonly status: CoreStatus }
  | { readonly kind: "runs"; readonly notices: readonly RunNotice[] }
  | { readonly kind: "setting"; readonly id: number; readonly value: string | undefined; readonly error?: WireError }
  /** Notifications to send, committed as being sent. */
  | { readonly kind: "deliver"; readonly attempts: readonly DeliveryAttempt[] }
  | { readonly kind: "alert_answer"; readonly id: number; readonly result: AlertCommandResult }
  | { readonly kind: "alert_refused"; readonly id: number; readonly error: WireError }
  | { readonly kind: "admin_answer"; readonly id: number; readonly result: AdminCommandResult }
  | { readonly kind: "admin_refused"; readonly id: number; readonly error: WireError }
  | { readonly kind: "stopped" };
