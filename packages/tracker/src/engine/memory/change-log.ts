import type { Change, Notice } from "../../model/change.ts";
import type { JobId, RunKey } from "../../model/identity.ts";
import type { Declaration, Instance, InstanceState, Job, JobHealth } from "../../model/job.ts";
import type { Run, RunState } from "../../model/run.ts";
import type { Slot, SlotState } from "../../model/slot.ts";

interface Touched<T, S> {
  readonly before: S | undefined;
  value: T;
}

/** What one call concluded: each aggregate once, with its state before the call and its value after it. */
export class ChangeLog {
  readonly #runs = new Map<RunKey, Touched<Run, RunState>>();
  readonly #slots = new Map<string, Touched<Slot, SlotState>>();
  readonly #withdrawn = new Map<string, JobId>();
  readonly #instances = new Map<string, Touched<Instance, InstanceState>>();
  readonly #declarations = new Map<string, Declaration>();
  readonly #jobs = new Map<JobId, Touched<Job, JobHealth>>();
  readonly #notices: { readonly notice: Notice; readonly atMs: number }[] = [];

  run(before: Run | undefined, run: Run): void {
    const touched = this.#runs.get(run.key);
    if (touched === undefined) this.#runs.set(run.key, { before: before?.state, value: run });
    else touched.value = run;
  }

  slot(before: Slot | undefined, slot: Slot): void {
    const touched = this.#slots.get(slot.key);
    this.#withdrawn.delete(slot.key);
    if (touched === undefined) this.#slots.set(slot.key, { before: before?.state, value: slot });
    else touched.value = slot;
  }

  withdraw(slot: Slot): void {
    this.#slots.delete(slot.key);
    this.#withdrawn.set(slot.key, slot.jobId);
  }

  instance(before: Instance | undefined, instance: Instance): void {
    const touched = this.#instances.get(instance.key);
    if (touched === undefined) this.#instances.set(instance.key, { before: before?.state, value: instance });
    else touched.value = instance;
  }

  declaration(declaration: Declaration): void {
    this.#declarations.set(`${declaration.jobId}@${declaration.instanceKey}`, declaration);
  }

  job(before: Job | undefined, job: Job): void {
    const touched = this.#jobs.get(job.id);
    if (touched === undefined) this.#jobs.set(job.id, { before: before?.health, value: job });
    else touched.value = job;
  }

  notice(notice: Notice, atMs: number): void {
    this.#notices.push({ notice, atMs });
  }

  /** Causes before consequences: processes, declarations, runs, slots, jobs, notices. */
  changes(): readonly Change[] {
    const changes: Change[] = [];
    for (const { before, value } of this.#instances.values())
      changes.push({ kind: "instance", instance: value, before });
    for (const declaration of this.#declarations.values()) changes.push({ kind: "declaration", declaration });
    for (const { before, value } of this.#runs.values()) changes.push({ kind: "run", run: value, before });
    for (const [slotKey, jobId] of this.#withdrawn) changes.push({ kind: "slot_withdrawn", slotKey, jobId });
    for (const { before, value } of this.#slots.values()) changes.push({ kind: "slot", slot: value, before });
    for (const { before, value } of this.#jobs.values()) changes.push({ kind: "job", job: value, before });
    for (const { notice, atMs } of this.#notices) changes.push({ kind: "notice", notice, atMs });
    return changes;
  }
}
