import type { Alerting, AlertingSnapshot, DeliveryAttempt } from "@jobscope/alerting";
import type { DecodedRequest, RawRequest } from "@jobscope/otlp";
import type { StoreWriter } from "@jobscope/store";
import type { Change, ProcessIdentity, Tracker, TrackerClock, TrackerInput, TrackerOptions } from "@jobscope/tracker";

import type { IntakeStage } from "./intake.ts";

export type DecodeResult =
  | { readonly kind: "decoded"; readonly request: DecodedRequest }
  | { readonly kind: "malformed" | "too_large"; readonly message: string };

/** What a request tells the tracker, and how many of its job events break the wire contract. */
export interface TrackerReading {
  readonly inputs: readonly TrackerInput[];
  readonly malformed: number;
  readonly malformedReason: string;
}

/** What the core needs of the store: everything that happens inside a transaction, and the state to start from. */
export type CoreStore = Pick<
  StoreWriter,
  | "assertInPlace"
  | "transaction"
  | "writeRecords"
  | "writeChanges"
  | "loadSnapshot"
  | "findRun"
  | "findSlots"
  | "writeSetting"
  | "writeAlerting"
  | "writeKey"
  | "writeKeyUses"
  | "appendAudit"
>;

export interface CorePorts {
  readonly store: CoreStore;
  readonly createTracker: (options: TrackerOptions) => Tracker;
  /** Absent where no alerts are raised. */
  readonly createAlerting?: (known: Pick<AlertingSnapshot, "jobs" | "instances">) => Alerting;
  readonly decode: (request: RawRequest) => DecodeResult;
  /** Between decoding and the tracker. */
  readonly intake: IntakeStage;
  readonly readInputs: (request: DecodedRequest) => TrackerReading;
  readonly clock: TrackerClock;
  readonly isProcessAlive?: (process: ProcessIdentity) => boolean | undefined;
  /** Told what was committed, after COMMIT, in order. Must not throw. */
  readonly onCommitted?: (changes: readonly Change[]) => void;
  /** Told what is to be sent, after COMMIT. Must not throw. */
  readonly onAttempts?: (attempts: readonly DeliveryAttempt[]) => void;
}

/** Figures for the health page; they count since the core started. */
export interface CoreStats {
  readonly groups: number;
  readonly requests: number;
  readonly malformed: number;
  readonly unavailable: number;
  /** Requests that could be decoded but failed alone, twice: their data is refused for good. */
  readonly poisoned: number;
  /** Times that the state was thrown away and read back from the store. */
  readonly reloads: number;
  /** Wall clock of the newest COMMIT with records, milliseconds; 0 before the first. */
  readonly lastCommitMs: number;
  /** Why nothing can be stored at the moment; undefined once something was stored again. */
  readonly trouble: string | undefined;
  /** Why deadlines cannot be judged at the moment; undefined when they can. */
  readonly timerTrouble: string | undefined;
  /** Why no alerts are raised although they should be. */
  readonly alertingTrouble: string | undefined;
}
