import type { Change, Job, Run, Slot } from "@jobscope/tracker";
import { partsOfId } from "@jobscope/tracker";

/** One line's worth of what happened to a job: small enough to tell another thread about each. */
export type RunNotice =
  | {
      readonly kind: "run";
      readonly atMs: number;
      readonly service: string;
      readonly job: string;
      readonly runId: string;
      readonly state: Run["state"];
      readonly durationMs: number | undefined;
      readonly error: string | undefined;
      readonly lostCause: Run["lostCause"];
      readonly skipReason: Run["skipReason"];
      /** What was said of this run before, where it is corrected. */
      readonly before: Run["state"] | undefined;
    }
  | {
      readonly kind: "stuck";
      readonly atMs: number;
      readonly service: string;
      readonly job: string;
      readonly runId: string;
    }
  | {
      readonly kind: "slot";
      readonly atMs: number;
      readonly service: string;
      readonly job: string;
      readonly state: Slot["state"];
      readonly instantMs: number;
      readonly count: number;
    }
  | {
      readonly kind: "health";
      readonly atMs: number;
      readonly service: string;
      readonly job: string;
      readonly health: Job["health"];
      readonly reason: string;
    };

/** Notices that wait for a reader at most; beyond it the oldest of a batch are left out. */
export const MAX_NOTICES_PER_BATCH = 500;

/** Turns committed changes into notices: starts, ends, corrections, stuck runs, slots without a run, changed health. */
export class RunNotices {
  /** Runs that were told to be stuck, so that a progress event does not tell it again. Bounded by forgetting all. */
  readonly #stuck = new Set<string>();

  of(changes: readonly Change[], nowMs: number): readonly RunNotice[] {
    const notices: RunNotice[] = [];
    for (const change of changes) {
      const notice = this.#ofChange(change, nowMs);
      if (notice !== undefined) notices.push(notice);
    }
    return notices.length > MAX_NOTICES_PER_BATCH ? notices.slice(-MAX_NOTICES_PER_BATCH) : notices;
  }

  #ofChange(change: Change, nowMs: number): RunNotice | undefined {
    switch (change.kind) {
      case "run":
        return this.#ofRun(change.run, change.before, nowMs);
      case "slot":
        return change.slot.state === "missed" && change.before !== "missed" ? ofSlot(change.slot, nowMs) : undefined;
      case "job":
        return change.before !== undefined && change.before !== change.job.health
          ? ofJob(change.job, nowMs)
          : undefined;
      case "slot_withdrawn":
      case "declaration":
      case "instance":
      case "notice":
        return undefined;
    }
  }

  #ofRun(run: Run, before: Run["state"] | undefined, nowMs: number): RunNotice | undefined {
    if (before === run.state) return this.#ofStuck(run, nowMs);
    this.#stuck.delete(run.key);
    return {
      kind: "run",
      // Nobody reported the end of a lost run: what happens now is the verdict.
      atMs: run.lostCause === undefined ? (run.endMs ?? run.startMs ?? nowMs) : nowMs,
      service: serviceNameOf(run.serviceId),
      job: run.jobName,
      runId: run.runId,
      state: run.state,
      durationMs: run.durationMs,
      error: run.errorMessage ?? run.errorType,
      lostCause: run.lostCause,
      skipReason: run.skipReason,
      before,
    };
  }

  #ofStuck(run: Run, nowMs: number): RunNotice | undefined {
    if (run.stuckMs === undefined || run.state !== "running" || this.#stuck.has(run.key)) return undefined;
    if (this.#stuck.size >= 10_000) this.#stuck.clear();
    this.#stuck.add(run.key);
    return { kind: "stuck", atMs: nowMs, service: serviceNameOf(run.serviceId), job: run.jobName, runId: run.runId };
  }
}

function ofSlot(slot: Slot, nowMs: number): RunNotice {
  return {
    kind: "slot",
    atMs: slot.decidedMs ?? nowMs,
    service: serviceNameOf(slot.serviceId),
    job: slot.jobName,
    state: slot.state,
    instantMs: slot.instantMs,
    count: slot.count ?? 1,
  };
}

function ofJob(job: Job, nowMs: number): RunNotice {
  return {
    kind: "health",
    atMs: nowMs,
    service: job.service.service,
    job: job.name,
    health: job.health,
    reason: job.healthReason,
  };
}

function serviceNameOf(serviceId: string): string {
  return partsOfId(serviceId)?.[2] ?? serviceId;
}
