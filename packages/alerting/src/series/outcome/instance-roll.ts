import type { Instance, InstanceKey, JobId, ServiceId } from "@jobscope/tracker";

import { type Behind, behindOf, catchesUp } from "./catches-up.ts";
import type { InstanceView } from "./job-view.ts";
import { KEEP_INSTANCE_MS } from "./limits.ts";

/** Somebody may have to say why its alert is over before it is forgotten. */
const FORGET_MS = KEEP_INSTANCE_MS + 3_600_000;

interface Entry extends InstanceView {
  instance: Instance;
  behind: Behind | undefined;
  readonly owes: Set<JobId>;
}

/** Processes by service, and which scheduled jobs each of them was the last to declare. */
export class InstanceRoll {
  readonly #byKey = new Map<InstanceKey, Entry>();
  readonly #byService = new Map<ServiceId, Map<InstanceKey, Entry>>();
  readonly #declarers = new Map<JobId, InstanceKey>();
  /** Declared by a process that is not known (yet). */
  readonly #orphans = new Map<InstanceKey, Set<JobId>>();

  take(instance: Instance): void {
    const known = this.#byKey.get(instance.key);
    if (known !== undefined) {
      known.instance = instance;
      known.behind = behindOf(known.behind, instance);
      return;
    }
    const behind = behindOf(undefined, instance);
    const entry: Entry = { instance, behind, owes: this.#orphans.get(instance.key) ?? new Set() };
    this.#orphans.delete(instance.key);
    this.#byKey.set(instance.key, entry);
    const siblings = this.#byService.get(instance.serviceId) ?? new Map<InstanceKey, Entry>();
    this.#byService.set(instance.serviceId, siblings.set(instance.key, entry));
  }

  get(key: InstanceKey): InstanceView | undefined {
    return this.#byKey.get(key);
  }

  all(): Iterable<InstanceView> {
    return this.#byKey.values();
  }

  ofService(serviceId: ServiceId): Iterable<InstanceView> {
    return this.#byService.get(serviceId)?.values() ?? [];
  }

  /** A process of the service is delivering what it kept while it could not reach us. */
  isCatchingUp(serviceId: ServiceId, atMs: number): boolean {
    for (const { instance, behind } of this.#byService.get(serviceId)?.values() ?? []) {
      if (catchesUp(behind, instance, atMs)) return true;
    }
    return false;
  }

  /** Who declared the job last; undefined where nobody owes it (any more). Returns the processes whose duties changed. */
  declare(jobId: JobId, declarer: InstanceKey | undefined): readonly InstanceKey[] {
    const before = this.#declarers.get(jobId);
    if (before === declarer) return [];
    if (before !== undefined) this.#release(before, jobId);
    if (declarer === undefined) this.#declarers.delete(jobId);
    else {
      this.#declarers.set(jobId, declarer);
      this.#owedBy(declarer).add(jobId);
    }
    return [before, declarer].filter((key) => key !== undefined);
  }

  #release(key: InstanceKey, jobId: JobId): void {
    this.#byKey.get(key)?.owes.delete(jobId);
    const orphaned = this.#orphans.get(key);
    orphaned?.delete(jobId);
    if (orphaned?.size === 0) this.#orphans.delete(key);
  }

  #owedBy(key: InstanceKey): Set<JobId> {
    const known = this.#byKey.get(key)?.owes ?? this.#orphans.get(key);
    if (known !== undefined) return known;
    const owes = new Set<JobId>();
    this.#orphans.set(key, owes);
    return owes;
  }

  /** Ended processes leave a day after they were last heard, unless a job waits for them. */
  expire(nowMs: number): void {
    for (const [key, { instance, owes }] of this.#byKey) {
      const leased = instance.state === "live" && instance.heartbeatIntervalMs > 0;
      if (leased || owes.size > 0 || nowMs - instance.lastReceivedMs < FORGET_MS) continue;
      this.#byKey.delete(key);
      this.#byService.get(instance.serviceId)?.delete(key);
    }
  }
}
