import { isOpenSlot } from "../slot/slot-verdict.ts";
import type { Book } from "./memory/book.ts";
import type { InstanceEntry, JobEntry, ServiceEntry } from "./memory/entries.ts";

const CHECK_EVERY_MS = 3_600_000;
/** Departed instances stay for a day: their blocks count for the leases of their service that long. */
const KEEP_MS = 86_400_000;
/** Retired jobs stay for as long as the store hands them to a monitor that restarts. */
const KEEP_RETIRED_MS = 7 * 86_400_000;

function forgetRuns(book: Book, entry: InstanceEntry): void {
  for (const key of entry.openRuns) {
    const run = book.openRuns.get(key);
    if (run === undefined || run.state === "running" || run.provisional) continue;
    book.openRuns.delete(key);
    entry.openRuns.delete(key);
    book.jobs.get(run.jobId)?.openRuns.delete(key);
  }
}

function isNeeded(entry: InstanceEntry): boolean {
  if (entry.openRuns.size > 0) return true;
  for (const { job, slots } of entry.jobs) {
    if (job.retiredMs === undefined && job.lastDeclarer === entry.instance.key) return true;
    if (slots.ownedBy(entry.instance.key).some(isOpenSlot)) return true;
  }
  return false;
}

function forgetEmpty(book: Book, service: ServiceEntry): void {
  if (service.instances.size === 0 && service.jobs.size === 0) book.services.delete(service.id);
}

function forgetJob(book: Book, entry: JobEntry): void {
  const { id, name, retiredMs, lastSeenMs } = entry.job;
  if (retiredMs === undefined || book.nowMs - Math.max(retiredMs, lastSeenMs) < KEEP_RETIRED_MS) return;
  if (entry.openRuns.size > 0 || entry.slots.open().length > 0) return;
  for (const key of entry.declarations.keys()) book.instances.get(key)?.jobs.delete(entry);
  entry.service.jobs.delete(name);
  book.jobs.delete(id);
  book.clock.cancel(`u|${id}`);
  forgetEmpty(book, entry.service);
}

function forgetInstance(book: Book, entry: InstanceEntry): void {
  const { key, instanceId } = entry.instance;
  book.forgetStanding(entry);
  for (const job of entry.jobs) job.declarations.delete(key);
  entry.service.instances.delete(instanceId);
  book.instances.delete(key);
  forgetEmpty(book, entry.service);
  for (const prefix of ["a|", "l|", "c|", "f|", "q|", "z|"]) book.clock.cancel(prefix + key);
}

/** Once an hour: instances last heard of a day ago and jobs that retired a week ago leave memory, unless something waits for them. */
export function forgetOld(book: Book): void {
  if (book.monotonicMs - book.forgotAt < CHECK_EVERY_MS) return;
  book.forgotAt = book.monotonicMs;
  for (const job of book.jobs.values()) forgetJob(book, job);
  for (const entry of book.instances.values()) {
    const leased = entry.instance.heartbeatIntervalMs > 0 && entry.instance.state === "live";
    if (leased || book.monotonicMs - entry.receivedAt < KEEP_MS) continue;
    forgetRuns(book, entry);
    if (!isNeeded(entry)) forgetInstance(book, entry);
  }
}
