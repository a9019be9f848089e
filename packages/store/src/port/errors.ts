import type { JobId, Run, RunKey, ServiceIdentity } from "@jobscope/tracker";

import type { Page, PageRequest } from "./page.ts";
import type { JobScope } from "./scope.ts";

/** `run`: failed runs. `log`: records of severity ERROR or above that belong to no run. */
export type ErrorSource = "run" | "log";

export interface ErrorQuery extends PageRequest, JobScope {
  /**
   * `last_seen` (default): newest first. A group that is seen again moves to the front, past whoever is paging.
   * `first_seen`: in the order in which the store first saw them, which never changes: all pages together hold every group.
   */
  readonly order?: "last_seen" | "first_seen";
  readonly errorType?: string;
  readonly source?: ErrorSource;
  /** Seen in [fromMs, toMs). */
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** Errors of one service that are the same in type, wording apart from numbers and ids, and place in the code. */
export interface ErrorGroup {
  /** Fingerprint, hexadecimal. */
  readonly id: string;
  readonly service: ServiceIdentity;
  readonly source: ErrorSource;
  /** `""` where none was given. */
  readonly errorType: string;
  /** Message with its changing parts replaced: what the group has in common. */
  readonly pattern: string;
  /** Function and file of the uppermost frame of the service's own code; `""` where no stack was given. */
  readonly culprit: string;
  /** Message of the newest one, at most 16,384 characters. */
  readonly message: string;
  /** Characters of the whole message. */
  readonly messageLength: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** All of them, those included that retention has deleted since. */
  readonly count: number;
  /** Runs of how many jobs. */
  readonly jobs: number;
  /** Occurrences in each of the last 24 hours up to `nowMs`, oldest first. */
  readonly trend: readonly number[];
  /** The newest failed run of the group. */
  readonly sampleRunKey: RunKey | undefined;
}

export interface ErrorJob {
  readonly jobId: JobId;
  readonly jobName: string;
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

export interface ErrorDetail {
  readonly group: ErrorGroup;
  /** Of the newest one that had any, at most 16,384 characters. */
  readonly stack: string | undefined;
  /** Characters of the whole stack. */
  readonly stackLength: number;
  /** Most affected first, at most 100. */
  readonly jobs: readonly ErrorJob[];
  /** Hours with occurrences within 14 days, oldest first. */
  readonly hours: readonly { readonly fromMs: number; readonly count: number }[];
  /** Newest first, at most 20. */
  readonly runs: readonly Run[];
}

export interface ErrorQueries {
  errors(query: ErrorQuery, nowMs: number): Page<ErrorGroup>;
  error(id: string, nowMs: number): ErrorDetail | undefined;
}
