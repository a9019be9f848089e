import type { LogRecord, MetricPoint } from "@jobscope/otlp";
import type { InstanceKey, JobId, Run, ServiceId } from "@jobscope/tracker";

import type { AlertingInput, AlertingSnapshot } from "../../model/alerting.ts";
import { FactBook } from "./fact-book.ts";
import type { JobFacts, OutcomeNeeds, ServiceView, SharedError } from "./job-facts.ts";
import type { InstanceView, JobView } from "./job-view.ts";
import { KEEP_RETIRED_MS } from "./limits.ts";
import { MetricJobs } from "./metric-jobs.ts";
import { RecordIdentities } from "./record-identities.ts";
import { takeChanges, takeInstance, takeJobChange, takeRunChange } from "./take-changes.ts";
import { takeRecord } from "./take-record.ts";
import type { Touched, TouchedKind } from "./touched.ts";

const EXPIRE_EVERY_MS = 600_000;

class Facts implements JobFacts {
  readonly #book = new FactBook();
  readonly #metrics = new MetricJobs(this.#book);
  #expiredMs = 0;

  constructor(snapshot: Pick<AlertingSnapshot, "jobs" | "instances">) {
    const book = this.#book;
    for (const instance of snapshot.instances) {
      takeInstance(book, instance);
    }
    for (const job of snapshot.jobs) book.touchJob(takeJobChange(book, job));
  }

  get needs(): OutcomeNeeds {
    return this.#book.needs;
  }

  get lastHeardMs(): number | undefined {
    return this.#book.lastHeardMs;
  }

  get overflowed(): number {
    return this.#book.overflowed;
  }

  need({ runsMs = 0, errorsMs = 0, durations = 1 }: Partial<OutcomeNeeds>): void {
    const { needs } = this.#book;
    this.#book.needs = {
      runsMs: Math.max(needs.runsMs, runsMs),
      errorsMs: Math.max(needs.errorsMs, errorsMs),
      durations: Math.max(needs.durations, durations),
    };
  }

  /** Whoever comes late has everything to look at. */
  follow(kinds: readonly TouchedKind[]): Touched {
    const touched = this.#book.followers.follow(kinds);
    if (kinds.includes("jobs")) for (const id of this.#book.jobs.keys()) touched.jobs.add(id);
    for (const id of this.#book.services.keys()) {
      if (kinds.includes("services")) touched.services.add(id);
      if (kinds.includes("spikes")) touched.spikes.add(id);
    }
    if (kinds.includes("errors")) for (const { key } of this.#book.sharedErrors.all()) touched.errors.add(key);
    return touched;
  }

  restoreRuns(runs: readonly Run[]): void {
    for (const run of runs) {
      const entry = takeRunChange(this.#book, { run, before: undefined, receivedMs: run.lastReceivedMs });
      if (entry !== undefined) this.#book.touchJob(entry);
    }
  }

  restoreErrors(records: readonly LogRecord[]): void {
    const identities = new RecordIdentities();
    for (const record of records) {
      takeRecord(this.#book, { record, identities, receivedMs: record.observedMs || record.timeMs });
    }
  }

  restorePoint(point: MetricPoint, receivedMs: number): void {
    this.#metrics.take(point, receivedMs);
  }

  accept({ changes, points, logs, receivedMs }: AlertingInput): void {
    const book = this.#book;
    if (points.length + logs.length > 0) book.hear(receivedMs);
    for (const entry of takeChanges(book, changes, receivedMs)) book.touchJob(entry);
    const identities = new RecordIdentities();
    for (const record of logs) takeRecord(book, { record, identities, receivedMs });
    for (const point of points) this.#metrics.take(point, receivedMs);
    if (receivedMs - this.#expiredMs >= EXPIRE_EVERY_MS) this.expire(receivedMs);
  }

  expire(nowMs: number): void {
    const book = this.#book;
    this.#expiredMs = nowMs;
    book.roll.expire(nowMs);
    for (const entry of book.jobs.values()) {
      entry.outcomes.trim(nowMs - book.needs.runsMs);
      if (entry.retiredMs !== undefined && nowMs - entry.retiredMs >= KEEP_RETIRED_MS) book.removeJob(entry);
    }
    this.#metrics.expire(nowMs);
    for (const [id, service] of book.services) {
      service.errors.trim(nowMs - book.needs.errorsMs);
      const unused = service.jobs.size === 0 && service.errors.isEmpty;
      if (unused && [...book.roll.ofService(id)].length === 0) book.services.delete(id);
    }
  }

  job(id: JobId): JobView | undefined {
    return this.#book.jobs.get(id);
  }

  jobs(): Iterable<JobView> {
    return this.#book.jobs.values();
  }

  service(id: ServiceId): ServiceView | undefined {
    return this.#book.services.get(id);
  }

  services(): Iterable<ServiceView> {
    return this.#book.services.values();
  }

  instance(key: InstanceKey): InstanceView | undefined {
    return this.#book.roll.get(key);
  }

  instancesOf(serviceId: ServiceId): Iterable<InstanceView> {
    return this.#book.roll.ofService(serviceId);
  }

  instances(): Iterable<InstanceView> {
    return this.#book.roll.all();
  }

  sharedError(key: string): SharedError | undefined {
    return this.#book.sharedErrors.get(key);
  }

  sharedErrors(): Iterable<SharedError> {
    return this.#book.sharedErrors.all();
  }

  senderMs(instanceKey: InstanceKey, atMs: number): number {
    const instance = this.#book.roll.get(instanceKey)?.instance;
    if (instance === undefined) return this.#metrics.senderMs(instanceKey) ?? atMs;
    if (instance.heartbeatIntervalMs > 0) return instance.feedMs;
    // Nobody else watches the runs of a sender without heartbeats: its time goes on.
    return (instance.lastEventMs ?? atMs) + Math.max(0, atMs - instance.lastReceivedMs);
  }

  isCatchingUp(serviceId: ServiceId, atMs: number): boolean {
    return this.#book.roll.isCatchingUp(serviceId, atMs);
  }

  isSilent(serviceId: ServiceId): boolean {
    const { sendsEvents = false } = this.#book.services.get(serviceId) ?? {};
    if (!sendsEvents && this.#metrics.isSilent(serviceId)) return true;
    let gone = false;
    for (const { instance } of this.#book.roll.ofService(serviceId)) {
      if (instance.state === "live" && instance.silenceNoticed !== true) return false;
      if (instance.state !== "stopped" || instance.silenceNoticed === true) gone = true;
    }
    return gone;
  }
}

/** The facts that outcome rules judge, built from the tracker's changes, and from metrics where a service sends no job events. */
export function createJobFacts(snapshot: Pick<AlertingSnapshot, "jobs" | "instances">): JobFacts {
  return new Facts(snapshot);
}
