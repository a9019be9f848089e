import { CERTAIN_AFTER_MS } from "../../deadline/lease.ts";
import { noteSlot } from "../../health/troubles.ts";
import type { InstanceKey } from "../../model/identity.ts";
import type { Slot } from "../../model/slot.ts";
import { isOpenSlot } from "../../slot/slot-verdict.ts";
import type { Book } from "./book.ts";
import { declarersOf, liveDeclarers } from "./declarers.ts";
import type { InstanceEntry, JobEntry } from "./entries.ts";

function slowest(book: Book, entries: readonly InstanceEntry[]): InstanceEntry | undefined {
  return entries.reduce<InstanceEntry | undefined>(
    (slow, entry) => (slow === undefined || book.feedOf(entry) < book.feedOf(slow) ? entry : slow),
    undefined,
  );
}

/**
 * In whose time a slot is judged: its instance's, even while that one is silent; a cluster slot's at the slowest live
 * instance that declares the job. Only whether a miss has become certain may others tell.
 */
function judgeOf(book: Book, job: JobEntry, slot: Slot): InstanceEntry | undefined {
  const own = slot.instanceKey === "" ? undefined : book.instances.get(slot.instanceKey);
  if (own !== undefined && (own.instance.state === "live" || slot.state !== "missed")) return own;
  const live = slowest(
    book,
    liveDeclarers(book, job).map(({ entry }) => entry),
  );
  return (
    live ??
    own ??
    slowest(
      book,
      declarersOf(book, job).map(({ entry }) => entry),
    )
  );
}

/** End of its start margin; of a miss: when it becomes certain. */
export function slotDeadlineOf(slot: Slot): number {
  const dueMs = (slot.untilMs ?? slot.instantMs) + slot.startMarginMs;
  return slot.state === "missed" ? dueMs + CERTAIN_AFTER_MS : dueMs;
}

export function armSlot(book: Book, job: JobEntry, slot: Slot): void {
  const key = `s|${slot.key}`;
  if (!isOpenSlot(slot)) {
    // Of a cluster slot any instance may hold the deadline: it finds the slot closed when it comes.
    if (slot.instanceKey !== "") book.instances.get(slot.instanceKey)?.feed.cancel(key);
    return;
  }
  const judge = judgeOf(book, job, slot);
  if (judge !== undefined) book.armFeed(judge, key, slotDeadlineOf(slot));
}

function note(book: Book, job: JobEntry, { slot, withdrawn }: { slot: Slot; withdrawn: boolean }): void {
  const isLiveOwner = (key: InstanceKey): boolean => book.instances.get(key)?.instance.state === "live";
  Object.assign(book.touchJob(job), noteSlot(job.job, { slot, withdrawn, isLiveOwner }));
}

/** Takes the new value of a slot everywhere it counts. */
export function keepSlot(book: Book, job: JobEntry, slot: Slot): void {
  const before = job.slots.get(slot.key);
  if (before === slot) return;
  job.slots.put(slot);
  book.trimLater(job);
  book.log.slot(before, slot);
  note(book, job, { slot, withdrawn: false });
  armSlot(book, job, slot);
}

/** An expectation that no longer holds. */
export function withdrawSlot(book: Book, job: JobEntry, slot: Slot): void {
  job.slots.delete(slot.key);
  book.log.withdraw(slot);
  note(book, job, { slot, withdrawn: true });
}

/** A slot in memory or, closed long ago, in the archive. `before` of its next change is right either way. */
export function findSlot(
  book: Book,
  job: JobEntry,
  at: { readonly key: string; readonly instantMs: number },
): Slot | undefined {
  const held = job.slots.get(at.key);
  if (held !== undefined) return held;
  if (at.instantMs > job.slots.forgottenMs) return undefined;
  const found = book.options.archive
    .findSlots(job.job.id, at.instantMs, at.instantMs)
    .find(({ key }) => key === at.key);
  if (found !== undefined) job.slots.put(found);
  return found;
}
