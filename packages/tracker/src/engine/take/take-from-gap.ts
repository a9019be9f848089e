import type { Run } from "../../model/run.ts";
import type { Slot } from "../../model/slot.ts";
import { expectSlot } from "../../slot/new-slot.ts";
import type { Book } from "../memory/book.ts";
import type { JobEntry } from "../memory/entries.ts";
import { keepSlot, withdrawSlot } from "../memory/keep-slot.ts";

/** A run caught up on an instant inside a gap: the instant becomes a slot of its own, and the gap has one less. */
export function takeFromGap(
  book: Book,
  job: JobEntry,
  at: { readonly run: Run; readonly instantMs: number },
): Slot | undefined {
  const { run, instantMs } = at;
  const instanceKey = job.job.scope === "cluster" ? "" : run.instanceKey;
  const gap = job.slots
    .within(Number.NEGATIVE_INFINITY, instantMs)
    .findLast(({ untilMs, state }) => untilMs !== undefined && untilMs >= instantMs && state === "missed");
  if (gap === undefined) return undefined;
  if (gap.count === 1) withdrawSlot(book, job, gap);
  else if (gap.count !== undefined) keepSlot(book, job, { ...gap, count: gap.count - 1 });
  const window = { instantMs, startMarginMs: 0, earlyToleranceMs: 0 };
  return expectSlot(job.job, window, { instanceKey, declaredMs: gap.declaredMs ?? 0, declaredSequence: 0 });
}
