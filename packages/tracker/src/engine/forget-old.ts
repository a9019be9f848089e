import { isOpenSlot } from "../slot/slot-verdict.ts";
import type { Book } from "./memory/book.ts";
import type { InstanceEntry } from "./memory/entries.ts";

const CHECK_EVERY_MS = 3_600_000;
/** Departed instances stay for a day: their blocks count for the leases of their service that long. */
const KEEP_MS = 86_400_000;

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

function forgetInstance(book: Book, entry: InstanceEntry): void {
  const { key, instanceId } = entry.instance;
  book.forgetStanding(entry);
  for (const job of entry.jobs) job.declarations.delete(key);
  entry.service.instances.delete(instanceId);
  book.instances.delete(key);
  for (const prefix of ["a|", "l|", "c|", "f|", "q|", "z|"]) book.clock.cancel(prefix + key);
}

/** Once an hour: instances that were last heard of a day ago, and that nothing waits for, leave memory. */
export function forgetOld(book: Book): void {
  if (book.monotonicMs - book.forgotAt < CHECK_EVERY_MS) return;
  book.forgotAt = book.monotonicMs;
  for (const entry of book.instances.values()) {
    const leased = entry.instance.heartbeatIntervalMs > 0 && entry.instance.state === "live";
    if (leased || book.monotonicMs - entry.receivedAt < KEEP_MS) continue;
    forgetRuns(book, entry);
    if (!isNeeded(entry)) forgetInstance(book, entry);
  }
}
