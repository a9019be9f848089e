import type {
  Change,
  Declaration,
  Instance,
  Job,
  JobId,
  Notice,
  Run,
  RunKey,
  Slot,
  TrackerArchive,
  TrackerSnapshot,
} from "@jobscope/tracker";

/** The least a store can be: changes applied to maps, as JSON would bring them back. */
export class ChangeStore implements TrackerArchive {
  readonly runs: Map<RunKey, Run> = new Map();
  readonly slots: Map<string, Slot> = new Map();
  readonly jobs: Map<JobId, Job> = new Map();
  readonly declarations: Map<string, Declaration> = new Map();
  readonly instances: Map<string, Instance> = new Map();
  readonly notices: Notice[] = [];
  /** Every verdict that was ever told, for "shown or alerted at any moment". */
  readonly history: Change[] = [];

  apply(changes: readonly Change[]): void {
    for (const change of changes) {
      this.history.push(change);
      this.#apply(change);
    }
  }

  #apply(change: Change): void {
    switch (change.kind) {
      case "run":
        this.runs.set(change.run.key, change.run);
        return;
      case "slot":
        this.slots.set(change.slot.key, change.slot);
        return;
      case "slot_withdrawn":
        this.slots.delete(change.slotKey);
        return;
      case "job":
        this.jobs.set(change.job.id, change.job);
        return;
      case "declaration":
        this.declarations.set(`${change.declaration.jobId}@${change.declaration.instanceKey}`, change.declaration);
        return;
      case "instance":
        this.instances.set(change.instance.key, change.instance);
        return;
      case "notice":
        this.notices.push(change.notice);
    }
  }

  findRun(key: RunKey): Run | undefined {
    return this.runs.get(key);
  }

  findSlots(jobId: JobId, fromMs: number, toMs: number): readonly Slot[] {
    return [...this.slots.values()].filter(
      (slot) => slot.jobId === jobId && slot.instantMs >= fromMs && slot.instantMs <= toMs,
    );
  }

  /** What a store hands to the next tracker, after a round trip through JSON. */
  snapshot(): TrackerSnapshot {
    const open = (slot: Slot): boolean => slot.state === "expected" || slot.state === "unknown" || slot.provisional;
    const snapshot: TrackerSnapshot = {
      jobs: [...this.jobs.values()],
      declarations: [...this.declarations.values()],
      instances: [...this.instances.values()],
      openRuns: [...this.runs.values()].filter(({ state, provisional }) => state === "running" || provisional),
      openSlots: [...this.slots.values()].filter(open),
    };
    return JSON.parse(JSON.stringify(snapshot)) as TrackerSnapshot;
  }
}
