import type { Slot } from "../../model/slot.ts";
import type { Book } from "../memory/book.ts";
import { isCertainlyGone } from "../memory/declarers.ts";
import type { InstanceEntry, JobEntry, ServiceEntry } from "../memory/entries.ts";
import { heirsOf, isLeftBehind, successorsOf } from "./retire.ts";

/** After the monitor was away, senders get this long to deliver before anybody is called silent. */
export const DELIVERY_MS = 35_000;

interface OwedSlot {
  readonly job: JobEntry;
  readonly slot: Slot;
  /** Monitor's wall clock at slot + margin. */
  readonly dueMs: number;
}

/** Jobs that this instance declared last and nobody declares now, unless newer code is about to say that they are gone. */
function leftBehindBy(book: Book, entry: InstanceEntry): readonly JobEntry[] {
  const left = [...entry.jobs].filter((job) => job.job.lastDeclarer === entry.instance.key && isLeftBehind(book, job));
  if (left.length === 0) return left;
  const heirs = heirsOf(book, entry);
  return left.filter((job) => successorsOf(job, entry, heirs).length === 0);
}

function firstOwed(book: Book, entry: InstanceEntry): OwedSlot | undefined {
  const goneMs = entry.instance.stoppedMs ?? entry.instance.lastEventMs ?? 0;
  let first: OwedSlot | undefined;
  for (const job of leftBehindBy(book, entry)) {
    const slot = job.slots
      .open()
      .find(({ state, instantMs }) => (state === "expected" || state === "unknown") && instantMs > goneMs);
    if (slot === undefined) continue;
    // The slot stands in the sender's time.
    const dueMs = slot.instantMs + slot.startMarginMs - entry.instance.clockSkewMs + (entry.faded ? DELIVERY_MS : 0);
    if (first === undefined || dueMs < first.dueMs) first = { job, slot, dueMs };
  }
  return first;
}

/** A lapse that may still be a stalled collector is "process lost" and nothing more. */
const isGone = (entry: InstanceEntry): boolean => isCertainlyGone(entry) || entry.faded;

/** Watches for the first slot that a departed instance owes. */
export function armSilence(book: Book, entry: InstanceEntry): void {
  const key = `q|${entry.instance.key}`;
  if (!isGone(entry) || entry.instance.silenceNoticed === true) {
    book.clock.cancel(key);
    return;
  }
  const owed = firstOwed(book, entry);
  if (owed === undefined) book.clock.cancel(key);
  else book.armClock(key, Math.max(0, owed.dueMs - book.nowMs));
}

/** Something changed about who declares what: every departed instance of the service is looked at again. */
export function armSilences(book: Book, service: ServiceEntry): void {
  for (const other of service.instances.values()) {
    if (other.instance.state !== "live" || other.faded) armSilence(book, other);
  }
}

/** The first owed slot fell due, and nothing that could run it reports. */
export function judgeSilence(book: Book, entry: InstanceEntry): void {
  if (!isGone(entry) || entry.instance.silenceNoticed === true) return;
  const owed = firstOwed(book, entry);
  if (owed === undefined) return;
  const heardMs = book.monotonicMs - book.resumedAt;
  if (book.nowMs < owed.dueMs || heardMs < DELIVERY_MS) {
    book.armClock(`q|${entry.instance.key}`, Math.max(owed.dueMs - book.nowMs, DELIVERY_MS - heardMs, 1));
    return;
  }
  book.patchInstance(entry, { silenceNoticed: true });
  for (const job of entry.jobs) book.touchJob(job);
  const { serviceId } = entry.instance;
  book.notice({ kind: "telemetry_stopped", serviceId, jobId: owed.job.job.id, dueMs: owed.slot.instantMs });
}
