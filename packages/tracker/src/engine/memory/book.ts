import { DeadlineHeap } from "../../deadline/deadline-heap.ts";
import { feedTimeOf } from "../../deadline/feed-time.ts";
import type { Notice } from "../../model/change.ts";
import type { InstanceKey, JobId, RunKey, ServiceId, ServiceIdentity } from "../../model/identity.ts";
import { idWithin } from "../../model/identity.ts";
import type { Declaration, Instance, Job } from "../../model/job.ts";
import type { Mutable } from "../../model/mutable.ts";
import type { Run } from "../../model/run.ts";
import type { TrackerOptions, TrackerRefusal } from "../../model/tracker.ts";
import { BoundedMap } from "./bounded-map.ts";
import { ChangeLog } from "./change-log.ts";
import type { InstanceEntry, JobEntry, ServiceEntry } from "./entries.ts";
import { newInstanceEntry, newJobEntry, newServiceEntry } from "./entries.ts";

const DEFAULT_CLOSED_RUNS = 10_000;
const DEFAULT_CLOSED_SLOTS_PER_JOB = 16;
const DEFAULT_JOBS = 100_000;
const DEFAULT_INSTANCES = 100_000;

/** Fields of an instance on which it depends whether it declares a job. */
const STANDING_FIELDS = ["state", "processStartMs", "stoppedMs", "silenceNoticed", "certain"] as const;

const NOTHING_REFUSED: TrackerRefusal = { count: 0, reason: "" };

/** Everything the tracker knows, and the log of what the call in progress concluded. No rules here. */
export class Book {
  readonly options: TrackerOptions;
  readonly services: Map<ServiceId, ServiceEntry> = new Map();
  readonly instances: Map<InstanceKey, InstanceEntry> = new Map();
  readonly jobs: Map<JobId, JobEntry> = new Map();
  readonly openRuns: Map<RunKey, Run> = new Map();
  readonly closedRuns: BoundedMap<RunKey, Run>;
  /** Deadlines on the monitor's monotonic clock. */
  readonly clock: DeadlineHeap = new DeadlineHeap();
  /** Instances whose feed time may have passed a deadline since the last judgement. */
  readonly fed: Set<InstanceEntry> = new Set();
  /** Services of which an instance left, came back or settled: who is left behind is looked up once, at the end of the call. */
  readonly departed: Set<ServiceEntry> = new Set();
  readonly maxClosedSlots: number;
  readonly maxJobs: number;
  readonly maxInstances: number;
  /** What the call in progress did not take. */
  refused: TrackerRefusal = NOTHING_REFUSED;
  /** Both clocks, read once per call. */
  nowMs = 0;
  monotonicMs = 0;
  /** Monotonic clock since when the monitor can receive without a break; long ago where it was never interrupted. */
  resumedAt: number = Number.NEGATIVE_INFINITY;
  /** Monotonic clock when old instances were last looked for. */
  forgotAt: number = Number.NEGATIVE_INFINITY;
  log: ChangeLog = new ChangeLog();
  readonly dirtyJobs: Set<JobEntry> = new Set();
  readonly #drafts = new Set<InstanceEntry>();
  readonly #untrimmed = new Set<JobEntry>();

  constructor(options: TrackerOptions) {
    this.options = options;
    this.closedRuns = new BoundedMap(options.limits?.closedRuns ?? DEFAULT_CLOSED_RUNS);
    this.maxClosedSlots = options.limits?.closedSlotsPerJob ?? DEFAULT_CLOSED_SLOTS_PER_JOB;
    this.maxJobs = options.limits?.jobs ?? DEFAULT_JOBS;
    this.maxInstances = options.limits?.instances ?? DEFAULT_INSTANCES;
  }

  /** Starts a call. What the last one concluded is written by now, so closed aggregates may leave memory. */
  begin(): void {
    this.nowMs = this.options.clock.nowMs();
    this.monotonicMs = this.options.clock.monotonicMs();
    this.log = new ChangeLog();
    this.refused = NOTHING_REFUSED;
    this.#drafts.clear();
    this.closedRuns.trim();
    for (const entry of this.#untrimmed) entry.slots.trim(this.maxClosedSlots);
    this.#untrimmed.clear();
  }

  serviceOf(id: ServiceId, service: ServiceIdentity): ServiceEntry {
    let entry = this.services.get(id);
    if (entry === undefined) {
      entry = newServiceEntry(id, service);
      this.services.set(id, entry);
    }
    return entry;
  }

  /** Puts a new or changed instance in its place; its change is told at the end of the call. */
  addInstance(service: ServiceEntry, instance: Instance): InstanceEntry {
    const entry = newInstanceEntry(service, instance, this);
    service.instances.set(instance.instanceId, entry);
    this.instances.set(instance.key, entry);
    return entry;
  }

  /** What its jobs were by the instance as it was. */
  forgetStanding(entry: InstanceEntry): void {
    for (const job of entry.jobs) job.standing = undefined;
  }

  patchInstance(entry: InstanceEntry, patch: Partial<Instance>): void {
    this.setInstance(entry, { ...entry.instance, ...patch });
  }

  setInstance(entry: InstanceEntry, instance: Instance): void {
    const before = entry.instance;
    entry.instance = instance;
    if (STANDING_FIELDS.some((field) => before[field] !== instance[field])) this.forgetStanding(entry);
    this.#drafts.add(entry);
    this.log.instance(before, instance);
  }

  /** The instance's value of this call, to be written in place: it is told once, however many records came. */
  draftInstance(entry: InstanceEntry): Mutable<Instance> {
    if (!this.#drafts.has(entry)) this.setInstance(entry, { ...entry.instance });
    return entry.instance;
  }

  addJob(service: ServiceEntry, job: Job): JobEntry {
    const entry = newJobEntry(service, job);
    service.jobs.set(job.name, entry);
    this.jobs.set(job.id, entry);
    return entry;
  }

  /** The job's value of this call, to be written in place; it is judged and told once, at the end of the call. */
  touchJob(entry: JobEntry): Mutable<Job> {
    if (!this.dirtyJobs.has(entry)) {
      entry.job = { ...entry.job };
      this.dirtyJobs.add(entry);
    }
    return entry.job;
  }

  patchJob(entry: JobEntry, patch: Partial<Job>): void {
    Object.assign(this.touchJob(entry), patch);
  }

  setDeclaration(entry: JobEntry, declaration: Declaration): void {
    entry.declarations.set(declaration.instanceKey, declaration);
    entry.standing = undefined;
    this.instances.get(declaration.instanceKey)?.jobs.add(entry);
    this.log.declaration(declaration);
    this.touchJob(entry);
  }

  findRun(key: RunKey): Run | undefined {
    return this.openRuns.get(key) ?? this.closedRuns.get(key) ?? this.options.archive.findRun(key);
  }

  runKeyOf(serviceId: ServiceId, runId: string): RunKey {
    return idWithin(serviceId, runId);
  }

  feedOf(entry: InstanceEntry): number {
    return feedTimeOf(entry.instance, this.monotonicMs - entry.receivedAt);
  }

  /**
   * The time of an instance that sends no heartbeats, if it went on since it was last heard. Only what its runs may not
   * exceed is judged in it: nobody else watches them.
   */
  unheardFeedOf(entry: InstanceEntry): number {
    return (entry.instance.lastEventMs ?? 0) + (this.monotonicMs - entry.heardAt);
  }

  /** Sets a deadline in an instance's feed time. */
  armFeed(entry: InstanceEntry, key: string, atMs: number): void {
    entry.feed.set(key, atMs);
    this.fed.add(entry);
  }

  /** Sets a deadline this many milliseconds from now on the monitor's clock. */
  armClock(key: string, afterMs: number): void {
    this.clock.set(key, this.monotonicMs + afterMs);
  }

  refuse(reason: string): void {
    const { count, reason: first } = this.refused;
    this.refused = { count: count + 1, reason: count === 0 ? reason : first };
  }

  trimLater(entry: JobEntry): void {
    if (entry.slots.size > this.maxClosedSlots) this.#untrimmed.add(entry);
  }

  notice(notice: Notice): void {
    this.log.notice(notice, this.nowMs);
  }
}
