import type { Declaration, Instance, Job } from "../../model/job.ts";
import type { Book } from "../memory/book.ts";
import type { Declarer } from "../memory/declarers.ts";
import { declarersOf, isActive, isInDoubt, isLive, isLiveDeclarer } from "../memory/declarers.ts";
import type { InstanceEntry, JobEntry, ServiceEntry } from "../memory/entries.ts";
import { withdrawSlot } from "../memory/keep-slot.ts";

/** How long a later process must have lived before what it no longer declares counts as gone. */
export const SETTLED_MS: number = 10 * 60_000;

const REASONS = {
  removed: "removed from its scheduler",
  replaced: "no longer declared by the deployed code",
} as const;

export interface Retirement {
  readonly by: NonNullable<Job["retiredBy"]>;
  /** Event time from which on nothing is owed. */
  readonly atMs: number;
  readonly reason?: string;
}

/** Takes a job out of watch: one notice, no misses. */
export function retireJob(book: Book, job: JobEntry, retirement: Retirement): void {
  if (job.job.retiredMs !== undefined) return;
  const { by, atMs } = retirement;
  book.patchJob(job, { retiredMs: atMs, retiredBy: by });
  for (const slot of job.slots.open()) {
    if (slot.state === "expected" || slot.state === "unknown") withdrawSlot(book, job, slot);
  }
  const reason = retirement.reason ?? (by === "admin" ? "retired by an admin" : REASONS[by]);
  book.notice({ kind: "job_retired", jobId: job.job.id, reason });
}

/** Declared anew: watched again. What an admin retired stays so until a process that began later declares it. */
export function unretire(book: Book, job: JobEntry, declaration: Declaration): void {
  const { retiredMs, retiredBy } = job.job;
  if (retiredMs === undefined) return;
  const since =
    retiredBy === "admin" ? (declaration.firstDeclaredMs ?? declaration.declaredMs) : declaration.declaredMs;
  if (since <= retiredMs) return;
  const { retiredMs: _at, retiredBy: _by, ...watched } = job.job;
  job.job = watched;
  book.touchJob(job);
}

export const beganMs = (instance: Instance): number => instance.processStartMs || (instance.firstEventMs ?? 0);

const isSettled = ({ instance }: InstanceEntry): boolean => instance.feedMs - beganMs(instance) >= SETTLED_MS;

/** Live instances that declare jobs of this one, each with one or two of those. */
export type Heirs = ReadonlyMap<InstanceEntry, readonly JobEntry[]>;

export function heirsOf(book: Book, last: InstanceEntry): Heirs {
  const found = new Map<InstanceEntry, readonly JobEntry[]>();
  for (const job of last.jobs) {
    if (job.job.retiredMs !== undefined) continue;
    for (const declarer of declarersOf(book, job)) {
      const { entry } = declarer;
      const known = found.get(entry) ?? [];
      if (known.length < 2 && isLive(declarer) && isActive(declarer)) found.set(entry, [...known, job]);
    }
  }
  return found;
}

/** Live processes of the same code, later than the one that declared this job last: they declare another job of that one. */
export function successorsOf(job: JobEntry, last: InstanceEntry, heirs: Heirs): readonly InstanceEntry[] {
  const since = job.declarations.get(last.instance.key)?.processStartMs || beganMs(last.instance);
  return [...heirs]
    .filter(([entry, jobs]) => beganMs(entry.instance) > since && jobs.some((other) => other !== job))
    .map(([entry]) => entry);
}

/** Whether the job was declared, is owed by somebody, and nobody that lives or may yet be heard declares it. */
export function isLeftBehind(book: Book, job: JobEntry): boolean {
  if (job.job.retiredMs !== undefined || job.declarations.size === 0) return false;
  const all = declarersOf(book, job);
  return !all.some((each) => isLiveDeclarer(each) || isInDoubt(each.entry)) && !isSwitchedOff(book, job);
}

const isOff = (declarer: Declarer): boolean => !isActive(declarer);

/** Every instance that has a say has paused or removed it. */
export function isSwitchedOff(book: Book, job: JobEntry): boolean {
  const all = declarersOf(book, job);
  const live = all.filter(isLive);
  if (live.length > 0) return live.every(isOff);
  const last = all.find(({ entry }) => entry.instance.key === job.job.lastDeclarer);
  return last !== undefined && isOff(last);
}

/** Retires jobs that the deployed code no longer declares; called when an instance settles or departs. */
export function retireReplaced(book: Book, service: ServiceEntry): void {
  const heirs = new Map<InstanceEntry, Heirs>();
  for (const job of service.jobs.values()) {
    const last = job.job.lastDeclarer === undefined ? undefined : book.instances.get(job.job.lastDeclarer);
    // One that is merely quiet may come back with the job as it was.
    const declaration = last === undefined ? undefined : job.declarations.get(last.instance.key);
    if (last === undefined || declaration === undefined || isLive({ declaration, entry: last })) continue;
    if (!isLeftBehind(book, job)) continue;
    const known = heirs.get(last) ?? heirsOf(book, last);
    heirs.set(last, known);
    const settled = successorsOf(job, last, known).find(isSettled);
    if (settled !== undefined) retireJob(book, job, { by: "replaced", atMs: settled.instance.feedMs });
  }
}
