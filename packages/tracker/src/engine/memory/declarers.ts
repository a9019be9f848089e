import type { Declaration } from "../../model/job.ts";
import type { Book } from "./book.ts";
import type { InstanceEntry, JobEntry } from "./entries.ts";

/** A removal or pause this shortly before the end of its process is part of the shutdown and means nothing. */
export const SHUTDOWN_MS = 60_000;

export interface Declarer {
  readonly declaration: Declaration;
  readonly entry: InstanceEntry;
}

/** A later process under the same instance id has to declare the job anew. */
export function isCurrent(declaration: Declaration, { instance }: InstanceEntry): boolean {
  const startMs = declaration.processStartMs ?? 0;
  return startMs === 0 || instance.processStartMs === 0 || startMs === instance.processStartMs;
}

/** Whether the job counts as scheduled by this instance; what is switched off during a shutdown still does. */
export function isActive({ declaration, entry }: Declarer): boolean {
  if (declaration.state === "active") return true;
  const { instance } = entry;
  if (instance.state === "live") return false;
  const endMs = instance.stoppedMs ?? instance.lastEventMs ?? 0;
  return endMs - (declaration.switchedMs ?? 0) <= SHUTDOWN_MS;
}

export function declarersOf(book: Book, job: JobEntry): readonly Declarer[] {
  const found: Declarer[] = [];
  for (const declaration of job.declarations.values()) {
    const entry = book.instances.get(declaration.instanceKey);
    if (entry !== undefined) found.push({ declaration, entry });
  }
  return found;
}

export const isLive = ({ declaration, entry }: Declarer): boolean =>
  entry.instance.state === "live" && isCurrent(declaration, entry);

/** Silent, and not yet certainly gone. */
export const isInDoubt = ({ instance }: InstanceEntry): boolean =>
  instance.state === "lapsed" && instance.certain !== true;

export const isCertainlyGone = ({ instance }: InstanceEntry): boolean =>
  instance.state === "dead" || instance.state === "stopped" || instance.certain === true;

/** Live instances that declare the job and have neither paused nor removed it; one that has faded is not waited for. */
export function liveDeclarers(book: Book, job: JobEntry): readonly Declarer[] {
  return declarersOf(book, job).filter((declarer) => isLiveDeclarer(declarer));
}

/**
 * Whether a cluster slot still stands in what these declare: an edited schedule that rolls out takes back what only
 * the old processes named. What fell before they declared is not theirs to name.
 */
export function isNamed(declarers: readonly Declarer[], instantMs: number): boolean {
  return declarers.some(
    ({ declaration: { declaredMs, nextTimesMs } }) => instantMs <= declaredMs || nextTimesMs.includes(instantMs),
  );
}

export const isLiveDeclarer = (declarer: Declarer): boolean =>
  isLive(declarer) && isActive(declarer) && !declarer.entry.faded;
