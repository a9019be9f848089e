import { DeadlineHeap } from "../../deadline/deadline-heap.ts";
import type { InstanceKey, JobId, RunKey, ServiceId, ServiceIdentity } from "../../model/identity.ts";
import type { Declaration, Instance, Job } from "../../model/job.ts";
import { SlotShelf } from "../../slot/slot-shelf.ts";

/** An instance in memory, with what only matters while the monitor runs. */
export interface InstanceEntry {
  readonly service: ServiceEntry;
  instance: Instance;
  /** Monitor's monotonic clock at its last record, or when the monitor could receive again since. */
  receivedAt: number;
  /** Monitor's monotonic clock at its last record, whatever happened to the monitor since. */
  heardAt: number;
  /** It sends no heartbeats, and nothing came for 15 min: nobody waits for what it may have started. */
  faded: boolean;
  /** Deadlines judged in its feed time. */
  readonly feed: DeadlineHeap;
  /** Running runs, and lost ones that would run again if it were heard. */
  readonly openRuns: Set<RunKey>;
  /** Jobs that it ever declared. */
  readonly jobs: Set<JobEntry>;
  /** Lost runs may have left memory: the next list of active runs is compared with the archive too. */
  recheckActive: boolean;
}

export interface JobStanding {
  readonly pausedSinceMs: number | undefined;
  /** Why nobody that lives declares it. */
  readonly absence: "stopped" | "silent" | "telemetry_stopped" | undefined;
  /** Instants last named by somebody who lives, where they are too dense to be kept as slots; else empty. */
  readonly denseTimesMs: readonly number[];
}

export interface JobEntry {
  readonly service: ServiceEntry;
  job: Job;
  /** Its value as last told; undefined for a job that is new. */
  told: Job | undefined;
  readonly declarations: Map<InstanceKey, Declaration>;
  readonly slots: SlotShelf;
  readonly openRuns: Set<RunKey>;
  running: number;
  overrunning: number;
  /** What follows from its declarations and their instances alone; undefined when one of them changed. */
  standing: JobStanding | undefined;
  provisional: number;
}

export interface ServiceEntry {
  readonly id: ServiceId;
  readonly service: ServiceIdentity;
  /** By instance id. */
  readonly instances: Map<string, InstanceEntry>;
  /** By job name. */
  readonly jobs: Map<string, JobEntry>;
}

export function newServiceEntry(id: ServiceId, service: ServiceIdentity): ServiceEntry {
  return { id, service, instances: new Map(), jobs: new Map() };
}

export function newInstanceEntry(
  service: ServiceEntry,
  instance: Instance,
  at: { readonly nowMs: number; readonly monotonicMs: number },
): InstanceEntry {
  return {
    service,
    instance,
    receivedAt: at.monotonicMs,
    heardAt: at.monotonicMs - Math.max(0, at.nowMs - instance.lastReceivedMs),
    faded: false,
    feed: new DeadlineHeap(),
    openRuns: new Set(),
    jobs: new Set(),
    recheckActive: false,
  };
}

export function newJobEntry(service: ServiceEntry, job: Job): JobEntry {
  return {
    service,
    job,
    told: undefined,
    declarations: new Map(),
    slots: new SlotShelf(),
    openRuns: new Set(),
    running: 0,
    overrunning: 0,
    standing: undefined,
    provisional: 0,
  };
}

/** Every slot and gap key begins with the job's id, in which `@` is encoded. */
export const jobIdOfSlotKey = (slotKey: string): JobId => slotKey.slice(0, slotKey.indexOf("@"));
