import type { Declaration } from "../../model/job.ts";
import { expectSlot } from "../../slot/new-slot.ts";
import { isDense, windowsOf } from "../../slot/slot-windows.ts";
import type { Book } from "./book.ts";
import type { JobEntry } from "./entries.ts";
import { findSlot, keepSlot } from "./keep-slot.ts";

/** What a declaration named after `afterMs` is owed again: its job was resumed, or its process is heard after all. */
export function expectAgain(
  book: Book,
  job: JobEntry,
  { declaration, afterMs }: { readonly declaration: Declaration; readonly afterMs: number },
): void {
  const { nextTimesMs, declaredMs, sequence } = declaration;
  if (isDense(nextTimesMs) || job.job.retiredMs !== undefined) return;
  const instanceKey = job.job.scope === "cluster" ? "" : declaration.instanceKey;
  const by = { instanceKey, declaredMs, declaredSequence: sequence };
  for (const window of windowsOf({ ...job.job, nextTimesMs, declaredMs })) {
    if (window.instantMs <= afterMs) continue;
    const slot = expectSlot(job.job, window, by);
    const held = findSlot(book, job, { key: slot.key, instantMs: slot.instantMs });
    if (held === undefined) keepSlot(book, job, slot);
  }
}
