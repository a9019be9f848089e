import type { Slot } from "../../model/slot.ts";
import { loseSlot } from "../../slot/slot-verdict.ts";
import type { Book } from "../memory/book.ts";
import type { Declarer } from "../memory/declarers.ts";
import { declarersOf, isLive } from "../memory/declarers.ts";
import type { JobEntry } from "../memory/entries.ts";
import { keepSlot } from "../memory/keep-slot.ts";
import { DELIVERY_MS } from "./silence-notice.ts";

interface OverdueSlot {
  readonly slot: Slot;
  /** Monitor's wall clock at slot + margin. */
  readonly dueMs: number;
}

const isThere = (declarer: Declarer): boolean => isLive(declarer) && !declarer.entry.faded;

/** Expected slots that no live process answers for: those of processes that left, and of the service if all left. */
function unattended(book: Book, job: JobEntry): readonly OverdueSlot[] {
  const found: OverdueSlot[] = [];
  const collect = (owner: string, { entry }: Declarer): void => {
    const lateMs = entry.faded ? DELIVERY_MS : 0;
    for (const slot of job.slots.ownedBy(owner)) {
      if (slot.state !== "expected") continue;
      // The slot stands in the sender's time.
      found.push({ slot, dueMs: slot.instantMs + slot.startMarginMs - entry.instance.clockSkewMs + lateMs });
    }
  };
  const all = declarersOf(book, job);
  for (const declarer of all) if (!isThere(declarer)) collect(declarer.entry.instance.key, declarer);
  const last = all.find(({ entry }) => entry.instance.key === job.job.lastDeclarer) ?? all[0];
  if (last !== undefined && !all.some(isThere)) collect("", last);
  return found;
}

/** Watches for the next slot that falls due with nobody there; called when it changed who declares the job. */
export function armOverdue(book: Book, job: JobEntry): void {
  const key = `u|${job.job.id}`;
  const nextMs = unattended(book, job).reduce((first, { dueMs }) => Math.min(first, dueMs), Number.POSITIVE_INFINITY);
  if (nextMs === Number.POSITIVE_INFINITY) book.clock.cancel(key);
  else book.armClock(key, Math.max(0, nextMs - book.nowMs));
}

/**
 * Slots whose margin passed with nobody there to start them: nobody can say. They are missed once the job is declared
 * again, never by silence alone.
 */
export function judgeOverdue(book: Book, job: JobEntry): void {
  const heardMs = book.monotonicMs - book.resumedAt;
  if (heardMs < DELIVERY_MS) {
    book.armClock(`u|${job.job.id}`, DELIVERY_MS - heardMs);
    return;
  }
  for (const { slot, dueMs } of unattended(book, job)) {
    if (dueMs <= book.nowMs) keepSlot(book, job, loseSlot(slot, book.nowMs));
  }
  armOverdue(book, job);
}
