import type { LogRecord, MetricPoint } from "@jobscope/otlp";
import type { InstanceKey, JobId, Run, ServiceId, ServiceIdentity } from "@jobscope/tracker";

import type { AlertingInput } from "../../model/alerting.ts";
import type { ErrorFingerprint } from "./error-fingerprint.ts";
import type { ErrorLedger } from "./error-ledger.ts";
import type { FailedRun, InstanceView, JobView } from "./job-view.ts";
import type { Touched, TouchedKind } from "./touched.ts";

/** How far back the rules look. */
export interface OutcomeNeeds {
  /** Longest window over ends of runs, milliseconds. */
  readonly runsMs: number;
  /** Longest window over ERROR records, milliseconds. */
  readonly errorsMs: number;
  /** Successful runs of a job whose durations count. */
  readonly durations: number;
}

export interface ServiceView {
  readonly id: ServiceId;
  readonly service: ServiceIdentity;
  readonly jobs: ReadonlySet<JobId>;
  readonly errors: ErrorLedger;
}

/** Jobs of one environment whose last runs failed alike. */
export interface SharedError {
  readonly key: string;
  readonly environment: string;
  readonly fingerprint: ErrorFingerprint;
  readonly jobs: ReadonlyMap<JobId, FailedRun>;
}

/** What is known about jobs, services and processes: everything that outcome rules judge. */
export interface JobFacts {
  /** What a rule looks at. Call it for all rules before anything is restored or accepted. */
  need(needs: Partial<OutcomeNeeds>): void;
  readonly needs: OutcomeNeeds;
  /** What has changed since the last look, of these kinds; whoever looks empties it. */
  follow(kinds: readonly TouchedKind[]): Touched;

  /** After a restart: runs that ended within {@link OutcomeNeeds.runsMs}, the last successful ones, and open ones. */
  restoreRuns(runs: readonly Run[]): void;
  /** After a restart, once the runs are restored. */
  restoreErrors(records: readonly LogRecord[]): void;
  /** After a restart: a point of {@link FALLBACK_METRICS}, each stream in order of time. */
  restorePoint(point: MetricPoint, receivedMs: number): void;

  /** Takes what one request brought. */
  accept(input: AlertingInput): void;
  /** Forgets what has left every window. {@link accept} does so by itself, now and then. */
  expire(nowMs: number): void;

  job(id: JobId): JobView | undefined;
  jobs(): Iterable<JobView>;
  service(id: ServiceId): ServiceView | undefined;
  services(): Iterable<ServiceView>;
  instance(key: InstanceKey): InstanceView | undefined;
  instancesOf(serviceId: ServiceId): Iterable<InstanceView>;
  instances(): Iterable<InstanceView>;
  sharedError(key: string): SharedError | undefined;
  sharedErrors(): Iterable<SharedError>;

  /** The time of a process, as far as it is known: the time in which its runs are judged. */
  senderMs(instanceKey: InstanceKey, atMs: number): number;
  /** Nothing that lives reports for this service, and it did not say goodbye. */
  isSilent(serviceId: ServiceId): boolean;
  /** A process of this service is delivering what it kept while it could not reach us: what is known of it is not the newest. */
  isCatchingUp(serviceId: ServiceId, atMs: number): boolean;
  /** Our clock when anything was last received; undefined where nothing ever was. */
  readonly lastHeardMs: number | undefined;
  /** Points and records that count nowhere, as there are too many services, jobs or streams. */
  readonly overflowed: number;
}
