import type { InstanceKey, JobId, ServiceId, ServiceIdentity } from "@jobscope/tracker";

import { ErrorLedger } from "./error-ledger.ts";
import { InstanceRoll } from "./instance-roll.ts";
import type { JobEntry } from "./job-entry.ts";
import type { OutcomeNeeds, ServiceView } from "./job-facts.ts";
import { LIMITS } from "./limits.ts";
import { SharedErrors } from "./shared-errors.ts";
import { Followers } from "./touched.ts";

export interface ServiceEntry extends ServiceView {
  readonly jobs: Set<JobId>;
  /** The tracker knows a job of it: from then on its metrics say nothing about outcomes. */
  sendsEvents: boolean;
}

/** Everything that is known, by name. No rules here. */
export class FactBook {
  readonly jobs: Map<JobId, JobEntry> = new Map();
  readonly services: Map<ServiceId, ServiceEntry> = new Map();
  readonly roll: InstanceRoll = new InstanceRoll();
  readonly sharedErrors: SharedErrors = new SharedErrors();
  readonly followers: Followers = new Followers();
  needs: OutcomeNeeds = { runsMs: 0, errorsMs: 0, durations: 1 };
  lastHeardMs: number | undefined;
  /** Points and records of services, jobs and streams beyond the bounds: they count nowhere. */
  overflowed = 0;

  serviceOf(id: ServiceId, service: ServiceIdentity): ServiceEntry {
    let entry = this.services.get(id);
    if (entry === undefined) {
      entry = { id, service, jobs: new Set(), errors: new ErrorLedger(), sendsEvents: false };
      this.services.set(id, entry);
    }
    return entry;
  }

  /** Whether there is room for a service of which the tracker knows nothing. */
  admits(id: ServiceId): boolean {
    return this.services.has(id) || this.services.size < LIMITS.strangers;
  }

  /** Something was received, not merely concluded. */
  hear(receivedMs: number): void {
    if (receivedMs <= (this.lastHeardMs ?? 0)) return;
    this.lastHeardMs = receivedMs;
    this.followers.hear();
  }

  touchJob(entry: JobEntry): void {
    this.followers.touch("jobs", entry.id);
    for (const key of this.sharedErrors.note(entry)) this.followers.touch("errors", key);
  }

  addJob(entry: JobEntry): JobEntry {
    this.jobs.set(entry.id, entry);
    this.serviceOf(entry.serviceId, entry.service).jobs.add(entry.id);
    return entry;
  }

  removeJob(entry: JobEntry): void {
    this.jobs.delete(entry.id);
    this.services.get(entry.serviceId)?.jobs.delete(entry.id);
    this.sharedErrors.forget(entry);
    this.roll.declare(entry.id, undefined);
    this.followers.touch("jobs", entry.id);
  }

  /**
   * An instant by the sender's clock in ours. Only a clock that was found to be far off is corrected: what a backlog shows
   * is no skew.
   */
  ownMs(instanceKey: InstanceKey, atMs: number, receivedMs: number): number {
    const instance = this.roll.get(instanceKey)?.instance;
    const corrected = instance?.skewNoticed === true ? atMs - instance.clockSkewMs : atMs;
    // A clock that is a little ahead must not hide what has happened.
    return Math.min(corrected, receivedMs);
  }
}
