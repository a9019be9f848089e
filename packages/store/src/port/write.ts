import type { AlertingArchive, AlertingChange } from "@jobscope/alerting";
import type { DecodedRequest } from "@jobscope/otlp";
import type { Change, TrackerArchive, TrackerSnapshot } from "@jobscope/tracker";

import type { AccessWriter } from "./access.ts";
import type { StoredAlerting } from "./alerting.ts";

/** How long each kind of record is kept, in milliseconds, and how large the data may grow, in bytes. */
export interface RetentionPolicy {
  readonly runsMs: number;
  /** Runs of each job that stay whatever their age. */
  readonly keepRunsPerJob: number;
  /** Logs and spans that belong to runs. */
  readonly runLogsMs: number;
  /** All other logs and spans. */
  readonly otherLogsMs: number;
  readonly metricPointsMs: number;
  readonly maxBytes: number;
}

export interface RetentionReport {
  /** Rows deleted, by table. */
  readonly deleted: Readonly<Record<string, number>>;
  /** True when the byte cap, not age, made rows go. */
  readonly capped: boolean;
  /** True when there is more to delete: call again soon. One call stays short, so that ingest is never blocked. */
  readonly more: boolean;
  readonly bytes: number;
}

export interface IntegrityReport {
  readonly ok: boolean;
  /** What is wrong, in the adapter's words; empty when ok. */
  readonly problems: readonly string[];
}

export interface AcceptedRecords {
  readonly stored: number;
  /** Records that were there already. */
  readonly duplicates: number;
}

/**
 * The write side. One owner, synchronous, everything inside {@link transaction}: a throw rolls the whole group back.
 */
export interface StoreWriter extends TrackerArchive, AlertingArchive, AccessWriter {
  /** Runs `work` in one transaction; commits when it returns, rolls back and rethrows when it or the commit throws. */
  transaction<T>(work: () => T): T;
  /** Writes the records of a request; each at most once, however often it is sent. Process and run beats are not stored. */
  writeRecords(request: DecodedRequest, receivedMs: number): AcceptedRecords;
  /** Writes conclusions; the same change twice has no effect. Each committed change gets the next sequence number. */
  writeChanges(changes: readonly Change[]): void;
  loadSnapshot(): TrackerSnapshot;
  /** Writes what the alerting concluded; the same change twice has no effect. */
  writeAlerting(changes: readonly AlertingChange[]): void;
  loadAlerting(nowMs: number): StoredAlerting;
  /** One chunk of clean-up. Outside a transaction. */
  enforceRetention(policy: RetentionPolicy, nowMs: number): RetentionReport;
  checkIntegrity(): IntegrityReport;
  /** Small named values of the monitor itself: the hash of the admin key, the time of the last clean stop. */
  readSetting(name: string): string | undefined;
  writeSetting(name: string, value: string): void;
  /** Throws where what is written now would be lost, such as into files that were deleted. Every transaction asks first. */
  assertInPlace(): void;
  close(): void;
}
